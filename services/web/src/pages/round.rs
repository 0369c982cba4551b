//! One round: how far it came in all and by municipality, and beside another one over those that both reached.

use askama::Template;
use model::{ConsultationOutcome, Instant};
use questions::{Comparison, Coverage, MunicipalityCoverage, RoundAnswer, RoundFindings};
use register::Register;

use super::{
    dutch,
    frame::{self, Frame, Link},
    inquiry::Inquiry,
};
use crate::{
    problem::WebProblem,
    query::{self, Pair},
};

#[derive(Template)]
#[template(path = "round.html")]
pub(crate) struct RoundPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    /// The page of all rounds.
    pub(crate) rounds: String,
    /// From when to when it was; none when nothing of it is seen.
    pub(crate) span: Option<String>,
    pub(crate) figures: Vec<Figure>,
    /// Municipalities that reported, of which nobody says that they were asked.
    pub(crate) without_consultation: Option<String>,
    pub(crate) municipalities: Vec<Row>,
    /// What the choice of another round keeps.
    pub(crate) same: Vec<Pair>,
    /// The rounds that it can be put beside.
    pub(crate) others: Vec<Other>,
    pub(crate) against: Option<Beside>,
}

/// A figure with the whole that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// Of how many, and how much of them that is.
    pub(crate) of: String,
    pub(crate) definition: &'static str,
}

/// A municipality that was asked, or that reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) href: String,
    /// The municipalities that became it, where those were asked.
    pub(crate) inherited_from: Option<String>,
    pub(crate) outcome: &'static str,
    /// Which topics were covered, where the round says so.
    pub(crate) topics: Option<Topics>,
    /// What was found; none when it was not reached.
    pub(crate) found: Option<[String; 6]>,
    /// What was reported without anybody having been reached.
    pub(crate) heard: Option<String>,
}

/// The topics that were covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Topics {
    /// How many of how many.
    pub(crate) counted: String,
    /// Which ones, where that is neither all nor none.
    pub(crate) named: Option<String>,
}

/// Another round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Other {
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// The round beside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) name: String,
    /// Over which municipalities.
    pub(crate) over: String,
    /// Name of a figure, what it is in this round, and in the other.
    pub(crate) figures: Vec<(&'static str, String, String)>,
}

impl RoundPage {
    /// Asks what the page shows.
    ///
    /// # Errors
    ///
    /// 404 when no event names the round; else as asking does.
    pub(crate) fn of(round: &str, inquiry: &mut Inquiry<'_>) -> Result<Self, WebProblem> {
        let own = inquiry.own.clone();
        let more: Vec<(&str, &str)> = own
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let answer = inquiry.round(round, &more)?;
        let others = others(&answer, inquiry)?;
        let (summary, _) = inquiry.summary(&[])?;
        let notices = frame::provenance(inquiry, summary, &[])?;
        let path = format!("/v1/rounds/{round}");
        let data = vec![Link::to_data(inquiry, "ronde", &path, &more)];
        let mut frame = Frame::of(inquiry, format!("Ronde {round}"), notices, data);
        frame.permanent = inquiry.permanent(&inquiry.path, &more);
        frame.now = frame
            .now
            .map(|path| query::link(&path, more.iter().copied()));
        frame.kept.extend(own.iter().cloned());
        let rows = answer.municipalities.iter();
        Ok(Self {
            name: answer.round.clone(),
            rounds: inquiry.link("/rondes"),
            span: span(&answer),
            figures: figures(&answer.total),
            without_consultation: without_consultation(&answer.total),
            municipalities: rows.map(|row| municipality(row, inquiry)).collect(),
            same: inquiry.kept_but(&[]),
            others,
            against: answer.against.as_ref().map(beside),
            frame,
        })
    }
}

fn others(answer: &RoundAnswer, inquiry: &mut Inquiry<'_>) -> Result<Vec<Other>, WebProblem> {
    let chosen = answer.against.as_ref().map(|against| against.round.clone());
    let rounds = inquiry.round_names()?;
    let others = rounds
        .into_iter()
        .filter(|name| *name != answer.round)
        .map(|name| Other {
            chosen: Some(&name) == chosen.as_ref(),
            name,
        });
    Ok(others.collect())
}

fn span(answer: &RoundAnswer) -> Option<String> {
    let day = |text: &Option<String>| {
        let instant = text.as_deref().and_then(Instant::parse);
        instant.map(dutch::day_of)
    };
    let (from, to) = (day(&answer.began_at)?, day(&answer.ended_at)?);
    Some(if from == to {
        format!("Op {from}")
    } else {
        format!("Van {from} tot en met {to}")
    })
}

fn figures(total: &Coverage) -> Vec<Figure> {
    let found = &total.found;
    let of = |name, part, whole, of_what: &str, definition| Figure {
        name,
        value: dutch::number(part as u64),
        of: format!("van {of_what}{}", in_brackets(&dutch::share(part, whole))),
        definition,
    };
    let asked = dutch::count(total.asked, "gevraagde gemeente", "gevraagde gemeenten");
    let expected = dutch::count(found.expected, "verwacht knelpunt", "verwachte knelpunten");
    vec![
        of(
            "Bereikt",
            total.reached,
            total.asked,
            &asked,
            "Gemeenten waar iemand antwoordde. Alle knelpunten hieronder zijn van deze gemeenten.",
        ),
        of(
            "Nog steeds",
            found.still_there,
            found.expected,
            &expected,
            "Het laatste dat de ronde ervan hoorde, is dat het er nog is.",
        ),
        of(
            "Voorbij",
            found.gone,
            found.expected,
            &expected,
            "Het laatste dat de ronde ervan hoorde, is dat het voorbij is.",
        ),
        of(
            "Niet besproken",
            found.not_discussed,
            found.expected,
            &expected,
            "De ronde hoorde er niets van. Stilte telt niet als oplossing.",
        ),
        Figure {
            name: "Nieuw",
            value: dutch::number(found.new as u64),
            of: format!("waarvan {} opnieuw opgekomen", found.new_by_kind.recurred),
            definition: "Stond hiervoor niet open, en is door deze ronde geopend.",
        },
    ]
}

fn in_brackets(share: &str) -> String {
    if share.is_empty() {
        String::new()
    } else {
        format!(" ({share})")
    }
}

fn without_consultation(total: &Coverage) -> Option<String> {
    (total.without_consultation > 0).then(|| {
        let some = dutch::count(total.without_consultation, "gemeente", "gemeenten");
        format!(
            "Van nog {some} kwam in deze ronde iets binnen, zonder dat is vastgelegd dat daar gevraagd is. Dat telt \
             in geen van de aandelen mee."
        )
    })
}

const fn outcome(outcome: Option<ConsultationOutcome>) -> &'static str {
    match outcome {
        Some(ConsultationOutcome::Reached) => "bereikt",
        Some(ConsultationOutcome::NoAnswer) => "geen antwoord",
        Some(ConsultationOutcome::Declined) => "wilde niet",
        None => "niet gevraagd",
    }
}

fn municipality(row: &MunicipalityCoverage, inquiry: &Inquiry<'_>) -> Row {
    let register = inquiry.register();
    let name = |code: &String| {
        let found = register.find_municipality(code);
        found.map_or_else(|| code.clone(), |id| register.municipality(id).name.clone())
    };
    let inherited: Vec<String> = row.inherited_from.iter().map(name).collect();
    let heard = row.reports + row.resolutions;
    Row {
        name: row.municipality_name.clone(),
        href: inquiry.link(&format!("/gemeenten/{}", row.municipality)),
        inherited_from: (!inherited.is_empty()).then(|| inherited.join(", ")),
        outcome: outcome(row.consultation),
        topics: row.topics.as_ref().map(|covered| topics(covered, register)),
        found: row.found.as_ref().map(numbers),
        heard: (row.found.is_none() && heard > 0)
            .then(|| dutch::count(heard, "melding", "meldingen")),
    }
}

fn topics(covered: &[String], register: &Register) -> Topics {
    let all = register.catalogue().categories().len();
    let name = |code: &String| {
        let found = register.catalogue().category(code);
        found.map_or_else(|| code.clone(), |held| held.nl.clone())
    };
    let mut names: Vec<String> = covered.iter().map(name).collect();
    names.sort();
    let some = !names.is_empty() && names.len() < all;
    Topics {
        counted: format!("{} van de {all} onderwerpen", names.len()),
        named: some.then(|| names.join(", ")),
    }
}

fn numbers(found: &RoundFindings) -> [String; 6] {
    let numbers = [
        found.expected,
        found.still_there,
        found.gone,
        found.not_discussed,
        found.new,
        found.open_after,
    ];
    numbers.map(|number| dutch::number(number as u64))
}

fn beside(against: &Comparison) -> Beside {
    let (here, there) = (&against.here, &against.there);
    let share = |part: fn(&RoundFindings) -> usize| {
        let of = |found: &RoundFindings| dutch::with_share(part(found), found.expected);
        (of(here), of(there))
    };
    let plain = |part: fn(&RoundFindings) -> usize| {
        let of = |found: &RoundFindings| dutch::number(part(found) as u64);
        (of(here), of(there))
    };
    let figures = [
        (
            "Verwacht (stond hiervoor open)",
            plain(|found| found.expected),
        ),
        ("Nog steeds", share(|found| found.still_there)),
        ("Voorbij", share(|found| found.gone)),
        ("Niet besproken", share(|found| found.not_discussed)),
        ("Nieuw", plain(|found| found.new)),
        ("Open erna", plain(|found| found.open_after)),
    ];
    let left_out = |count| dutch::count(count, "gemeente", "gemeenten");
    Beside {
        name: against.round.clone(),
        over: format!(
            "Over de {} die in beide rondes zijn bereikt ({} in beide gevraagd). Buiten beschouwing: {} die alleen \
             deze ronde bereikte, en {} die alleen de andere bereikte.",
            left_out(against.reached_in_both),
            dutch::number(against.asked_in_both as u64),
            left_out(against.left_out_here),
            left_out(against.left_out_there),
        ),
        figures: figures
            .into_iter()
            .map(|(name, (here, there))| (name, here, there))
            .collect(),
    }
}

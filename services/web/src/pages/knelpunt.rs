//! One knelpunt: how it stands, its episodes, and every event in order.

use askama::Template;
use model::{EventType, Instant, KnelpuntId};
use questions::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus};
use register::{Catalogue, Register};
use serde_json::Value;
use views::HistoryItem;

use super::{
    dutch,
    frame::{self, Frame, Link, Notice, PLACED, SIMULATED_PREFIX},
    inquiry::{Inquiry, known_only},
    municipality,
};
use crate::problem::WebProblem;

#[derive(Template)]
#[template(path = "knelpunt.html")]
pub(crate) struct KnelpuntPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) category: String,
    pub(crate) municipality: Option<Link>,
    /// True when the link named one that was merged into this one.
    pub(crate) merged_into: bool,
    pub(crate) merged_from: Vec<String>,
    pub(crate) status: &'static str,
    pub(crate) persisting: bool,
    pub(crate) age: Option<String>,
    /// What it is, by name.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) description: Option<String>,
    pub(crate) episodes: Vec<Episode>,
    pub(crate) events: Vec<Event>,
    /// What can be said of it here: a path and its name each; nothing where nothing can.
    pub(crate) forms: Vec<(String, &'static str)>,
}

/// An episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Episode {
    pub(crate) since: String,
    pub(crate) opened: String,
    pub(crate) ended: String,
    pub(crate) lasted: String,
    pub(crate) reports: String,
    pub(crate) rounds: String,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) what: &'static str,
    pub(crate) when: String,
    pub(crate) withdrawn: bool,
    pub(crate) redacted: bool,
    /// What it says, in a few words.
    pub(crate) says: Vec<String>,
    /// What somebody wrote.
    pub(crate) text: Option<String>,
    pub(crate) recorded: String,
    pub(crate) source: String,
    pub(crate) sequence: String,
}

impl KnelpuntPage {
    /// Asks what the page shows.
    ///
    /// # Errors
    ///
    /// As asking does; 404 when there is no such knelpunt.
    pub(crate) fn of(id: KnelpuntId, inquiry: &mut Inquiry<'_>) -> Result<Self, WebProblem> {
        known_only(&inquiry.own, &["said"])?;
        let answer = inquiry.knelpunt(id)?;
        let history = inquiry.history(id)?;
        let said = inquiry.own.first().and_then(|(_, id)| said(id, &history));
        let from = |found: &dyn Fn(&str) -> bool| {
            usize::from(history.iter().any(|item| found(&item.source)))
        };
        let simulated = from(&|source| source.starts_with(SIMULATED_PREFIX));
        let made_up = frame::notices(simulated, from(&|source| source == PLACED), 1);
        let notices = said.into_iter().chain(made_up).collect();
        let category = answer
            .category_name
            .clone()
            .unwrap_or_else(|| "Knelpunt".to_owned());
        let title = match &answer.municipality_name {
            Some(name) => format!("{category} in {name}"),
            None => category.clone(),
        };
        let standing = format!("/v1/knelpunten/{}", answer.id);
        let data = vec![
            Link::to_data(inquiry, "stand", &standing, &[]),
            Link::to_data(
                inquiry,
                "gebeurtenissen",
                &format!("{standing}/events"),
                &[],
            ),
        ];
        let register = inquiry.register();
        let link = |code: &String| Link {
            text: municipality::name(code, register),
            href: inquiry.link(&format!("/gemeenten/{code}")),
        };
        Ok(Self {
            id: answer.id.to_string(),
            category,
            municipality: answer.municipality.as_ref().map(link),
            merged_into: answer.id != id,
            merged_from: answer.merged_from.clone(),
            status: status(&answer),
            persisting: answer.persisting,
            age: age(&answer, inquiry),
            facts: facts(&answer, register),
            description: answer.description.clone(),
            episodes: answer
                .episodes
                .iter()
                .map(|held| episode(held, inquiry))
                .collect(),
            events: history
                .iter()
                .map(|item| event(item, register.catalogue()))
                .collect(),
            forms: forms(&answer, inquiry),
            frame: Frame::of(inquiry, title, notices, data),
        })
    }
}

/// Tells who said something with a form that the log has it.
fn said(id: &str, history: &[HistoryItem]) -> Option<Notice> {
    let item = history.iter().find(|item| item.id == id)?;
    let what = match EventType::parse(&item.event_type) {
        Some(EventType::KnelpuntReported) => "Uw melding staat",
        Some(EventType::KnelpuntResolved) => "Uw melding dat het voorbij is, staat",
        Some(EventType::KnelpuntMerged) => "De samenvoeging staat",
        Some(EventType::EventWithdrawn) => "De intrekking staat",
        Some(EventType::MunicipalityConsulted | EventType::EventRedacted) | None => "Het staat",
    };
    Some(Notice {
        urgent: false,
        heading: "Vastgelegd",
        text: format!(
            "{what} in het logboek, met volgnummer {}, en telt hieronder mee.",
            dutch::number(item.sequence)
        ),
        link: None,
    })
}

/// Lists the forms about a knelpunt.
fn forms(answer: &KnelpuntAnswer, inquiry: &Inquiry<'_>) -> Vec<(String, &'static str)> {
    if !inquiry.takes_forms() || answer.category.is_none() {
        return Vec::new();
    }
    let open = answer.status == KnelpuntStatus::Open;
    let forms = [
        (open, "bevestigen", "Bevestigen"),
        (!open, "bevestigen", "Opnieuw melden"),
        (open, "oplossen", "Voorbij"),
        (true, "samenvoegen", "Samenvoegen"),
        (true, "intrekken", "Iets intrekken"),
    ];
    let fitting = forms.into_iter().filter(|(fits, ..)| *fits);
    fitting
        .map(|(_, path, name)| (format!("/knelpunten/{}/{path}", answer.id), name))
        .collect()
}

fn status(answer: &KnelpuntAnswer) -> &'static str {
    match answer.status {
        KnelpuntStatus::Open => "open",
        KnelpuntStatus::Resolved => "voorbij",
        KnelpuntStatus::None => "op de peildatum nooit gemeld",
    }
}

fn age(answer: &KnelpuntAnswer, inquiry: &Inquiry<'_>) -> Option<String> {
    let open = answer
        .episodes
        .last()
        .filter(|last| last.ended_at.is_none() && last.since.day() < inquiry.as_of.day())?;
    Some(dutch::age(open.since.day(), inquiry.as_of.day()))
}

fn facts(answer: &KnelpuntAnswer, register: &Register) -> Vec<(&'static str, String)> {
    let party = answer
        .party
        .as_ref()
        .map(|party| format!("{} ({})", party.name, party.kind_name));
    let from = answer
        .inherited_from
        .as_deref()
        .map(|code| municipality::name(code, register));
    let role = answer
        .reporter
        .as_ref()
        .and_then(|reporter| reporter["role"].as_str());
    let facts = [
        ("Gemeld door gemeente", from),
        ("Bouwsteen", answer.building_block_name.clone()),
        ("Wacht op", party),
        ("Kenmerk", answer.reference.clone()),
        ("Gemeld door", role.map(str::to_owned)),
    ];
    facts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn episode(episode: &EpisodeAnswer, inquiry: &Inquiry<'_>) -> Episode {
    let end = episode.ended_at.as_deref().and_then(Instant::parse);
    let remedies = inquiry.register().catalogue();
    let remedy = episode.remedy.as_deref().map(|code| remedy(code, remedies));
    let ended = end.map_or_else(
        || "nog open".to_owned(),
        |end| {
            let how = episode.outcome.map_or("voorbij", dutch::outcome);
            let remedy = remedy.map(|name| format!(" ({name})")).unwrap_or_default();
            format!("{}: {how}{remedy}", dutch::day_of(end))
        },
    );
    Episode {
        since: dutch::day_of(episode.since),
        opened: dutch::day_of(episode.opened_at),
        ended,
        lasted: dutch::age(episode.since.day(), end.unwrap_or(inquiry.as_of).day()),
        reports: dutch::number(episode.reports),
        rounds: if episode.rounds.is_empty() {
            "–".to_owned()
        } else {
            episode.rounds.join(", ")
        },
    }
}

fn remedy(code: &str, catalogue: &Catalogue) -> String {
    catalogue
        .remedy(code)
        .map_or_else(|| code.to_owned(), |held| held.nl.clone())
}

fn event(item: &HistoryItem, catalogue: &Catalogue) -> Event {
    let instant = |text: &str| Instant::parse(text).map_or_else(|| text.to_owned(), dutch::instant);
    let data = |name: &str| item.data[name].as_str();
    let told = data("observedAt").map(observed);
    let text = data("description").or_else(|| data("reason"));
    Event {
        what: what(&item.event_type),
        when: told.unwrap_or_else(|| instant(&item.time)),
        withdrawn: item.withdrawn,
        redacted: item.redacted,
        says: says(&item.data, catalogue),
        text: text.map(str::to_owned),
        recorded: instant(&item.time),
        source: item.source.clone(),
        sequence: dutch::number(item.sequence),
    }
}

/// Tells an event on one line.
pub(crate) fn event_line(item: &HistoryItem, catalogue: &Catalogue) -> String {
    let event = event(item, catalogue);
    let says = [event.says.join("; "), event.text.unwrap_or_default()];
    let says = says.iter().filter(|said| !said.is_empty());
    let says: Vec<&str> = says.map(String::as_str).collect();
    let colon = if says.is_empty() { "" } else { ": " };
    format!("{} – {}{colon}{}", event.when, event.what, says.join(". "))
}

/// Writes a date as a date, and a moment with its time.
fn observed(text: &str) -> String {
    match model::Observed::parse(text) {
        Some(model::Observed::On(day)) => dutch::date(day),
        Some(model::Observed::At(at)) => dutch::instant(at),
        None => text.to_owned(),
    }
}

fn what(event_type: &str) -> &'static str {
    match EventType::parse(event_type) {
        Some(EventType::KnelpuntReported) => "Gemeld",
        Some(EventType::KnelpuntResolved) => "Als voorbij gemeld",
        Some(EventType::KnelpuntMerged) => "Samengevoegd",
        Some(EventType::MunicipalityConsulted) => "Gemeente gesproken",
        Some(EventType::EventWithdrawn) => "Gebeurtenis ingetrokken",
        Some(EventType::EventRedacted) => "Tekst weggehaald",
        None => "Onbekende gebeurtenis",
    }
}

/// Says in a few words what the data of an event add to its type.
fn says(data: &Value, catalogue: &Catalogue) -> Vec<String> {
    let text = |name: &str| data[name].as_str();
    let outcome = text("outcome").and_then(|code| {
        let known = model::Outcome::ALL
            .into_iter()
            .find(|known| known.code() == code);
        known.map(|known| dutch::outcome(known).to_owned())
    });
    let said = [
        outcome,
        text("remedy").map(|code| format!("door: {}", remedy(code, catalogue))),
        text("knownSince").map(|since| format!("speelt sinds {}", observed(since))),
        text("round").map(|round| format!("ronde {round}")),
        data["reporter"]["role"]
            .as_str()
            .map(|role| format!("gezegd door: {role}")),
        into(&data["into"], catalogue),
        data["event"]["id"]
            .as_str()
            .map(|id| format!("over gebeurtenis {id}")),
    ];
    said.into_iter().flatten().collect()
}

/// Says what a knelpunt was merged into.
fn into(into: &Value, catalogue: &Catalogue) -> Option<String> {
    let code = into["category"].as_str()?;
    let category = catalogue
        .category(code)
        .map_or(code, |held| held.nl.as_str());
    let block = into["buildingBlock"]
        .as_str()
        .and_then(|code| catalogue.building_block(code));
    let parts = [
        Some(category),
        block.map(|held| held.name.as_str()),
        into["party"]["name"].as_str(),
        into["reference"].as_str(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    Some(format!("gaat op in: {}", parts.join(", ")))
}

//! What every page has around its content: what must be known first, the choice of a date, the small print.

use questions::Summary;
use views::Health;

use super::{dutch, inquiry::Inquiry};
use crate::{problem::WebProblem, query::Pair};

/// The sources of the simulator: what they say was made up.
pub(crate) const SIMULATED: [&str; 5] = [
    "urn:nld:knelpunt:simulatie:intake",
    "urn:nld:knelpunt:simulatie:linkwatch",
    "urn:nld:knelpunt:simulatie:mirror",
    "urn:nld:knelpunt:simulatie:programma",
    "urn:nld:knelpunt:simulatie:rondgang",
];
/// How the sources of simulators begin.
pub(crate) const SIMULATED_PREFIX: &str = "urn:nld:knelpunt:simulatie";
/// The source of the real history whose places were made up (BPI Challenge 2013).
pub(crate) const PLACED: &str = "urn:nld:oin:00000001823288444000:systeem:bpic2013";

/// What stands around the content of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) notices: Vec<Notice>,
    pub(crate) home: String,
    pub(crate) action: String,
    /// The as-of day, as a date field has it.
    pub(crate) day: String,
    /// What the form keeps besides the date.
    pub(crate) kept: Vec<Pair>,
    /// The same page as of now; none when it is.
    pub(crate) now: Option<String>,
    pub(crate) as_of: String,
    pub(crate) division: String,
    pub(crate) position: String,
    pub(crate) digest: Option<String>,
    pub(crate) permanent: String,
    /// The same figures for programs.
    pub(crate) data: Vec<Link>,
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) href: String,
}

impl Link {
    /// Links to the same figures for programs, for ever.
    pub(crate) fn to_data(
        inquiry: &Inquiry<'_>,
        text: &str,
        path: &str,
        more: &[(&str, &str)],
    ) -> Self {
        Self {
            text: text.to_owned(),
            href: inquiry.permanent(path, more),
        }
    }
}

/// Something to know before reading on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether something is the matter, or it is only to be known.
    pub(crate) urgent: bool,
    pub(crate) heading: &'static str,
    pub(crate) text: String,
    pub(crate) link: Option<Link>,
}

impl Frame {
    /// Makes the frame, after all questions were asked.
    pub(crate) fn of(
        inquiry: &Inquiry<'_>,
        title: String,
        more_notices: Vec<Notice>,
        data: Vec<Link>,
    ) -> Self {
        let kept = inquiry.kept_but(&[]);
        Self {
            title,
            notices: health(inquiry).into_iter().chain(more_notices).collect(),
            home: inquiry.link("/"),
            action: inquiry.path.clone(),
            day: inquiry.as_of.day().to_string(),
            kept: inquiry.kept_but(&["asOf"]),
            now: (!kept.is_empty()).then(|| inquiry.path.clone()),
            as_of: dutch::instant(inquiry.as_of),
            division: dutch::date(inquiry.division),
            position: dutch::number(inquiry.position.unwrap_or_default()),
            digest: inquiry.digest.clone(),
            permanent: inquiry.permanent(&inquiry.path, &[]),
            data,
        }
    }
}

fn health(inquiry: &Inquiry<'_>) -> Option<Notice> {
    match inquiry.health() {
        Health::Ready | Health::Rebuilding => None,
        Health::Degraded => Some(Notice {
            urgent: true,
            heading: "Niet alles telt mee",
            text: "Een deel van de berichten in het logboek is ongeldig en telt niet mee."
                .to_owned(),
            link: Some(Link {
                text: "Bekijk welke en waarom".to_owned(),
                href: "/v1/quarantine".to_owned(),
            }),
        }),
        Health::Stale => Some(Notice {
            urgent: true,
            heading: "Niet actueel",
            text: format!(
                "De verbinding met het logboek is weg{}. De cijfers zijn bijgewerkt tot en met positie {}; wat \
                 daarna is gemeld, ontbreekt.",
                inquiry
                    .log()
                    .unavailable
                    .map(|why| format!(" ({why})"))
                    .unwrap_or_default(),
                dutch::number(inquiry.position.unwrap_or_default()),
            ),
            link: None,
        }),
    }
}

/// Asks how much of a selection was made up, and says so.
///
/// # Errors
///
/// As asking does.
pub(crate) fn provenance(
    inquiry: &mut Inquiry<'_>,
    of: Summary,
    filter: &[(&str, &str)],
) -> Result<Vec<Notice>, WebProblem> {
    let mut asked = |sources: &[&'static str]| -> Result<usize, WebProblem> {
        let sources = sources.iter().map(|source| ("source", *source));
        let pairs: Vec<(&str, &str)> = filter.iter().copied().chain(sources).collect();
        Ok(inquiry.summary(&pairs)?.0.knelpunten)
    };
    let (simulated, placed) = (asked(&SIMULATED)?, asked(&[PLACED])?);
    Ok(notices(simulated, placed, of.knelpunten))
}

/// Says how much of so many was made up.
pub(crate) fn notices(simulated: usize, placed: usize, of: usize) -> Vec<Notice> {
    let part = |some: usize| {
        if some == of {
            "Alle knelpunten hier".to_owned()
        } else {
            format!(
                "{} van de {} knelpunten hier",
                dutch::number(some),
                dutch::number(of)
            )
        }
    };
    let said = |heading, text| Notice {
        urgent: false,
        heading,
        text,
        link: None,
    };
    let simulated = (simulated > 0).then(|| {
        let text = format!(
            "{} komen uit een simulatie. Niets daarvan is echt gebeurd.",
            part(simulated)
        );
        said("Gesimuleerde gegevens", text)
    });
    let placed = (placed > 0).then(|| {
        let text = format!(
            "{} zijn echte, gesloten problemen van Volvo IT Belgium (BPI Challenge 2013; W. Steeman, \
             4TU.ResearchData). De plaatsing in gemeenten en categorieën is synthetisch: over deze gemeenten zegt \
             zij niets.",
            part(placed)
        );
        said("Plaatsing is synthetisch", text)
    });
    simulated.into_iter().chain(placed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(simulated: usize, placed: usize, of: usize, starts: &[&str]) {
        let said = notices(simulated, placed, of);
        assert_eq!(said.len(), starts.len());
        for (notice, start) in said.iter().zip(starts) {
            assert!(notice.text.starts_with(start), "{}", notice.text);
        }
    }

    #[test]
    fn what_was_made_up_is_said_to_be() {
        check(0, 0, 5, &[]);
        check(5, 0, 5, &["Alle knelpunten hier komen uit een simulatie"]);
        check(0, 1_487, 1_487, &["Alle knelpunten hier zijn echte"]);
        check(
            2,
            3,
            1_000,
            &[
                "2 van de 1.000 knelpunten hier komen",
                "3 van de 1.000 knelpunten hier zijn",
            ],
        );
    }

    #[test]
    fn the_sources_of_the_simulator_begin_as_simulated_ones_do() {
        assert!(
            SIMULATED
                .iter()
                .all(|source| source.starts_with(SIMULATED_PREFIX))
        );
    }
}

//! The page of one knelpunt.

use crate::{numbers::number, terms};

/// Heading of a knelpunt without a known category.
pub const UNKNOWN: &str = "Knelpunt";

/// Title of the page.
pub fn title(category: &str, municipality: Option<&str>) -> String {
    match municipality {
        Some(municipality) => format!("{category} in {municipality}"),
        None => category.to_owned(),
    }
}

/// Where and how long, before the badge.
pub fn lead(municipality: Option<&str>, status: &str, age: Option<&str>) -> String {
    let location = municipality.map(|name| format!("In {name}: "));
    let age = age.map(|age| format!(", al {age}"));
    let (location, age) = (location.unwrap_or_default(), age.unwrap_or_default());
    format!("{location}{status}{age}")
}

/// Status of a knelpunt that was not reported by the as-of date.
pub const NEVER_REPORTED: &str = "op de peildatum nooit gemeld";
/// The link named a knelpunt that was merged into this one.
pub const MERGED_INTO: &str =
    "Het knelpunt van deze link bleek hetzelfde als dit, en is hierin opgegaan.";
/// Label of the forms.
pub const ACTIONS: &str = "Wat u kunt doen";
/// Heading of the facts.
pub const FACTS: &str = "Wat het is";
/// Label of a knelpunt that was merged into this one.
pub const MERGED_FROM: &str = "Hierin opgegaan";
/// Label of the id.
pub const ID: &str = "Id";
/// Label of the municipality that reported it.
pub const REPORTED_BY_MUNICIPALITY: &str = "Gemeld door gemeente";
/// Label of the role of the reporter.
pub const REPORTED_BY: &str = "Gemeld door";

/// Heading of the episodes.
pub const EPISODES: &str = "Episodes";
/// There is no episode.
pub const NO_EPISODE: &str =
    "Op deze peildatum heeft het knelpunt geen episode: er is geen melding die telt.";
/// Caption of the episodes.
pub const EPISODES_CAPTION: &str =
    "Van de eerste melding tot het was afgesloten; komt het terug, dan begint een nieuwe episode";
/// Columns of the episodes.
pub const EPISODE_COLUMNS: [&str; 6] = [
    "Sinds",
    "Eerste melding",
    "Einde",
    "Duur",
    "Meldingen",
    "Rondes",
];
/// The end of an episode.
pub fn end(day: &str, outcome: &str, remedy: Option<&str>) -> String {
    let remedy = remedy
        .map(|remedy| format!(" ({remedy})"))
        .unwrap_or_default();
    format!("{day}: {outcome}{remedy}")
}

/// Heading of the history.
pub const HISTORY: &str = "Geschiedenis";
/// What the history contains.
pub const HISTORY_MEANS: &str = "Alle gebeurtenissen in volgorde van waarneming, ook die na de peildatum. Wat is \
                                 ingetrokken is doorgehaald en telt niet mee.";
/// Badge of a withdrawn event.
pub const WITHDRAWN: &str = "ingetrokken";
/// Badge of a redacted event.
pub const REDACTED: &str = "geredigeerd";
/// The text of an event was removed.
pub const REDACTED_MEANS: &str = "De tekst van deze gebeurtenis is weggehaald.";
/// When an event was recorded, before its source.
pub fn recorded(instant: &str) -> String {
    format!("Vastgelegd {instant} door ")
}
/// The sequence of an event, after its source.
pub fn sequence(sequence: u64) -> String {
    format!(", volgnummer {}", number(sequence))
}

/// Heading: a form was published.
pub const PUBLISHED: &str = "Vastgelegd";
/// What was published with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedForm {
    /// A report.
    Report,
    /// A resolution.
    Resolution,
    /// A merge.
    Merge,
    /// A withdrawal.
    Withdrawal,
    /// Something else.
    Other,
}
/// A form was published under a sequence.
pub fn published(what: PublishedForm, sequence: u64) -> String {
    let what = match what {
        PublishedForm::Report => "Uw melding staat",
        PublishedForm::Resolution => "Uw melding dat het weg is, staat",
        PublishedForm::Merge => "De samenvoeging staat",
        PublishedForm::Withdrawal => "De intrekking staat",
        PublishedForm::Other => "Het staat",
    };
    format!(
        "{what} in het logboek, met volgnummer {}, en telt hieronder mee.",
        number(sequence)
    )
}

/// Status of an open knelpunt.
pub const OPEN: &str = terms::OPEN;
/// Status of a knelpunt that was closed.
pub const CLOSED: &str = terms::CLOSED;

//! An event in a few words: in the history of a knelpunt, and in the list of events to withdraw.

use model::EventType;

/// Returns what happened; `None` for a type that this version does not know.
pub const fn what(event_type: Option<EventType>) -> &'static str {
    match event_type {
        Some(EventType::KnelpuntReported) => "Gemeld",
        Some(EventType::KnelpuntResolved) => "Afgesloten",
        Some(EventType::KnelpuntMerged) => "Samengevoegd",
        Some(EventType::MunicipalityConsulted) => "Gemeente gebeld",
        Some(EventType::SupportReceived) => "Ondersteuning ontvangen",
        Some(EventType::EventWithdrawn) => "Gebeurtenis ingetrokken",
        Some(EventType::EventRedacted) => "Tekst weggehaald",
        None => "Onbekende gebeurtenis",
    }
}

/// The remedy of a resolution.
pub fn remedy(remedy: &str) -> String {
    format!("door: {remedy}")
}

/// The day since which it was known.
pub fn known_since(day: &str) -> String {
    format!("bekend sinds {day}")
}

/// The round.
pub fn round(round: &str) -> String {
    format!("ronde {round}")
}

/// The role of the reporter.
pub fn role(role: &str) -> String {
    format!("gezegd door: {role}")
}

/// The event that is withdrawn or redacted.
pub fn about_event(id: &str) -> String {
    format!("over gebeurtenis {id}")
}

/// The knelpunt that it was merged into.
pub fn merged_into(parts: &[&str]) -> String {
    format!("gaat op in: {}", parts.join(", "))
}

/// An event on one line.
pub fn line(when: &str, what: &str, details: &[&str]) -> String {
    let colon = if details.is_empty() { "" } else { ": " };
    format!("{when} – {what}{colon}{}", details.join(". "))
}

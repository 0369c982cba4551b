//! The events of a knelpunt, as people read them.

use api::EventDetail;
use model::{EventType, Instant, Observed, Outcome};
use register::Register;
use texts::messages::{Language, Messages};
use views::HistoryItem;

use crate::pages::names;

/// An event in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventEntry {
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) withdrawn: bool,
    /// Why it was withdrawn.
    pub(crate) reason: Option<String>,
    pub(crate) redacted: bool,
    /// Its data, in a few words each.
    pub(crate) details: Vec<String>,
    /// Its free text.
    pub(crate) text: Option<String>,
    pub(crate) recorded: String,
    pub(crate) source: String,
    pub(crate) sequence: String,
}

/// Returns an event of a history.
pub(super) fn entry(
    t: Messages,
    register: &Register,
    item: &HistoryItem,
    history: &[HistoryItem],
) -> EventEntry {
    let recorded = Instant::parse(&item.time);
    let recorded = recorded.map_or_else(|| item.time.clone(), |at| t.instant(at));
    let details = item.details().into_iter();
    EventEntry {
        what: t.text(what(EventType::parse(&item.event_type))),
        when: item
            .observed()
            .map_or_else(|| recorded.clone(), |text| observed(t, text)),
        withdrawn: item.withdrawn,
        reason: item.withdrawn.then(|| reason(item, history)).flatten(),
        redacted: item.redacted,
        details: details.filter_map(|one| detail(t, register, one)).collect(),
        text: item.free_text().map(str::to_owned),
        recorded: t.with("event-recorded", "date", recorded),
        source: item.source.clone(),
        sequence: t.with("event-sequence", "n", item.sequence),
    }
}

/// Returns the reason of the last withdrawal of an event.
fn reason(item: &HistoryItem, history: &[HistoryItem]) -> Option<String> {
    let mut withdrawals = history.iter().rev().filter(|other| {
        EventType::parse(&other.event_type) == Some(EventType::EventWithdrawn) && !other.withdrawn
    });
    let own = withdrawals.find(|other| {
        let mut details = other.details().into_iter();
        details.any(|detail| matches!(detail, EventDetail::AboutEvent(id) if id == item.id))
    });
    own?.free_text().map(str::to_owned)
}

/// Returns an event on one line, in Dutch: the forms are.
pub(crate) fn event_line(item: &HistoryItem, register: &Register) -> String {
    let entry = entry(Messages::new(Language::Dutch), register, item, &[]);
    let parts = [entry.details.join("; "), entry.text.unwrap_or_default()];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let colon = if parts.is_empty() { "" } else { ": " };
    format!("{} – {}{colon}{}", entry.when, entry.what, parts.join(". "))
}

/// Returns the id of the text of what happened; `None` is a type that this version does not know.
const fn what(event_type: Option<EventType>) -> &'static str {
    match event_type {
        Some(EventType::KnelpuntReported) => "event-reported",
        Some(EventType::KnelpuntResolved) => "event-resolved",
        Some(EventType::KnelpuntMerged) => "event-merged",
        Some(EventType::MunicipalityConsulted) => "event-consulted",
        Some(EventType::SupportReceived) => "event-support",
        Some(EventType::EventWithdrawn) => "event-withdrawn",
        Some(EventType::EventRedacted) => "event-redacted",
        None => "event-unknown",
    }
}

/// Returns a date as a date, and an instant with its time.
fn observed(t: Messages, text: &str) -> String {
    match Observed::parse(text) {
        Some(Observed::On(day)) => t.date(day),
        Some(Observed::At(at)) => t.instant(at),
        None => text.to_owned(),
    }
}

/// Returns what an event states, in a few words; nothing for the id of another event.
fn detail(t: Messages, register: &Register, detail: EventDetail<'_>) -> Option<String> {
    Some(match detail {
        EventDetail::Outcome(code) => {
            let mut outcomes = Outcome::ALL.into_iter();
            let outcome = outcomes.find(|outcome| outcome.code() == code);
            outcome.map_or_else(|| code.to_owned(), |known| names::outcome(t, known))
        }
        EventDetail::Remedy(code) => {
            t.with("event-remedy", "name", names::remedy(t, register, code))
        }
        EventDetail::KnownSince(since) => t.with("event-known-since", "date", observed(t, since)),
        EventDetail::Round(round) => t.with("event-round", "name", t.round(round)),
        EventDetail::ReporterRole(code) => t.with("event-role", "name", names::role(t, code)),
        EventDetail::MergedInto {
            category,
            building_block,
            party,
            reference,
        } => {
            let category = names::category(t, register, category);
            let block = building_block.map(|code| names::building_block(register, code));
            let parts = [Some(category.as_str()), block.as_deref(), party, reference];
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            t.with("event-merged-into", "name", parts.join(", "))
        }
        EventDetail::AboutEvent(_) => return None,
    })
}

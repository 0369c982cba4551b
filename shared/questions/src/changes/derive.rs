//! The changes behind a position, from the entries that arrived behind it.

use std::collections::HashMap;

use api::{Change, ChangeKind};
use fold::{Observation, ObservationKind, RecordKind, Symbol};
use register::Register;
use state::{Entry, State};

use super::{
    ArrivedChange,
    known::{KnownKnelpunten, StatusChange, observation},
};

/// Where an entry stands.
#[derive(Clone, Copy)]
enum EntryLocation {
    Row(usize),
    InMunicipality(Symbol, Symbol),
}

/// Lists the first `limit` changes behind a position, in order.
pub(super) fn list(
    state: &State,
    after: u64,
    limit: usize,
    register: &Register,
) -> Vec<ArrivedChange> {
    let mut known: HashMap<usize, KnownKnelpunten<'_>> = HashMap::new();
    let mut changes = Vec::new();
    for (location, entry) in arrived(state, after, limit) {
        changes.push(match location {
            EntryLocation::Row(row) => {
                let first = state.linked_rows(row).first().copied().unwrap_or(row);
                let known = known.entry(first);
                let known = known.or_insert_with(|| KnownKnelpunten::at(state, first, after));
                let step = known.step(state.id(row), entry);
                of_knelpunt(state, row, entry, step, register)
            }
            EntryLocation::InMunicipality(municipality, name) => {
                in_municipality(state, municipality, name, entry, register)
            }
        });
    }
    changes
}

/// Lists the first `limit` entries that arrived behind a position, in order.
///
/// Every subject is looked at: that takes a millisecond for a million of them, and nothing but their last sequences is
/// read of those that did not change.
fn arrived(state: &State, after: u64, limit: usize) -> Vec<(EntryLocation, &Entry)> {
    let rows = state.last_changes().iter().enumerate();
    let rows = rows.filter(|(_, last)| **last > after);
    let of_rows = rows.flat_map(|(row, _)| {
        let entries = state.entries_of_row(row).all().iter();
        entries.map(move |entry| (EntryLocation::Row(row), entry))
    });
    let municipal = state.municipal_entries_after(after);
    let municipal = municipal.flat_map(|((municipality, name), entries)| {
        let entries = entries.all().iter();
        entries.map(move |entry| (EntryLocation::InMunicipality(municipality, name), entry))
    });
    let all = of_rows.chain(municipal);
    let mut found: Vec<_> = all.filter(|(_, entry)| entry.sequence > after).collect();
    found.sort_unstable_by_key(|(_, entry)| entry.sequence);
    found.truncate(limit);
    found
}

fn of_knelpunt(
    state: &State,
    row: usize,
    entry: &Entry,
    step: StatusChange,
    register: &Register,
) -> ArrivedChange {
    let (subject, interner) = (state.id(row), state.interner());
    let text = |symbol| interner.text(symbol).to_owned();
    let knelpunt = step.after.id;
    let of_knelpunt = state.subject_row(knelpunt);
    let identity = of_knelpunt.and_then(|row| state.header(row).identity);
    let identity = identity.or(state.header(row).identity);
    let observation = observation(&entry.record);
    let change = Change {
        position: entry.sequence,
        change: kind(entry, step),
        knelpunt: Some(knelpunt),
        href: Some(format!("/v1/knelpunten/{knelpunt}")),
        subject: (subject != knelpunt).then_some(subject),
        category: identity.map(|identity| text(identity.category)),
        building_block: identity
            .and_then(|identity| identity.building_block)
            .map(text),
        round: observation
            .and_then(|observation| observation.round)
            .map(text),
        was_open: Some(step.before.is_open),
        is_open: Some(step.after.is_open),
        ..common(
            state,
            entry,
            identity.map(|identity| identity.municipality),
            register,
        )
    };
    ArrivedChange {
        change: with_day(change, observation),
        subject: Some(subject),
    }
}

fn in_municipality(
    state: &State,
    municipality: Symbol,
    name: Symbol,
    entry: &Entry,
    register: &Register,
) -> ArrivedChange {
    let name = state.interner().text(name);
    let mut change = common(state, entry, Some(municipality), register);
    let replaced = match &entry.record.kind {
        RecordKind::Redacted { replacement } => &replacement.kind,
        kind => kind,
    };
    let observed_at = match replaced {
        RecordKind::Consulted(consulted) => {
            change.change = ChangeKind::Consulted;
            change.round = Some(name.to_owned());
            Some(consulted.instant)
        }
        RecordKind::Supported(supported) => {
            change.change = ChangeKind::SupportReceived;
            change.support = Some(name.to_owned());
            Some(supported.instant)
        }
        // A withdrawal does not say whether it is of a consultation or of support: a code of the catalogue is support.
        _ if register.catalogue().remedy(name).is_some() => {
            change.support = Some(name.to_owned());
            None
        }
        _ => {
            change.round = Some(name.to_owned());
            None
        }
    };
    if matches!(entry.record.kind, RecordKind::Redacted { .. }) {
        change.change = ChangeKind::Redacted;
    }
    change.observed_at = observed_at;
    change.observed_on = observed_at.map(model::Instant::day);
    ArrivedChange {
        change,
        subject: None,
    }
}

/// Returns what every change has.
fn common(
    state: &State,
    entry: &Entry,
    municipality: Option<Symbol>,
    register: &Register,
) -> Change {
    let text = |symbol| state.interner().text(symbol).to_owned();
    let code = municipality.map(text);
    let found = code
        .as_deref()
        .and_then(|code| register.find_municipality(code));
    Change {
        position: entry.sequence,
        change: ChangeKind::Withdrawn,
        knelpunt: None,
        href: None,
        subject: None,
        municipality_name: found.map(|id| register.municipality(id).name.clone()),
        municipality: code,
        category: None,
        building_block: None,
        round: None,
        support: None,
        source: text(entry.record.source),
        observed_at: None,
        observed_on: None,
        was_open: None,
        is_open: None,
    }
}

fn with_day(change: Change, observation: Option<&Observation>) -> Change {
    Change {
        observed_at: observation.map(|observation| observation.instant),
        observed_on: observation.map(|observation| observation.instant.day()),
        ..change
    }
}

fn kind(entry: &Entry, step: StatusChange) -> ChangeKind {
    let StatusChange { before, after, .. } = step;
    let observation = match &entry.record.kind {
        RecordKind::Redacted { .. } => return ChangeKind::Redacted,
        _ if step.competes => return ChangeKind::Corrected,
        RecordKind::Merged { .. } => return ChangeKind::Merged,
        RecordKind::Observed(observation) => observation,
        RecordKind::Withdrawn { .. } | RecordKind::Consulted(_) | RecordKind::Supported(_) => {
            return ChangeKind::Withdrawn;
        }
    };
    match observation.kind {
        _ if !step.counts => ChangeKind::Withdrawn,
        ObservationKind::Report { .. } if before.is_open || !after.is_open => ChangeKind::Reported,
        ObservationKind::Report { .. } if before.was_reported => ChangeKind::Recurred,
        ObservationKind::Report { .. } => ChangeKind::Opened,
        ObservationKind::Resolution { .. } if before.is_open && !after.is_open => {
            ChangeKind::Resolved
        }
        ObservationKind::Resolution { .. } => ChangeKind::ResolutionRecorded,
    }
}

//! Which records of one subject count: conflicts, redactions, withdrawals.

use std::collections::BTreeMap;

use model::EventKey;

use crate::{Record, RecordKind};

#[cfg(test)]
mod tests;

/// The record that counts under one event key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveRecord<'a> {
    /// The original that wins, or its replacement.
    pub record: &'a Record,
    /// The redaction that replaced the original, if one did.
    pub redaction: Option<&'a Record>,
    /// True when it was withdrawn, so that it does not count.
    pub withdrawn: bool,
}

/// Selects the record that counts under each key, in order of key.
///
/// Of two contents under one key the one with the lower rank counts. A replacement wins over any original, the one with
/// the lowest rank over others; a redaction of a redaction has no effect. A withdrawal withdraws the event with the key
/// that it names, unless that is itself a withdrawal or a redaction. The order of arrival never matters.
pub fn effective_records<'a>(
    records: impl IntoIterator<Item = &'a Record>,
) -> BTreeMap<EventKey, EffectiveRecord<'a>> {
    let mut effective = BTreeMap::new();
    for record in records {
        let original = EffectiveRecord {
            record,
            redaction: None,
            withdrawn: false,
        };
        keep_smaller(&mut effective, original);
    }
    replace(&mut effective);
    withdraw(&mut effective);
    effective
}

fn keep_smaller<'a>(
    effective: &mut BTreeMap<EventKey, EffectiveRecord<'a>>,
    candidate: EffectiveRecord<'a>,
) {
    effective
        .entry(candidate.record.key)
        .and_modify(|current| {
            if candidate.record.rank < current.record.rank {
                *current = candidate;
            }
        })
        .or_insert(candidate);
}

fn replace<'a>(effective: &mut BTreeMap<EventKey, EffectiveRecord<'a>>) {
    let mut replacements: BTreeMap<EventKey, EffectiveRecord<'a>> = BTreeMap::new();
    for current in effective.values() {
        if let RecordKind::Redacted { replacement } = &current.record.kind {
            let candidate = EffectiveRecord {
                record: replacement,
                redaction: Some(current.record),
                withdrawn: false,
            };
            keep_smaller(&mut replacements, candidate);
        }
    }
    for (key, replacement) in replacements {
        let redacts = |current: &EffectiveRecord<'_>| {
            matches!(current.record.kind, RecordKind::Redacted { .. })
        };
        if !effective.get(&key).is_some_and(redacts) {
            effective.insert(key, replacement);
        }
    }
}

fn withdraw(effective: &mut BTreeMap<EventKey, EffectiveRecord<'_>>) {
    let withdrawn: Vec<EventKey> = effective
        .values()
        .filter_map(|current| match current.record.kind {
            RecordKind::Withdrawn { event } => Some(event),
            _ => None,
        })
        .collect();
    for key in withdrawn {
        if let Some(current) = effective.get_mut(&key) {
            current.withdrawn = current.record.corrects().is_none();
        }
    }
}

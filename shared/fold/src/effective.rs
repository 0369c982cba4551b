//! Which records of one subject count: conflicts, redactions, withdrawals.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
};

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

/// Whether contents under one key compete, so that every record needs its text.
pub fn has_competing_contents<R: Borrow<Record>>(records: &[R]) -> bool {
    let mut keys = BTreeSet::new();
    let mut replaced = BTreeSet::new();
    records.iter().map(Borrow::borrow).any(|record| {
        let second = !keys.insert(record.key);
        let redacts = matches!(record.kind, RecordKind::Redacted { .. });
        second || redacts && record.corrects().is_some_and(|key| !replaced.insert(key))
    })
}

/// Selects the record that counts under each key, in order of key.
///
/// Of two contents under one key the smaller counts. A replacement wins over any original, the smaller one over
/// others; a redaction of a redaction has no effect. A withdrawal withdraws the event with the key that it names,
/// unless that is itself a withdrawal or a redaction. The order of arrival never matters.
pub fn effective_records<R: Borrow<Record>>(
    records: &[R],
) -> BTreeMap<EventKey, EffectiveRecord<'_>> {
    let mut effective = BTreeMap::new();
    for record in records.iter().map(Borrow::borrow) {
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
            if smaller(candidate.record, current.record) {
                *current = candidate;
            }
        })
        .or_insert(candidate);
}

fn smaller(one: &Record, other: &Record) -> bool {
    let same = one.content == other.content;
    assert!(
        same || one.text.is_some() && other.text.is_some(),
        "competing contents are folded with their texts"
    );
    one.text < other.text
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

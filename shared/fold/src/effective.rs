//! Which records of one subject count: conflicts, redactions, withdrawals.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
};

use model::EventKey;

use crate::{Record, RecordKind};

#[cfg(test)]
mod tests;

/// What stands under one event key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveRecord<'a> {
    /// The record that counts: the original that wins, or what replaced it.
    pub record: &'a Record,
    /// The redaction that put it there, if one did.
    pub redaction: Option<&'a Record>,
    /// True when it was taken back, so that it counts for nothing.
    pub withdrawn: bool,
}

/// Says whether contents must be compared, so that every record needs its text.
pub fn has_competing_contents<R: Borrow<Record>>(records: &[R]) -> bool {
    let mut keys = BTreeSet::new();
    let mut replaced = BTreeSet::new();
    records.iter().map(Borrow::borrow).any(|record| {
        let second = !keys.insert(record.key);
        let redacts = matches!(record.kind, RecordKind::Redacted { .. });
        second || redacts && record.corrects().is_some_and(|key| !replaced.insert(key))
    })
}

/// Says what stands under each key, in order of key.
///
/// Of two contents under one key the smaller counts. A replacement wins over any original, the smaller one over
/// others; one aimed at a redaction has no effect. A withdrawal takes back what stands under the key it interner,
/// unless that is itself a withdrawal or a redaction. None of this asks which came first.
pub fn effective_records<R: Borrow<Record>>(
    records: &[R],
) -> BTreeMap<EventKey, EffectiveRecord<'_>> {
    let mut standing = BTreeMap::new();
    for record in records.iter().map(Borrow::borrow) {
        let original = EffectiveRecord {
            record,
            redaction: None,
            withdrawn: false,
        };
        keep_smaller(&mut standing, original);
    }
    replace(&mut standing);
    withdraw(&mut standing);
    standing
}

fn keep_smaller<'a>(
    standing: &mut BTreeMap<EventKey, EffectiveRecord<'a>>,
    candidate: EffectiveRecord<'a>,
) {
    standing
        .entry(candidate.record.key)
        .and_modify(|held| {
            if smaller(candidate.record, held.record) {
                *held = candidate;
            }
        })
        .or_insert(candidate);
}

fn smaller(one: &Record, other: &Record) -> bool {
    let same = one.content == other.content;
    assert!(
        same || one.text.is_some() && other.text.is_some(),
        "rivals are folded with their texts"
    );
    one.text < other.text
}

fn replace<'a>(standing: &mut BTreeMap<EventKey, EffectiveRecord<'a>>) {
    let mut replacements: BTreeMap<EventKey, EffectiveRecord<'a>> = BTreeMap::new();
    for held in standing.values() {
        if let RecordKind::Redacted { replacement } = &held.record.kind {
            let candidate = EffectiveRecord {
                record: replacement,
                redaction: Some(held.record),
                withdrawn: false,
            };
            keep_smaller(&mut replacements, candidate);
        }
    }
    for (key, replacement) in replacements {
        let redacts =
            |held: &EffectiveRecord<'_>| matches!(held.record.kind, RecordKind::Redacted { .. });
        if !standing.get(&key).is_some_and(redacts) {
            standing.insert(key, replacement);
        }
    }
}

fn withdraw(standing: &mut BTreeMap<EventKey, EffectiveRecord<'_>>) {
    let taken_back: Vec<EventKey> = standing
        .values()
        .filter_map(|held| match held.record.kind {
            RecordKind::Withdrawn { event } => Some(event),
            _ => None,
        })
        .collect();
    for key in taken_back {
        if let Some(held) = standing.get_mut(&key) {
            held.withdrawn = held.record.corrects().is_none();
        }
    }
}

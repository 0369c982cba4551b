//! Whether generated histories test the fold: events that must be distinguished collide in them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::*;
use crate::{Data, EventType, Subject, testing};

/// The collisions found in some histories, by name.
fn collisions(histories: usize) -> BTreeMap<String, usize> {
    let mut runner = TestRunner::deterministic();
    let mut met = BTreeMap::new();
    for _ in 0..histories {
        let history = testing::history(30)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let events: Vec<Event> = history
            .iter()
            .map(|draft| valid(&serde_json::from_str(&draft.to_json()).unwrap()))
            .collect();
        for sign in signs(&events) {
            *met.entry(sign).or_default() += 1;
        }
    }
    met
}

fn signs(events: &[Event]) -> BTreeSet<String> {
    let mut signs = BTreeSet::new();
    for (index, event) in events.iter().enumerate() {
        for other in &events[..index] {
            let same_key = event.subject == other.subject && event.key == other.key;
            if same_key && event.content == other.content {
                signs.insert("duplicate".to_owned());
            } else if same_key {
                signs.insert("conflict".to_owned());
            }
            if corrects(event, other) {
                signs.insert(format!(
                    "{:?} after {:?}",
                    event.data.event_type(),
                    other.data.event_type()
                ));
            }
            if corrects(other, event) {
                signs.insert(format!(
                    "{:?} before {:?}",
                    other.data.event_type(),
                    event.data.event_type()
                ));
            }
        }
    }
    let merges: BTreeMap<_, _> = events
        .iter()
        .filter_map(|event| match (&event.subject, &event.data) {
            (Subject::Knelpunt(id), Data::Merged(merge)) => Some((*id, merge.target().id())),
            _ => None,
        })
        .collect();
    for (from, into) in &merges {
        match merges.get(into) {
            Some(further) if further == from => signs.insert("cycle of merges".to_owned()),
            Some(_) => signs.insert("chain of merges".to_owned()),
            None => false,
        };
    }
    signs
}

/// Returns whether an event refers to another with the same subject.
fn corrects(event: &Event, other: &Event) -> bool {
    let named = match &event.data {
        Data::Withdrawn(data) => &data.event,
        Data::Redacted(data) => &data.event,
        Data::Reported(_)
        | Data::Resolved(_)
        | Data::Merged(_)
        | Data::Consulted(_)
        | Data::Supported(_) => return false,
    };
    event.subject == other.subject && named.source == other.source && named.id == other.id
}

#[test]
fn events_that_must_be_distinguished_collide_in_generated_histories() {
    let met = collisions(400);
    let redactable = [
        EventType::KnelpuntReported,
        EventType::KnelpuntResolved,
        EventType::KnelpuntMerged,
        EventType::MunicipalityConsulted,
        EventType::SupportReceived,
    ];
    let corrections = redactable.iter().flat_map(|of| {
        [
            "EventWithdrawn after",
            "EventWithdrawn before",
            "EventRedacted after",
            "EventRedacted before",
        ]
        .map(|correction| format!("{correction} {of:?}"))
    });
    let others = [
        "duplicate",
        "conflict",
        "chain of merges",
        "cycle of merges",
        "EventWithdrawn after EventRedacted",
    ];
    for wanted in corrections.chain(others.map(str::to_owned)) {
        assert!(
            met.get(&wanted).is_some_and(|times| *times >= 5),
            "{wanted} in {met:#?}"
        );
    }
}

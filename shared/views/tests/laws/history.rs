//! A history has every event once, marks withdrawn ones, and never shows a redacted text.

use std::collections::{BTreeMap, BTreeSet};

use model::{Content, Data, Event, EventKey, Instant, KnelpuntId, Observed, Subject};
use proptest::{prelude::*, sample::Index};
use questions::{PersistingQuestion, testing};
use serde_json::Value;
use views::HistoryItem;

use crate::{
    logs::{Log, log},
    world::{commit, open, scope},
};

/// The effective event under a key, computed in the simplest way: from all events of the subject at once.
#[derive(Clone)]
struct EffectiveEvent<'a> {
    event: &'a Event,
    /// The sequence of its content; of a redacted one the first under its key.
    sequence: u64,
    redacted: bool,
    withdrawn: bool,
}

fn effective_events(
    log: &Log,
    id: KnelpuntId,
    known_at: u64,
) -> BTreeMap<EventKey, EffectiveEvent<'_>> {
    let events: Vec<(u64, &Event)> = log
        .arrived(known_at)
        .filter(|(_, event)| event.subject == Subject::Knelpunt(id))
        .collect();
    let mut effective: BTreeMap<EventKey, EffectiveEvent<'_>> = BTreeMap::new();
    for (sequence, event) in &events {
        let current = effective.entry(event.key).or_insert(EffectiveEvent {
            event,
            sequence: *sequence,
            redacted: false,
            withdrawn: false,
        });
        if event.content < current.event.content {
            (current.event, current.sequence) = (event, *sequence);
        }
    }
    redact(&mut effective, &events);
    let withdrawn_keys: BTreeSet<EventKey> = effective
        .values()
        .filter_map(|effective| withdraws(effective.event))
        .collect();
    for key in withdrawn_keys {
        if let Some(effective) = effective.get_mut(&key) {
            effective.withdrawn =
                !matches!(effective.event.data, Data::Withdrawn(_) | Data::Redacted(_));
        }
    }
    effective
}

fn redact<'a>(effective: &mut BTreeMap<EventKey, EffectiveEvent<'a>>, events: &[(u64, &'a Event)]) {
    let mut replacements: BTreeMap<EventKey, (&Content, EffectiveEvent<'a>)> = BTreeMap::new();
    for redaction in effective.values() {
        let Some(replacement) = redaction.event.replacement.as_deref() else {
            continue;
        };
        let original = events
            .iter()
            .find(|(_, event)| event.key == replacement.key);
        let sequence = original.map_or(redaction.sequence, |(sequence, _)| *sequence);
        let new = EffectiveEvent {
            event: replacement,
            sequence,
            redacted: true,
            withdrawn: false,
        };
        let current = replacements
            .get(&replacement.key)
            .map(|(content, _)| *content);
        if current.is_none_or(|current| replacement.content < *current) {
            replacements.insert(replacement.key, (&replacement.content, new));
        }
    }
    for (key, (_, replacement)) in replacements {
        let redacts = effective
            .get(&key)
            .is_some_and(|effective| matches!(effective.event.data, Data::Redacted(_)));
        if !redacts {
            effective.insert(key, replacement);
        }
    }
}

fn withdraws(event: &Event) -> Option<EventKey> {
    match &event.data {
        Data::Withdrawn(data) => Some(EventKey::new(&data.event.source, &data.event.id)),
        _ => None,
    }
}

/// Returns the order of an item, and the instant at which it was observed.
fn order(event: &Event, id: KnelpuntId) -> (i64, u8, EventKey, KnelpuntId, Option<String>) {
    let observed = |text: &str| Observed::parse(text).unwrap();
    let (at, kind) = match &event.data {
        Data::Reported(data) => (Some(observed(&data.observed_at).first()), 0),
        Data::Resolved(data) => (Some(observed(&data.observed_at).last()), 1),
        _ => (None, 2),
    };
    let text = at.map(|at| at.to_string());
    (
        at.unwrap_or(event.time).microseconds(),
        kind,
        event.key,
        id,
        text,
    )
}

fn expected(log: &Log, members: &[KnelpuntId], known_at: u64) -> Vec<HistoryItem> {
    let mut items = Vec::new();
    for id in members {
        let now = effective_events(log, *id, u64::MAX);
        for (key, was) in effective_events(log, *id, known_at) {
            let (at, kind, ..) = order(was.event, *id);
            // A text that is redacted by now is never shown again.
            let shown = now
                .get(&key)
                .filter(|now| now.redacted)
                .map_or(was.clone(), |now| EffectiveEvent {
                    withdrawn: was.withdrawn,
                    sequence: was.sequence,
                    ..now.clone()
                });
            let content: Value = serde_json::from_str(shown.event.content.as_str()).unwrap();
            let item = HistoryItem {
                sequence: shown.sequence,
                key: key.to_string(),
                event_type: shown.event.data.event_type().full_name(),
                source: shown.event.source.clone(),
                id: shown.event.id.clone(),
                time: shown.event.time.to_string(),
                observed_at: order(shown.event, *id).4,
                observed_on: order(shown.event, *id)
                    .4
                    .map(|at| Instant::parse(&at).unwrap().day()),
                subject: id.to_string(),
                withdrawn: shown.withdrawn,
                redacted: shown.redacted,
                data: content["data"].clone(),
            };
            items.push(((at, kind, key, *id), item));
        }
    }
    items.sort_by_key(|(order, _)| *order);
    items.into_iter().map(|(_, item)| item).collect()
}

/// Returns the latest text of a member: of the last report or resolution that has it and is not withdrawn.
fn latest_text(history: &[HistoryItem], member: &str) -> Value {
    let counts = |item: &&HistoryItem| item.observed_at.is_some() && !item.withdrawn;
    let mut texts = history
        .iter()
        .filter(counts)
        .map(|item| item.data[member].clone());
    texts.rfind(|text| !text.is_null()).unwrap_or_default()
}

/// Returns the first description of the reports that count.
fn first_description(history: &[HistoryItem]) -> Value {
    let mut texts = history
        .iter()
        .filter(|item| item.event_type.contains("knelpunt-reported") && !item.withdrawn)
        .map(|item| item.data["description"].clone());
    texts.find(|text| !text.is_null()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_history_has_every_event_once(log in log(20), at in any::<Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut views = open(&folder.path().join("views"));
        commit(&mut views, &log);
        let reader = views.reader();
        let known_at = log.first + at.index(log.messages.len()) as u64;
        for (link, known_at) in [("summary".to_owned(), log.last()), (format!("summary?knownAt={known_at}"), known_at)] {
            for id in log.subjects() {
                let Some(knelpunt) = reader.knelpunt(id, &scope(&link)).unwrap() else { continue };
                let mut members: Vec<KnelpuntId> = knelpunt.answer.merged_from.clone();
                members.push(knelpunt.answer.id);
                let history = reader.history(id, &scope(&link)).unwrap().unwrap();
                prop_assert_eq!(history.answer, expected(&log, &members, known_at), "{} {}", id, &link);
            }
        }
    }
    #[test]
    fn attributes_have_the_latest_text_and_redacted_texts_are_never_shown(log in log(20), at in any::<Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut views = open(&folder.path().join("views"));
        commit(&mut views, &log);
        let reader = views.reader();
        let known_at = log.first + at.index(log.messages.len()) as u64;
        for id in log.subjects() {
            let now = scope("summary");
            let Some(knelpunt) = reader.knelpunt(id, &now).unwrap() else { continue };
            let history = reader.history(id, &now).unwrap().unwrap().answer;
            prop_assert_eq!(Value::from(knelpunt.answer.description), latest_text(&history, "description"));
            prop_assert_eq!(Value::from(knelpunt.answer.first_description), first_description(&history));
            prop_assert_eq!(serde_json::to_value(knelpunt.answer.reporter).unwrap(), latest_text(&history, "reporter"));
            let then = scope(&format!("summary?knownAt={known_at}"));
            let Some(knelpunt) = reader.knelpunt(id, &then).unwrap() else { continue };
            for description in [knelpunt.answer.description, knelpunt.answer.first_description].into_iter().flatten() {
                let history = reader.history(id, &then).unwrap().unwrap().answer;
                prop_assert!(history.iter().any(|item| item.data["description"] == *description));
            }
        }
        for known_at in [String::new(), format!("&knownAt={known_at}")] {
            let query = testing::query::<PersistingQuestion>(&format!("persisting?status=open&limit=1000{known_at}"));
            for item in reader.ask(&query).unwrap().answer.items {
                let knelpunt = reader.knelpunt(item.id, &query.scope).unwrap().unwrap().answer;
                prop_assert_eq!(item.description, knelpunt.description);
                prop_assert_eq!(item.first_description, knelpunt.first_description);
                prop_assert_eq!((item.first_described_at, item.described_at), (knelpunt.first_described_at, knelpunt.described_at));
            }
        }
    }
}

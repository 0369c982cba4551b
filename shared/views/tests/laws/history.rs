//! A knelpunt's history has every event once, says rightly what was taken back, and never shows what was redacted.

use std::collections::{BTreeMap, BTreeSet};

use model::{Content, Data, Event, EventKey, KnelpuntId, Observed, Subject};
use proptest::{prelude::*, sample::Index};
use serde_json::Value;
use views::HistoryItem;

use crate::{
    logs::{Log, log},
    world::{asked, commit, open},
};

/// What stands under one key, told in the plainest way: all events of the subject at once.
#[derive(Clone)]
struct Stands<'a> {
    event: &'a Event,
    /// The sequence of its content, or of the first under the key where it was redacted.
    sequence: u64,
    redacted: bool,
    withdrawn: bool,
}

fn standing(log: &Log, id: KnelpuntId, known_at: u64) -> BTreeMap<EventKey, Stands<'_>> {
    let events: Vec<(u64, &Event)> = log
        .arrived(known_at)
        .filter(|(_, event)| event.subject == Subject::Knelpunt(id))
        .collect();
    let mut stands: BTreeMap<EventKey, Stands<'_>> = BTreeMap::new();
    for (sequence, event) in &events {
        let stood = stands.entry(event.key).or_insert(Stands {
            event,
            sequence: *sequence,
            redacted: false,
            withdrawn: false,
        });
        if event.content < stood.event.content {
            (stood.event, stood.sequence) = (event, *sequence);
        }
    }
    redact(&mut stands, &events);
    let taken_back: BTreeSet<EventKey> = stands
        .values()
        .filter_map(|stands| withdraws(stands.event))
        .collect();
    for key in taken_back {
        if let Some(stands) = stands.get_mut(&key) {
            stands.withdrawn = !matches!(stands.event.data, Data::Withdrawn(_) | Data::Redacted(_));
        }
    }
    stands
}

fn redact<'a>(stands: &mut BTreeMap<EventKey, Stands<'a>>, events: &[(u64, &'a Event)]) {
    let mut replacements: BTreeMap<EventKey, (&Content, Stands<'a>)> = BTreeMap::new();
    for redaction in stands.values() {
        let Some(replacement) = redaction.event.replacement.as_deref() else {
            continue;
        };
        let original = events
            .iter()
            .find(|(_, event)| event.key == replacement.key);
        let sequence = original.map_or(redaction.sequence, |(sequence, _)| *sequence);
        let new = Stands {
            event: replacement,
            sequence,
            redacted: true,
            withdrawn: false,
        };
        let held = replacements
            .get(&replacement.key)
            .map(|(content, _)| *content);
        if held.is_none_or(|held| replacement.content < *held) {
            replacements.insert(replacement.key, (&replacement.content, new));
        }
    }
    for (key, (_, replacement)) in replacements {
        let redacts = stands
            .get(&key)
            .is_some_and(|stands| matches!(stands.event.data, Data::Redacted(_)));
        if !redacts {
            stands.insert(key, replacement);
        }
    }
}

fn withdraws(event: &Event) -> Option<EventKey> {
    match &event.data {
        Data::Withdrawn(data) => Some(EventKey::new(&data.event.source, &data.event.id)),
        _ => None,
    }
}

/// Gives what an item is ordered by, and when it says that it was so.
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
        let now = standing(log, *id, u64::MAX);
        for (key, was) in standing(log, *id, known_at) {
            let (at, kind, ..) = order(was.event, *id);
            // What was redacted by now is never shown again.
            let shown = now
                .get(&key)
                .filter(|now| now.redacted)
                .map_or(was.clone(), |now| Stands {
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

/// Gives the last text of a member that counts: of the last report or resolution in order that has it.
fn last_said(history: &[HistoryItem], member: &str) -> Value {
    let counts = |item: &&HistoryItem| item.observed_at.is_some() && !item.withdrawn;
    let mut said = history
        .iter()
        .filter(counts)
        .map(|item| item.data[member].clone());
    said.rfind(|text| !text.is_null()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_event_is_there_once_with_what_became_of_it(log in log(20), at in any::<Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut views = open(&folder.path().join("views"));
        commit(&mut views, &log);
        let reader = views.reader();
        let known_at = log.first + at.index(log.messages.len()) as u64;
        for (link, known_at) in [("summary".to_owned(), log.last()), (format!("summary?knownAt={known_at}"), known_at)] {
            for id in log.subjects() {
                let Some(knelpunt) = reader.knelpunt(id, &asked(&link)).unwrap() else { continue };
                let mut members: Vec<KnelpuntId> = knelpunt.answer.merged_from.iter().map(|id| KnelpuntId::parse(id).unwrap()).collect();
                members.push(knelpunt.answer.id);
                let history = reader.history(id, &asked(&link)).unwrap().unwrap();
                prop_assert_eq!(history.answer, expected(&log, &members, known_at), "{} {}", id, &link);
            }
        }
    }
    #[test]
    fn attributes_are_what_was_last_said_and_what_is_redacted_is_said_nowhere(log in log(20), at in any::<Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut views = open(&folder.path().join("views"));
        commit(&mut views, &log);
        let reader = views.reader();
        let known_at = log.first + at.index(log.messages.len()) as u64;
        for id in log.subjects() {
            let now = asked("summary");
            let Some(knelpunt) = reader.knelpunt(id, &now).unwrap() else { continue };
            let history = reader.history(id, &now).unwrap().unwrap().answer;
            prop_assert_eq!(Value::from(knelpunt.answer.description), last_said(&history, "description"));
            prop_assert_eq!(knelpunt.answer.reporter.unwrap_or_default(), last_said(&history, "reporter"));
            let then = asked(&format!("summary?knownAt={known_at}"));
            let Some(knelpunt) = reader.knelpunt(id, &then).unwrap() else { continue };
            if let Some(description) = knelpunt.answer.description {
                let history = reader.history(id, &then).unwrap().unwrap().answer;
                prop_assert!(history.iter().any(|item| item.data["description"] == *description));
            }
        }
        for known_at in [String::new(), format!("&knownAt={known_at}")] {
            let link = asked(&format!("persisting?status=open&limit=1000{known_at}"));
            let questions::Answer::Persisting(page) = reader.ask(&link).unwrap().answer else { unreachable!() };
            for item in page.items {
                let knelpunt = reader.knelpunt(item.id, &link).unwrap().unwrap().answer;
                prop_assert_eq!(item.description, knelpunt.description);
            }
        }
    }
}

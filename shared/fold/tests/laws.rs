//! The laws of the fold, over generated sets of events: a function of the set, whatever the order.

#![cfg(test)]

use std::collections::BTreeMap;

use fold::{
    Fact, Fold, Interner, Record, RecordKind, SubjectRecords, effective_records, episodes, join,
};
use model::{Event, Instant, KnelpuntId, Subject, testing};
use proptest::{prelude::*, sample::Index};
use register::Register;

/// Generates events that are valid, in any order.
fn events(statements: usize) -> impl Strategy<Value = Vec<Event>> {
    testing::history(statements).prop_map(|drafts| {
        let decode = |draft: &model::Draft| {
            model::decode_structured(draft.to_json().as_bytes(), Register::embedded()).unwrap()
        };
        drafts.iter().map(decode).collect()
    })
}

/// Returns the records of each subject, those that are only targets of merges included, without duplicates.
fn records(events: &[Event], interner: &mut Interner) -> BTreeMap<KnelpuntId, Vec<Record>> {
    let mut subjects: BTreeMap<KnelpuntId, Vec<Record>> = BTreeMap::new();
    for event in events {
        let Subject::Knelpunt(id) = event.subject else {
            continue;
        };
        let record = Record::from_event(event, &mut |text| interner.intern(text));
        if let Some(target) = record.merges_into() {
            subjects.entry(target).or_default();
        }
        let records = subjects.entry(id).or_default();
        if !records.contains(&record) {
            records.push(record);
        }
    }
    for records in subjects.values_mut() {
        rank(records);
    }
    subjects
}

/// Ranks the contents under each key, and the replacements of each, by their ids: any order will do for a law.
fn rank(records: &mut [Record]) {
    for record in records {
        let rank = |record: &Record| {
            let [a, b, c, d, ..] = *record.content.as_bytes();
            u32::from_be_bytes([a, b, c, d])
        };
        record.rank = rank(record);
        if let RecordKind::Redacted { replacement } = &mut record.kind {
            replacement.rank = rank(replacement);
        }
    }
}

fn subjects(records: &BTreeMap<KnelpuntId, Vec<Record>>) -> Vec<SubjectRecords<'_>> {
    records
        .iter()
        .map(|(id, records)| SubjectRecords {
            id: *id,
            identity: None,
            records: records.iter().collect(),
        })
        .collect()
}

fn fold_all<'a>(facts: impl IntoIterator<Item = Fact<'a>>) -> Fold {
    let mut fold = Fold::default();
    for fact in facts {
        fold.step(fact.observation);
    }
    fold
}

/// Returns an instant at or near the one at which some fact was observed or is first visible.
fn instant(facts: &[Fact<'_>], at: Index, offset: i64) -> Instant {
    let marks: Vec<Instant> = facts
        .iter()
        .flat_map(|fact| [fact.observation.instant, fact.observation.visible_from()])
        .collect();
    let near = marks.get(at.index(marks.len().max(1)));
    near.map_or(Instant::EARLIEST, |mark| mark.plus_microseconds(offset))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_the_order_of_subjects_and_records_the_same_knelpunten_come_out(
        (events, again) in events(24).prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
    ) {
        let mut interner = Interner::default();
        let (one, other) = (records(&events, &mut interner), records(&again, &mut interner));
        let (one, mut other) = (subjects(&one), subjects(&other));
        other.reverse();
        prop_assert_eq!(join(&one), join(&other));
        let effective = one.iter().map(|subject| effective_records(subject.records.iter().copied()).len());
        prop_assert!(effective.sum::<usize>() <= events.len() * 2);
    }

    #[test]
    fn the_facts_visible_at_an_instant_are_selected_and_fold_to_the_same(
        events in events(24),
        at in any::<Index>(),
        offset in prop_oneof![Just(0), Just(-1), -90_000_000_000..90_000_000_000_i64],
    ) {
        let mut interner = Interner::default();
        let records = records(&events, &mut interner);
        for knelpunt in &join(&subjects(&records)) {
            let instant = instant(knelpunt.facts(), at, offset);
            let facts = knelpunt.facts().iter().copied();
            let expected: Vec<Fact<'_>> = facts.filter(|fact| fact.observation.visible_from() <= instant).collect();
            let seen = knelpunt.visible_at(instant);
            prop_assert!(seen.facts().eq(expected.iter().copied()));
            let fold = fold_all(expected.iter().copied());
            prop_assert_eq!(seen.fold(), fold);
            let early = expected.iter().find(|fact| fact.observation.instant > instant);
            let ended = knelpunt.end_ahead(instant).map(|end| end.at);
            prop_assert_eq!(ended, early.map(|fact| fact.observation.instant));
            let episodes: Vec<_> = episodes(seen.facts().map(|fact| fact.observation)).collect();
            prop_assert_eq!(fold.episodes() as usize, episodes.len());
            prop_assert_eq!(fold.open(), episodes.last().filter(|last| last.end.is_none()));
            let from = seen.facts_from(instant);
            prop_assert!(from.eq(expected.iter().copied().filter(|fact| fact.observation.instant >= instant)));
        }
    }

    #[test]
    fn episodes_follow_each_other_and_only_the_last_is_open(events in events(24)) {
        let mut interner = Interner::default();
        let records = records(&events, &mut interner);
        for knelpunt in &join(&subjects(&records)) {
            let episodes: Vec<_> = episodes(knelpunt.facts().iter().map(|fact| fact.observation)).collect();
            let fold = fold_all(knelpunt.facts().iter().copied());
            let last = episodes.last().filter(|last| last.end.is_none());
            prop_assert_eq!(fold.open(), last);
            for episode in &episodes {
                prop_assert!(episode.since <= episode.opened_at);
                prop_assert!(episode.opened_at <= episode.last_reported_at);
                prop_assert!(episode.reports > 0);
                prop_assert!(episode.end.is_none_or(|end| end.at >= episode.last_reported_at));
            }
            for pair in episodes.windows(2) {
                let end = pair[0].end.map(|end| end.at);
                prop_assert!(end.is_some_and(|end| end <= pair[1].since && end < pair[1].opened_at));
            }
        }
    }
}

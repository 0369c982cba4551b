//! The laws of the fold, over generated sets of events: a function of the set, whatever the order.

#![cfg(test)]

use std::collections::BTreeMap;

use fold::{
    Fact, FactKind, Fold, Interner, Knelpunt, Record, SubjectRecords, effective_records, episodes,
    join,
};
use model::{Data, Event, Instant, KnelpuntId, Subject, testing};
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

/// Returns the subjects of events, the targets of merges included.
fn subjects(events: &[Event]) -> Vec<SubjectRecords> {
    let mut subjects: BTreeMap<KnelpuntId, SubjectRecords> = BTreeMap::new();
    let mut add = |id: KnelpuntId| {
        let subject = SubjectRecords {
            id,
            identity: None,
            records: Vec::new(),
        };
        subjects.entry(id).or_insert(subject);
    };
    for event in events {
        if let Subject::Knelpunt(id) = event.subject {
            add(id);
        }
        for event in [Some(event), event.replacement.as_deref()]
            .into_iter()
            .flatten()
        {
            if let Data::Merged(data) = &event.data {
                add(data.target().id());
            }
        }
    }
    for event in events {
        let Subject::Knelpunt(id) = event.subject else {
            continue;
        };
        let record = Record::from_event(event);
        let subject = subjects.get_mut(&id).unwrap();
        if !subject.records.contains(&record) {
            subject.records.push(record);
        }
    }
    subjects.into_values().collect()
}

fn joined(subjects: &[SubjectRecords], interner: &mut Interner) -> Vec<Knelpunt> {
    join(subjects, &mut |text| interner.intern(text))
}

fn fold_all<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Fold {
    after(Fold::default(), facts)
}

fn after<'a>(mut fold: Fold, facts: impl IntoIterator<Item = &'a Fact>) -> Fold {
    for fact in facts {
        fold.step(fact);
    }
    fold
}

/// Returns an instant at or near the one at which some fact was observed or is first visible.
fn instant(facts: &[Fact], at: Index, offset: i64) -> Instant {
    let marks: Vec<Instant> = facts
        .iter()
        .flat_map(|fact| [fact.instant, fact.visible()])
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
        let (one, mut other) = (subjects(&events), subjects(&again));
        other.reverse();
        prop_assert_eq!(joined(&one, &mut interner), joined(&other, &mut interner));
        let records = one.iter().map(|subject| effective_records(&subject.records).len()).sum::<usize>();
        prop_assert!(records <= events.len() * 2);
    }

    #[test]
    fn facts_inserted_one_by_one_or_in_batches_give_what_all_at_once_do(
        events in events(24),
        cuts in prop::collection::vec(1..6_usize, 1..6),
    ) {
        let mut interner = Interner::default();
        for knelpunt in joined(&subjects(&events), &mut interner) {
            let mut rest: Vec<Fact> = knelpunt.facts().to_vec();
            // As they arrive: by key, which has nothing to do with when they were seen.
            rest.sort_by_key(|fact| (fact.key, fact.member));
            let mut slowly = Knelpunt::new(knelpunt.id, knelpunt.identity, knelpunt.members.to_vec(), Vec::new());
            for size in cuts.iter().cycle() {
                let batch: Vec<Fact> = rest.drain(..rest.len().min(*size)).collect();
                if batch.is_empty() {
                    break;
                }
                let (mark, before) = (slowly.mark(), slowly.facts().to_vec());
                slowly.insert(batch);
                if let Some((fold, new)) = slowly.since(&mark) {
                    let [folded_before, folded] = [before.as_slice(), slowly.facts()].map(fold_all);
                    prop_assert_eq!(fold, folded_before);
                    prop_assert_eq!(after(fold, new), folded);
                    prop_assert!(slowly.facts().starts_with(&before));
                } else {
                    prop_assert!(!slowly.facts().starts_with(&before));
                }
            }
            prop_assert_eq!(&slowly, &knelpunt);
            prop_assert_eq!(slowly.open(), knelpunt.open());
            let gone = |fact: &Fact| matches!(fact.kind, FactKind::Resolution { .. });
            let gone_facts: Vec<Fact> = knelpunt.facts().iter().copied().filter(gone).collect();
            slowly.remove(gone);
            prop_assert!(!slowly.facts().iter().any(gone));
            let mark = slowly.mark();
            slowly.insert(gone_facts);
            prop_assert_eq!(&slowly, &knelpunt);
            prop_assert_eq!(slowly.open(), knelpunt.open());
            slowly.remove(gone);
            prop_assert!(slowly.since(&mark).is_none());
        }
    }

    #[test]
    fn the_facts_visible_at_an_instant_are_selected_and_fold_to_the_same(
        events in events(24),
        at in any::<Index>(),
        offset in prop_oneof![Just(0), Just(-1), -90_000_000_000..90_000_000_000_i64],
        arrived in 0..40_u64,
    ) {
        let mut interner = Interner::default();
        for knelpunt in joined(&subjects(&events), &mut interner) {
            let facts: Vec<Fact> = (0..)
                .zip(knelpunt.facts())
                .map(|(arrived, fact)| Fact { arrived: arrived * 7 % 41, ..*fact })
                .collect();
            let knelpunt = Knelpunt::new(knelpunt.id, knelpunt.identity, knelpunt.members.to_vec(), facts);
            let instant = instant(knelpunt.facts(), at, offset);
            let expected: Vec<&Fact> = knelpunt
                .facts()
                .iter()
                .filter(|fact| fact.visible() <= instant && fact.arrived <= arrived)
                .collect();
            let seen = knelpunt.visible_as_known_at(instant, arrived);
            prop_assert!(seen.facts().eq(expected.iter().copied()));
            let known = knelpunt.as_known_at(arrived);
            prop_assert!(known.visible_at(instant).facts().eq(seen.facts()));
            let fold = fold_all(expected.iter().copied());
            let early = expected.iter().find(|fact| fact.instant > instant);
            let ended = knelpunt.end_ahead(instant, arrived).map(|end| end.at);
            prop_assert_eq!(ended, early.map(|fact| fact.instant));
            prop_assert_eq!(seen.fold(), fold);
            prop_assert_eq!(known.visible_at(instant).fold(), fold);
            let episodes: Vec<_> = episodes(seen.facts()).collect();
            prop_assert_eq!(fold.episodes() as usize, episodes.len());
            prop_assert_eq!(fold.open(), episodes.last().filter(|last| last.end.is_none()));
            let from = seen.facts_from(instant);
            prop_assert!(from.eq(expected.iter().copied().filter(|fact| fact.instant >= instant)));
        }
    }

    #[test]
    fn episodes_follow_each_other_and_only_the_last_is_open(events in events(24)) {
        let mut interner = Interner::default();
        for knelpunt in joined(&subjects(&events), &mut interner) {
            let episodes: Vec<_> = episodes(knelpunt.facts().iter()).collect();
            let last = episodes.last().filter(|last| last.end.is_none());
            prop_assert_eq!(knelpunt.open(), last.copied());
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

//! However the contents arrive and whenever they are folded, the state is that of the fold of all at once.

use std::collections::{BTreeMap, HashMap};

use fold::{Fact, Interner, Knelpunt, Record, SubjectRecords, WrittenNames, join};
use model::{Content, ContentId, Event, EventKey, Instant, KnelpuntId, Subject, testing};
use proptest::prelude::*;
use register::Register;

use crate::{ScratchTimeline, State, Support};

fn events(statements: usize) -> impl Strategy<Value = Vec<Event>> {
    testing::history(statements).prop_map(|drafts| {
        let decode = |draft: &model::Draft| {
            model::decode_structured(draft.to_json().as_bytes(), Register::embedded()).unwrap()
        };
        drafts.iter().map(decode).collect()
    })
}

/// Inserts events in order, and folds after each number of them.
fn inserted(events: &[Event], cuts: &[usize]) -> State {
    let contents: HashMap<u64, &Content> = (1..)
        .zip(events.iter().map(|event| &event.content))
        .collect();
    let mut state = State::default();
    let (mut rest, mut cuts) = ((1..).zip(events), cuts.iter().cycle());
    loop {
        let batch: Vec<(u64, &Event)> = rest.by_ref().take(*cuts.next().unwrap_or(&1)).collect();
        for (sequence, event) in &batch {
            state.insert_event(event, *sequence);
        }
        state.rank_by(&contents);
        state.fold(|_, _| {});
        if batch.is_empty() {
            return state;
        }
    }
}

/// The records of every subject, folded by the pure functions alone.
struct Reference {
    records: BTreeMap<KnelpuntId, Vec<Record>>,
    interner: Interner,
}

impl Reference {
    fn new(events: &[Event]) -> Self {
        let (mut interner, mut records) = (Interner::default(), BTreeMap::new());
        let mut contents: BTreeMap<(KnelpuntId, EventKey, ContentId), Content> = BTreeMap::new();
        for event in events {
            let Subject::Knelpunt(id) = event.subject else {
                continue;
            };
            let record = Record::from_event(event, &mut |text| interner.intern(text));
            contents.insert((id, record.key, record.content), event.content.clone());
            if let Some(target) = record.merges_into() {
                records.entry(target).or_default();
            }
            let own: &mut Vec<Record> = records.entry(id).or_default();
            if !own.contains(&record) {
                own.push(record);
            }
        }
        for (id, records) in &mut records {
            let text = |record: &Record| contents[&(*id, record.key, record.content)].clone();
            rank(records, text);
        }
        Self { records, interner }
    }

    fn knelpunten(&self) -> Vec<Knelpunt<'_>> {
        let subjects = self.records.iter().map(|(id, records)| SubjectRecords {
            id: *id,
            identity: None,
            records: records.iter().collect(),
        });
        join(&subjects.collect::<Vec<_>>())
    }
}

/// Ranks every content among those of the whole subject: that order is the one within each key too.
fn rank(records: &mut [Record], text: impl Fn(&Record) -> Content) {
    let mut texts: Vec<Option<Content>> = Vec::new();
    for record in &*records {
        texts.extend([Some(text(record)), text(record).replacement()]);
    }
    texts.sort();
    for record in records {
        let rank =
            |text: Option<Content>| u32::try_from(texts.partition_point(|other| *other < text));
        let (own, replacement) = (Some(text(record)), text(record).replacement());
        record.rank = rank(own).unwrap();
        if let fold::RecordKind::Redacted {
            replacement: record,
        } = &mut record.kind
        {
            record.rank = rank(replacement).unwrap();
        }
    }
}

/// A fact, comparable between interners: its subject, key, instant and round.
type ShownFact = (KnelpuntId, EventKey, Instant, Option<String>);

fn shown(
    knelpunt: &Knelpunt<'_>,
    interner: &Interner,
) -> (KnelpuntId, Vec<KnelpuntId>, Vec<ShownFact>) {
    let fact = |fact: &Fact<'_>| {
        let round = fact
            .observation
            .round
            .map(|round| interner.text(round).to_owned());
        let subject = knelpunt.members[fact.member as usize];
        (subject, fact.record.key, fact.observation.instant, round)
    };
    let facts = knelpunt.facts().iter().map(fact).collect();
    (knelpunt.id, knelpunt.members.clone(), facts)
}

/// The support of each municipality and kind, comparable between interners: instant, key and topics.
type ShownSupport = BTreeMap<[String; 2], Vec<(Instant, EventKey, Option<Vec<String>>)>>;

fn shown_support(support: &Support, interner: &Interner) -> ShownSupport {
    let text = |symbol| interner.text(symbol).to_owned();
    let shown = support.iter().map(|((municipality, kind), facts)| {
        let topics = |topics: &[_]| topics.iter().copied().map(text).collect();
        let facts = facts
            .iter()
            .map(|fact| (fact.at, fact.key, fact.topics.as_deref().map(topics)));
        ([municipality, kind].map(text), facts.collect())
    });
    shown.collect()
}

/// Compares a state with the fold of all events at once: knelpunten, and timelines.
fn check(state: &State, events: &[Event]) -> Result<(), TestCaseError> {
    let reference = Reference::new(events);
    let knelpunten = reference.knelpunten();
    prop_assert_eq!(state.knelpunten(), knelpunten.len());
    for expected in &knelpunten {
        let row = state.find(expected.id).unwrap();
        let found = state.knelpunt(row);
        prop_assert_eq!(
            shown(&found, state.interner()),
            shown(expected, &reference.interner)
        );
        prop_assert_eq!(state.members(row), &*expected.members);
        let mut scratch = ScratchTimeline::default();
        let timeline = state.timeline(row);
        let mut folded = scratch.fold(found.facts().iter().map(Fact::sourced));
        if let Some(identity) = &found.identity {
            let newest_first = found.facts().iter().rev().map(|fact| fact.observation);
            folded.written = WrittenNames::last(identity, &newest_first, state.interner());
        }
        prop_assert_eq!(timeline, folded);
        for member in expected
            .members
            .iter()
            .filter(|member| **member != expected.id)
        {
            prop_assert_eq!(state.find(*member), Some(row));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn inserted_one_by_one_or_all_at_once_the_state_is_the_same(
        events in events(24),
        cuts in prop::collection::vec(1..9_usize, 1..6),
    ) {
        check(&inserted(&events, &cuts), &events)?;
        let (cut, reversed) = (inserted(&events, &cuts), State::from_events(events.iter().rev()));
        prop_assert_eq!(
            shown_support(cut.support(), cut.interner()),
            shown_support(reversed.support(), reversed.interner())
        );
        check(&inserted(&events, &[usize::MAX]), &events)?;
    }

    #[test]
    fn known_at_a_sequence_it_is_the_state_of_the_events_up_to_it(
        events in events(24),
        position in any::<prop::sample::Index>(),
    ) {
        let state = inserted(&events, &[3]);
        let position = position.index(events.len() + 1);
        let before = Reference::new(&events[..position]);
        let sequence = position as u64;
        let expected = before.knelpunten();
        for knelpunt in &expected {
            prop_assert!(state.is_known_at(knelpunt.id, sequence));
            let row = state.subject_row(knelpunt.id).unwrap();
            let known = state.knelpunt_up_to(row, sequence);
            prop_assert_eq!(shown(&known, state.interner()), shown(knelpunt, &before.interner));
        }
        let then = State::from_events(&events[..position]);
        prop_assert_eq!(
            shown_support(&state.support_known_at(sequence), state.interner()),
            shown_support(then.support(), then.interner())
        );
        let is_known = |row: &usize| state.is_known_at(state.id(*row), sequence);
        let subjects: usize = expected.iter().map(|knelpunt| knelpunt.members.len()).sum();
        prop_assert_eq!((0..state.rows()).filter(is_known).count(), subjects);
        for knelpunt in state.corrected_up_to(sequence).iter().filter(|found| !found.facts().is_empty()) {
            let same = expected.iter().find(|other| other.id == knelpunt.id).unwrap();
            prop_assert_eq!(shown(knelpunt, state.interner()), shown(same, &before.interner));
        }
    }
}

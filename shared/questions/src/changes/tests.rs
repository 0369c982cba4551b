//! What is derived from the entries, against the states before and after each event.

use api::{Change, ChangeKind};
use model::{Event, Instant, KnelpuntId};
use proptest::prelude::*;
use register::Register;
use state::State;

use super::{ArrivedChange, ChangesQuery};
use crate::{
    sample::{any_events, consultation, report, resolution, state_of, waiting, who},
    testing::split,
};

fn list(state: &State, after: u64, limit: usize) -> Vec<ArrivedChange> {
    ArrivedChange::list(state, after, limit, Register::embedded())
}

fn changes(state: &State) -> Vec<Change> {
    let all = list(state, 0, usize::MAX).into_iter();
    all.map(|arrived| arrived.change).collect()
}

/// Returns whether the knelpunt that a subject is part of is open, and its id.
fn status(state: &State, subject: KnelpuntId) -> (KnelpuntId, bool) {
    let row = state.find(subject);
    let open = row.is_some_and(|row| state.open(row).is_some());
    (row.map_or(subject, |row| state.id(row)), open)
}

proptest! {
    #[test]
    fn each_change_is_from_the_state_before_its_event_to_that_after_it(events in any_events(14)) {
        let state = State::from_events(&events);
        for change in list(&state, 0, usize::MAX) {
            let Some(subject) = change.subject else { continue };
            let arrived = usize::try_from(change.change.position).unwrap();
            let before = State::from_events(&events[..arrived - 1]);
            let after = State::from_events(&events[..arrived]);
            let (_, was_open) = status(&before, subject);
            let (id, is_open) = status(&after, subject);
            let change = change.change;
            prop_assert_eq!((change.was_open, change.is_open), (Some(was_open), Some(is_open)));
            prop_assert_eq!(change.knelpunt, Some(id));
            match change.change {
                ChangeKind::Opened | ChangeKind::Recurred => prop_assert!(!was_open && is_open),
                ChangeKind::Resolved => prop_assert!(was_open && !is_open),
                ChangeKind::Reported | ChangeKind::ResolutionRecorded => {
                    prop_assert_eq!(was_open, is_open);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_new_content_is_one_change_whichever_way_they_are_queried(
        events in any_events(14), limit in 1_usize..5, first in 0_u64..20,
    ) {
        let state = State::from_events(&events);
        let all = list(&state, 0, usize::MAX);
        let is_new = |index: &usize| {
            let event: &Event = &events[*index];
            let mut earlier = events[..*index].iter();
            !earlier.any(|earlier| {
                (&earlier.subject, earlier.key, earlier.content.id())
                    == (&event.subject, event.key, event.content.id())
            })
        };
        let new = (0..events.len()).filter(is_new).map(|index| index as u64 + 1);
        let positions: Vec<u64> = all.iter().map(|arrived| arrived.change.position).collect();
        prop_assert_eq!(&positions, &new.collect::<Vec<_>>());
        let mut paged: Vec<ArrivedChange> = Vec::new();
        let mut after = first;
        loop {
            let page = list(&state, after, limit);
            let Some(last) = page.last() else { break };
            after = last.change.position;
            paged.extend(page);
        }
        let expected = all.into_iter().filter(|arrived| arrived.change.position > first);
        prop_assert_eq!(paged, expected.collect::<Vec<_>>());
        // What was sent when an event arrived is what is derived for it later.
        let live = (first..events.len() as u64).flat_map(|after| {
            let then = State::from_events(&events[..=usize::try_from(after).unwrap()]);
            list(&then, after, usize::MAX)
        });
        let positions: Vec<_> = live.map(|arrived| (arrived.change.position, arrived.change.is_open)).collect();
        let later = list(&state, first, usize::MAX).into_iter();
        let later: Vec<_> = later.map(|arrived| (arrived.change.position, arrived.change.is_open)).collect();
        prop_assert_eq!(positions, later);
    }
}

#[test]
fn a_knelpunt_opens_is_reported_again_is_resolved_and_recurs() {
    let one = || who("GM0344", "funding");
    let state = state_of(vec![
        report(one(), "2013-02-01", Some("2013-02")),
        report(one(), "2013-03-01", None),
        resolution(one(), "2013-04-01"),
        resolution(one(), "2013-04-02"),
        report(one(), "2013-05-01", None),
        report(one(), "2013-01-01", None),
        consultation(
            "GM0344",
            "2013-02",
            "2013-02-01",
            model::ConsultationOutcome::Reached,
            None,
        ),
    ]);
    let changes = changes(&state);
    let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.change).collect();
    assert_eq!(
        kinds,
        [
            ChangeKind::Opened,
            ChangeKind::Reported,
            ChangeKind::Resolved,
            ChangeKind::ResolutionRecorded,
            ChangeKind::Recurred,
            ChangeKind::Reported,
            ChangeKind::Consulted,
        ]
    );
    let first = &changes[0];
    assert_eq!(first.municipality_name.as_deref(), Some("Utrecht"));
    assert_eq!(first.category.as_deref(), Some("funding"));
    assert_eq!(first.round.as_deref(), Some("2013-02"));
    assert_eq!(first.observed_on, Some(jiff::civil::date(2013, 2, 1)));
    assert_eq!(changes[6].round.as_deref(), Some("2013-02"));
    assert_eq!(changes[6].knelpunt, None);
}

/// Compares the positions of the changes that a link selects.
#[track_caller]
fn check_selected(state: &State, link: &str, expected: &[u64]) {
    let now = Instant::parse("2027-01-01T00:00:00Z").unwrap();
    let (_, pairs) = split(link);
    let query = ChangesQuery::parse(&pairs, Register::embedded(), now).unwrap();
    let all = list(state, query.after.unwrap_or_default(), usize::MAX);
    let selected = query.select(&all, state, Register::embedded(), now);
    let positions = all.iter().zip(selected).filter(|(_, selected)| *selected);
    let positions: Vec<u64> = positions
        .map(|(arrived, _)| arrived.change.position)
        .collect();
    assert_eq!(positions, expected, "{link}");
}

#[test]
fn changes_are_selected_by_every_parameter_of_the_filter() {
    let reached = model::ConsultationOutcome::Reached;
    let state = state_of(vec![
        report(who("GM0344", "funding"), "2013-02-01", Some("2013-02")),
        report(
            waiting("GM0014", "supplier-delivery", "Fabriek"),
            "2013-03-01",
            None,
        ),
        resolution(who("GM0344", "funding"), "2013-04-01"),
        consultation("GM0344", "2013-02", "2013-02-01", reached, None),
    ]);
    for (link, expected) in [
        ("changes", &[1, 2, 3, 4][..]),
        ("changes?after=2", &[3, 4]),
        ("changes?municipality=GM0344", &[1, 3, 4]),
        ("changes?province=PV20", &[2]),
        ("changes?category=funding", &[1, 3]),
        ("changes?buildingBlock=bag", &[2]),
        ("changes?partyKind=supplier", &[2]),
        ("changes?party=supplier:fabriek", &[2]),
        ("changes?party=none", &[1, 3]),
        ("changes?round=2013-02", &[1, 3, 4]),
        // The resolution is in no round, and so selects its knelpunt too.
        ("changes?round=none", &[1, 2, 3]),
        ("changes?source=urn:test", &[1, 2, 3, 4]),
        ("changes?source=urn:other", &[]),
        ("changes?panel=2013-02", &[1, 3, 4]),
        ("changes?support=none", &[1, 2, 3]),
        ("changes?sizeClass=8", &[1, 3, 4]),
    ] {
        check_selected(&state, link, expected);
    }
}

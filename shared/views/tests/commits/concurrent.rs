//! Readers see whole commits, and answers about the past do not depend on commits in between.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use api::answers::Summary;
use model::{Event, KnelpuntId, Subject};
use questions::{PersistingQuestion, Population, testing};
use register::Register;
use state::State;
use views::Reader;

use crate::world::{arrival, open, summary};

fn history() -> Vec<Event> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rules/history.ndjson");
    let lines = std::fs::read_to_string(path).unwrap();
    let decode = |line: &str| model::decode_structured(line.as_bytes(), Register::embedded());
    lines.lines().map(|line| decode(line).unwrap()).collect()
}

fn expected_summary(events: &[Event]) -> Summary {
    let state = State::from_events(events);
    summary("summary?asOf=2015-12-31")
        .answer(&Population::new(&state), Register::embedded())
        .unwrap()
        .0
}

/// Returns the number of events of a knelpunt, as a query knows it.
fn history_length(reader: &Reader, id: KnelpuntId, query: &str) -> Option<usize> {
    let found = reader.history(id, &summary(query).scope).unwrap();
    found.map(|found| found.answer.len())
}

#[test]
fn readers_and_commits_do_not_disturb_one_another() {
    const FIRST: usize = 400;
    let events = history();
    let folder = tempfile::tempdir().unwrap();
    let mut views = open(&folder.path().join("views"));
    let arrivals: Vec<_> = (1..)
        .zip(&events)
        .map(|(sequence, event)| arrival(sequence, event.clone()))
        .collect();
    views.commit(&arrivals[..FIRST], None).unwrap();
    let known = format!("summary?asOf=2015-12-31&knownAt={FIRST}");
    let expected = expected_summary(&events[..FIRST]);
    // The knelpunt with the most events, now and then.
    let subjects: Vec<_> = events
        .iter()
        .filter_map(|event| match event.subject {
            Subject::Knelpunt(id) => Some(id),
            Subject::InMunicipality { .. } => None,
        })
        .collect();
    let reader = views.reader();
    let before: Vec<_> = subjects
        .iter()
        .map(|id| history_length(&reader, *id, &known))
        .collect();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for offset in [0, 1] {
            let (reader, known, expected, subjects, before, done) =
                (reader.clone(), &known, &expected, &subjects, &before, &done);
            scope.spawn(move || {
                for round in (offset..).step_by(2) {
                    if done.load(Ordering::SeqCst) {
                        break;
                    }
                    let answered = reader.ask(&summary(known)).unwrap();
                    assert_eq!(answered.answer, *expected);
                    let index = round % subjects.len();
                    let length = history_length(&reader, subjects[index], known);
                    assert_eq!(length, before[index]);
                    let now = reader
                        .history(subjects[index], &summary("summary").scope)
                        .unwrap();
                    let is_reached = now.is_none_or(|found| {
                        let mut items = found.answer.iter();
                        items.all(|item| item.sequence <= found.position)
                    });
                    assert!(is_reached);
                    let page = reader
                        .ask(&testing::query::<PersistingQuestion>(
                            "persisting?status=open&limit=20",
                        ))
                        .unwrap();
                    assert_eq!(page.digest.map(|digest| digest.len()), Some(32));
                }
            });
        }
        for batch in arrivals[FIRST..].chunks(3) {
            views.commit(batch, None).unwrap();
        }
        done.store(true, Ordering::SeqCst);
    });
    let whole = reader.ask(&summary("summary?asOf=2015-12-31")).unwrap();
    assert_eq!(whole.answer, expected_summary(&events));
    assert_eq!(whole.position, events.len() as u64);
}

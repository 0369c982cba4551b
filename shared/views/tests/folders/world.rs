//! Views of the history that comes with the rules, in folders of their own.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use model::Event;
use questions::{MatrixQuestion, Population, Query, SummaryQuestion, testing};
use register::Register;
use state::State;
use views::{Arrival, Classified, Views};

/// The number of events of the history that are used.
pub(crate) const EVENTS: usize = 600;

pub(crate) fn history() -> Vec<Event> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rules/history.ndjson");
    let lines = fs::read_to_string(path).unwrap();
    let decode = |line: &str| model::decode_structured(line.as_bytes(), Register::embedded());
    lines
        .lines()
        .take(EVENTS)
        .map(|line| decode(line).unwrap())
        .collect()
}

pub(crate) fn arrivals(events: &[Event]) -> Vec<Arrival> {
    let arrival = |(sequence, event): (u64, &Event)| Arrival {
        sequence,
        fingerprint: [0; 16],
        message: Classified::Event(Box::new(event.clone())),
    };
    (1..).zip(events).map(arrival).collect()
}

/// Creates views of the history in a folder, in a few commits, and closes them.
pub(crate) fn make(folder: &Path, events: &[Event]) {
    let (mut views, archived) = Views::open(folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    for batch in arrivals(events).chunks(50) {
        views.commit(batch, None).unwrap();
    }
    views.close().unwrap();
}

pub(crate) fn summary(link: &str) -> Query<SummaryQuestion> {
    testing::query(link)
}

/// Checks that views answer like a replay up to their position.
#[track_caller]
pub(crate) fn check_whole(views: &Views, events: &[Event]) {
    let reader = views.reader();
    let position = usize::try_from(reader.status().unwrap().position).unwrap();
    let replayed = State::from_events(&events[..position]);
    let summary = summary("summary?asOf=2015-12-31");
    let matrix = testing::query::<MatrixQuestion>("persisting/matrix?asOf=2014-07-01");
    let population = Population::new(&replayed);
    let expected = summary.answer(&population, Register::embedded()).unwrap();
    assert_eq!(reader.ask(&summary).unwrap().answer, expected.0);
    let expected = matrix.answer(&population, Register::embedded()).unwrap();
    assert_eq!(reader.ask(&matrix).unwrap().answer, expected.0);
}

/// Checks that views are empty, and accept events.
#[track_caller]
pub(crate) fn check_empty(mut views: Views, events: &[Event]) {
    assert_eq!(views.reader().status().unwrap().position, 0);
    assert_eq!(views.anchor().recent, []);
    views.commit(&arrivals(&events[..50]), None).unwrap();
    check_whole(&views, events);
    views.close().unwrap();
}

/// Returns the folder of the store in a folder of views.
pub(crate) fn store_folder(folder: &Path) -> PathBuf {
    views::testing::store_folder(folder).unwrap()
}

/// Returns all files below a folder, by path, with their contents.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(at) = ahead.pop() {
        if at.is_dir() {
            ahead.extend(fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = at
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            found.insert(name, fs::read(&at).unwrap());
        }
    }
    found
}

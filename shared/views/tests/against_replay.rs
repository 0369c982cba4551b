//! The views answer like a replay of all events at once, at every position.

#![cfg(test)]

use std::path::Path;

use api::answers::Answer;
use model::{Event, Instant};
use questions::{
    Population, Query, Question,
    testing::{self, Visitor},
};
use register::Register;
use serde_json::Value;
use state::State;
use views::{Arrival, Classified, Reader, Views};

fn history() -> Vec<Event> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rules/history.ndjson");
    let lines = std::fs::read_to_string(path).unwrap();
    lines
        .lines()
        .map(|line| model::decode_structured(line.as_bytes(), Register::embedded()).unwrap())
        .collect()
}

fn arrivals(events: &[Event]) -> Vec<Arrival> {
    let arrival = |(sequence, event): (u64, &Event)| Arrival {
        sequence,
        fingerprint: [0; 16],
        message: Classified::Event(Box::new(event.clone())),
    };
    (1..).zip(events).map(arrival).collect()
}

/// Answers a query of any question, as JSON.
struct Ask<'a>(&'a Reader);

impl Visitor for Ask<'_> {
    type Output = Value;

    fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Value {
        serde_json::to_value(self.0.ask(&query).unwrap().answer).unwrap()
    }
}

/// Returns an answer without texts, which a replay does not have.
fn without_texts(mut answer: Value) -> Value {
    for item in answer["items"].as_array_mut().into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.retain(|member, _| member != "description" && member != "firstDescription");
        }
    }
    answer
}

#[track_caller]
fn check(views: &Views, events: &[Event], link: &str) {
    let scope = testing::scope(link, Instant::LATEST).unwrap().unwrap();
    let known = scope
        .known_at
        .map_or(events.len(), |at| usize::try_from(at).unwrap());
    let replayed = State::from_events(&events[..known]);
    let expected = testing::answer(link, Instant::LATEST, &Population::new(&replayed));
    let answered = testing::visit(link, Instant::LATEST, Ask(&views.reader()));
    let [expected, answered] = [expected.unwrap().0, answered.unwrap().unwrap()].map(without_texts);
    assert_eq!(answered, expected, "{link} after {} events", events.len());
}

const LINKS: [&str; 4] = [
    "summary?asOf=2015-12-31",
    "persisting?asOf=2014-07-01T12:00:00Z&status=open&limit=1000",
    "trend?asOf=2015-12-31&every=quarter&groupBy=party",
    "resolution-times?asOf=2015-12-31&groupBy=sizeClass",
];

#[test]
fn every_commit_answers_like_a_replay() {
    let events = history();
    let folder = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&folder.path().join("views"), Register::embedded()).unwrap();
    let arrivals = arrivals(&events);
    // Batches of 1, 2, 3, … so that they are cut at many places.
    let (mut done, mut size) = (0, 1);
    while done < events.len() {
        let next = (done + size).min(events.len());
        views.commit(&arrivals[done..next], None).unwrap();
        (done, size) = (next, size + 1);
        if size % 9 == 0 || done == events.len() {
            for link in LINKS {
                check(&views, &events[..done], link);
            }
        }
    }
}

#[test]
fn answers_as_known_at_any_sequence_equal_a_replay_up_to_it() {
    let events = history();
    let folder = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&folder.path().join("views"), Register::embedded()).unwrap();
    views.commit(&arrivals(&events), None).unwrap();
    for known_at in [0, 1, 5, 100, 700, 1_532, 2_000, 2_297, 2_298] {
        for link in LINKS {
            check(&views, &events, &format!("{link}&knownAt={known_at}"));
        }
    }
}

#[test]
fn views_opened_again_answer_as_before() {
    let events = history();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views");
    let (mut views, _) = Views::open(&path, Register::embedded()).unwrap();
    views.commit(&arrivals(&events), None).unwrap();
    let before = views.reader().status().unwrap();
    views.close().unwrap();
    let (views, archived) = Views::open(&path, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(views.reader().status().unwrap(), before);
    for link in LINKS {
        check(&views, &events, link);
        check(&views, &events, &format!("{link}&knownAt=1000"));
    }
}

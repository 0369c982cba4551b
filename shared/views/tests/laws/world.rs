//! Views in folders of their own.

use std::path::Path;

use api::answers::Answer;
use model::Instant;
use questions::{
    Query, Question, Scope,
    testing::{self, Visitor},
};
use register::Register;
use serde_json::Value;
use views::{Answered, Arrival, AskError, Reader, Views};

use crate::logs::Log;

pub(crate) fn open(folder: &Path) -> Views {
    let (views, archived) = Views::open(folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    views
}

/// Commits a log in its batches.
pub(crate) fn commit(views: &mut Views, log: &Log) {
    for batch in batches(&log.arrivals(), log) {
        views.commit(batch, Some(7)).unwrap();
    }
}

/// Divides arrivals into the commits of a log.
pub(crate) fn batches<'a>(arrivals: &'a [Arrival], log: &Log) -> Vec<&'a [Arrival]> {
    let mut rest = arrivals;
    let mut batches = Vec::new();
    for cut in log.cuts() {
        let size = rest.partition_point(|arrival| arrival.sequence <= cut);
        let (batch, after) = rest.split_at(size);
        batches.push(batch);
        rest = after;
    }
    batches
}

/// Answers a link to any question, as JSON; the error in words if there is no answer.
pub(crate) fn ask(reader: &Reader, link: &str) -> Result<Answered<Value>, String> {
    struct Ask<'a>(&'a Reader);
    impl Visitor for Ask<'_> {
        type Output = Result<Answered<Value>, String>;

        fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Self::Output {
            let answered = self.0.ask(&query).map_err(|error| match error {
                AskError::Query(error) => error.to_string(),
                other => panic!("{other:?}"),
            })?;
            Ok(Answered {
                answer: serde_json::to_value(answered.answer).unwrap(),
                counted: answered.counted,
                position: answered.position,
                digest: answered.digest,
            })
        }
    }
    let answered = testing::visit(link, Instant::LATEST, Ask(reader));
    answered
        .unwrap()
        .unwrap_or_else(|violations| panic!("{link}: {violations:?}"))
}

/// Returns the scope of a link to any question.
pub(crate) fn scope(link: &str) -> Scope {
    testing::scope(link, Instant::LATEST).unwrap().unwrap()
}

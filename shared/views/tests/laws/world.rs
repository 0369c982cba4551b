//! Views in folders of their own.

use std::path::Path;

use model::Instant;
use questions::Query;
use register::Register;
use views::{Arrival, Views};

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

/// Parses a link: a path below `/v1/` and its parameters.
pub(crate) fn query(link: &str) -> Query {
    let (path, parameters) = link.split_once('?').unwrap_or((link, ""));
    let pair = |part: &str| {
        part.split_once('=')
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
    };
    let pairs: Vec<(String, String)> = parameters.split('&').filter_map(pair).collect();
    let query = Query::parse(path, &pairs, Register::embedded(), Instant::LATEST);
    query
        .unwrap()
        .unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

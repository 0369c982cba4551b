//! Views in folders of their own, and what a folder holds.

use std::{collections::BTreeMap, path::Path};

use model::Instant;
use questions::Asked;
use register::Register;
use sha2::{Digest as _, Sha256};
use views::{Arrival, Views};

use crate::logs::Log;

/// All keys and values of the canonical part.
pub(crate) type Canonical = BTreeMap<Vec<u8>, Vec<u8>>;

pub(crate) fn open(folder: &Path) -> Views {
    let (views, put_aside) = Views::open(folder, Register::embedded()).unwrap();
    assert_eq!(put_aside, None);
    views
}

/// Commits a log in its batches.
pub(crate) fn commit(views: &mut Views, log: &Log) {
    for batch in batches(&log.arrivals(), log) {
        views.commit(batch, Some(7)).unwrap();
    }
}

/// Cuts arrivals where the log says.
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

/// Reads the canonical part of views that are closed.
pub(crate) fn canonical(folder: &Path) -> Canonical {
    let db = sled::open(folder).unwrap();
    let pairs = db.iter().map(|pair| pair.unwrap());
    pairs
        .filter(|(key, _)| key[0] < 0x80)
        .map(|(key, value)| (key.to_vec(), value.to_vec()))
        .collect()
}

/// Adds up the canonical part from nothing: DESIGN 5, in as few words as it takes.
pub(crate) fn digest(canonical: &Canonical) -> String {
    let sum = canonical.iter().fold(0_u128, |sum, (key, value)| {
        let mut sha = Sha256::new();
        sha.update((key.len() as u64).to_be_bytes());
        sha.update(key);
        sha.update(value);
        let start: [u8; 16] = sha.finalize()[..16].try_into().unwrap();
        sum.wrapping_add(u128::from_be_bytes(start))
    });
    format!("{sum:032x}")
}

/// Reads a link: a path below `/v1/` and its keys.
pub(crate) fn asked(link: &str) -> Asked {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let pair = |part: &str| {
        part.split_once('=')
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
    };
    let pairs: Vec<(String, String)> = query.split('&').filter_map(pair).collect();
    let asked = Asked::parse(path, &pairs, Register::embedded(), Instant::LATEST);
    asked
        .unwrap()
        .unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

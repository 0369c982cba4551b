//! What is kept against what is held, while commits go on.

use register::Register;
use views::{
    Views,
    testing::{Corruption, corrupt},
};

use crate::world::{arrivals, history};

#[test]
fn views_of_a_history_with_everything_in_it_are_clean_at_every_commit() {
    let parent = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    for batch in arrivals(&history()).chunks(97) {
        views.commit(batch, None).unwrap();
        let audit = views.reader().audit().unwrap();
        assert_eq!(audit.differences, [""; 0]);
        assert_eq!(audit.position, views.anchor().position);
    }
    let audit = views.reader().audit().unwrap();
    assert!(audit.contents > 500 && audit.knelpunten > 50, "{audit:?}");
}

/// Spoils open views, and checks that the audit names each of these differences, and nothing else.
#[track_caller]
fn check(what: Corruption, named: &[&str]) {
    let parent = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    views.commit(&arrivals(&history()), None).unwrap();
    let reader = views.reader();
    corrupt(&reader, what).unwrap();
    let differences = reader.audit().unwrap().differences;
    for named in named {
        let is_named = differences.iter().any(|what| what.contains(named));
        assert!(is_named, "{named}: {differences:?}");
    }
    assert_eq!(differences.len(), named.len(), "{differences:?}");
}

#[test]
fn what_the_open_index_lacks_errs_on_or_has_in_vain_is_named() {
    check(Corruption::OpenKeyMissing, &["the open index lacks "]);
    check(
        Corruption::OpenValueChanged,
        &["the open index has another value for "],
    );
    check(Corruption::OpenKeyAdded, &["the open index contains "]);
}

#[test]
fn events_that_say_something_else_or_cannot_be_read_are_named() {
    let sum = "the contents up to 600 add up to ";
    check(Corruption::EventChanged, &[sum]);
    check(Corruption::BlockUnreadable, &["the block from 1: ", sum]);
}

#[test]
fn what_is_held_of_a_knelpunt_or_a_consultation_is_named_where_its_events_fold_to_something_else() {
    let otherwise = "memory differs from a new fold of its events";
    // It was open.
    check(
        Corruption::KnelpuntMissing,
        &[otherwise, "which is not open"],
    );
    check(Corruption::ConsultationMissing, &[otherwise]);
}

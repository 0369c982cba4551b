//! What is kept against what is held, while commits go on.

use std::thread;

use register::Register;
use views::{
    Views,
    testing::{Corruption, corrupt},
};

use crate::world::{arrivals, history};

#[test]
fn an_audit_finds_no_differences_after_any_commit() {
    let parent = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    for batch in arrivals(&history()).chunks(97) {
        views.commit(batch, None).unwrap();
        let audit = views.reader().audit().unwrap();
        assert_eq!(audit.differences, [""; 0]);
        assert_eq!(audit.position, views.anchor().position);
    }
    let audit = views.reader().audit().unwrap();
    assert!(audit.events > 500 && audit.knelpunten > 50, "{audit:?}");
}

#[test]
fn an_audit_finds_no_differences_while_commits_go_on() {
    let parent = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    let reader = views.reader();
    let arrivals = arrivals(&history());
    thread::scope(|scope| {
        let committing = scope.spawn(move || {
            for arrival in arrivals.chunks(1) {
                views.commit(arrival, None).unwrap();
            }
        });
        while !committing.is_finished() {
            assert_eq!(reader.audit().unwrap().differences, [""; 0]);
        }
    });
}

/// Corrupts open views, and checks that the audit names these differences and no others.
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
fn an_audit_names_missing_changed_and_added_keys_of_the_open_index() {
    check(Corruption::OpenKeyMissing, &["the open index lacks "]);
    check(
        Corruption::OpenValueChanged,
        &["the open index has another value for "],
    );
    check(Corruption::OpenKeyAdded, &["the open index contains "]);
}

#[test]
fn an_audit_names_changed_and_unreadable_events() {
    let sum = "the contents up to 600 add up to ";
    check(Corruption::EventChanged, &[": another text"]);
    check(Corruption::BlockUnreadable, &["the block from 1: ", sum]);
}

#[test]
fn an_audit_names_knelpunten_and_consultations_that_differ_in_memory() {
    let otherwise = "memory differs from a new fold of its events";
    // It was open.
    check(
        Corruption::KnelpuntMissing,
        &[otherwise, "which is not open"],
    );
    check(Corruption::ConsultationMissing, &[otherwise]);
}

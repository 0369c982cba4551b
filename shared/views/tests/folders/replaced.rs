//! Views that are replaced while questions are answered.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use register::Register;
use views::{AskError, Health, Views};

use crate::world::{arrivals, check_empty, check_whole, files, history, summary};

#[test]
fn questions_during_a_reset_are_answered_or_rejected_as_rebuilding() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let events = history();
    let (mut views, _) = Views::open(&folder, Register::embedded()).unwrap();
    views.commit(&arrivals(&events), None).unwrap();
    views.update_log_state(|log| log.connected = true);
    let reader = views.reader();
    let expected = reader
        .ask(&summary("summary?asOf=2015-12-31"))
        .unwrap()
        .answer;
    let (done, answered, rejected) = (
        AtomicBool::new(false),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    let (views, archived) = thread::scope(|scope| {
        for link in [
            "summary?asOf=2015-12-31",
            "summary?asOf=2015-12-31&knownAt=600",
        ] {
            let (reader, done, answered, rejected, expected) =
                (reader.clone(), &done, &answered, &rejected, &expected);
            scope.spawn(move || {
                while !done.load(Ordering::SeqCst) || rejected.load(Ordering::SeqCst) == 0 {
                    match reader.ask(&summary(link)) {
                        Ok(answer) => {
                            assert_eq!(answer.answer, *expected);
                            answered.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(AskError::Rebuilding { .. }) => {
                            rejected.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(other) => panic!("{other:?}"),
                    }
                }
            });
        }
        while answered.load(Ordering::SeqCst) < 4 {
            thread::yield_now();
        }
        let replaced = views.reset("the log was created anew").unwrap();
        done.store(true, Ordering::SeqCst);
        replaced
    });
    assert_eq!(archived.reason, "the log was created anew");
    assert_eq!(reader.health(), Health::Rebuilding);
    assert_eq!(*reader.positions().borrow(), 0);
    assert!(matches!(
        reader.ask(&summary("summary")),
        Err(AskError::Rebuilding { position: 0, .. })
    ));
    views.update_log_state(|log| (log.rebuilding, log.connected) = (false, true));
    assert_eq!(reader.health(), Health::Ready);
    check_whole(&views, &events);
    drop(reader);
    check_empty(views, &events);
    let (old, _) = Views::open(&archived.path, Register::embedded()).unwrap();
    check_whole(&old, &events);
    assert_eq!(old.anchor().position, 600);
    assert!(files(&archived.path).contains_key("1/db"));
}

#[test]
fn closed_views_answer_until_the_last_reader_is_dropped() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let events = history();
    let (mut views, _) = Views::open(&folder, Register::embedded()).unwrap();
    views.commit(&arrivals(&events), None).unwrap();
    let reader = views.reader();
    views.close().unwrap();
    assert_eq!(reader.ask(&summary("summary")).unwrap().position, 600);
    drop(reader);
}

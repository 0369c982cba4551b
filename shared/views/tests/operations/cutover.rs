//! Cutover to rebuilt views; no question is rejected.

use std::path::Path;

use register::Register;
use views::{Views, ViewsError};

use crate::world::{arrivals, history, make, summary};

const LINK: &str = "summary?asOf=2015-12-31";

/// Creates views of the first events in a folder, and opens them.
fn open(folder: &Path, count: usize) -> Views {
    make(folder, &history()[..count]);
    Views::open(folder, Register::embedded()).unwrap().0
}

#[test]
fn readers_use_the_previous_views_until_the_new_ones_reach_their_position() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, rebuilt) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 300);
    let reader = views.reader();
    let positions = reader.positions();
    let before = reader.ask(&summary(LINK)).unwrap();
    make(&rebuilt, &history()[..200]);

    assert_eq!(views.cut_over(&rebuilt).unwrap(), 200);
    assert!(!rebuilt.exists());
    assert_eq!(views.anchor().position, 200);
    assert_eq!(reader.ask(&summary(LINK)).unwrap(), before);
    views.commit(&arrivals(&history()[..250]), None).unwrap();
    assert_eq!(reader.ask(&summary(LINK)).unwrap(), before);
    assert_eq!(*positions.borrow(), 300);

    views.commit(&arrivals(&history()[..400]), None).unwrap();
    assert_eq!(*positions.borrow(), 400);
    assert_eq!(reader.ask(&summary(LINK)).unwrap().position, 400);
    assert!(parent.path().join("views.before-1").join("db").exists());
    drop(reader);
    views.close().unwrap();
    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(
        views.reader().ask(&summary(LINK)).unwrap(),
        reader_at(&parent.path().join("other"), 400)
    );
}

/// Answers as views do that nobody took over.
fn reader_at(folder: &Path, count: usize) -> views::Answered<api::answers::Summary> {
    open(folder, count).reader().ask(&summary(LINK)).unwrap()
}

#[test]
fn views_that_have_come_as_far_answer_at_once() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, rebuilt) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 100);
    make(&rebuilt, &history()[..300]);
    views.cut_over(&rebuilt).unwrap();
    assert_eq!(*views.reader().positions().borrow(), 300);
    assert_eq!(views.reader().status().unwrap().position, 300);
}

#[test]
fn an_interrupted_cutover_continues_with_the_new_views() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, rebuilt) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 300);
    make(&rebuilt, &history()[..200]);
    views.cut_over(&rebuilt).unwrap();
    drop(views);
    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(views.anchor().position, 200);
    assert!(parent.path().join("views.before-1").join("db").exists());
}

#[test]
fn unusable_rebuilt_views_are_archived_and_change_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, rebuilt) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 100);
    let before = views.reader().ask(&summary(LINK)).unwrap();
    let (mut other, _) = Views::open(&rebuilt, Register::embedded()).unwrap();
    other.commit(&arrivals(&history()[..200]), Some(7)).unwrap();
    let error = views.cut_over(&rebuilt).unwrap_err();
    assert!(matches!(error, ViewsError::InUse { .. }), "{error:?}");
    other.close().unwrap();
    let error = views.cut_over(&rebuilt).unwrap_err();
    assert!(error.to_string().contains("another log"), "{error}");
    assert_eq!(views.reader().ask(&summary(LINK)).unwrap(), before);
    views.commit(&arrivals(&history()[..150]), None).unwrap();
    assert_eq!(views.reader().status().unwrap().position, 150);
    assert!(parent.path().join("views.aside-1").join("db").exists());
}

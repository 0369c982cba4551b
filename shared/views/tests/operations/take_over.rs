//! Views that were built elsewhere take the place of those that readers ask, and nobody is refused.

use std::path::Path;

use register::Register;
use views::{Views, ViewsError};

use crate::world::{arrivals, asked, history, make};

const LINK: &str = "summary?asOf=2015-12-31";

/// Makes views of the first events in a folder, and goes on with them.
fn open(folder: &Path, count: usize) -> Views {
    make(folder, &history()[..count]);
    Views::open(folder, Register::embedded()).unwrap().0
}

#[test]
fn readers_go_on_with_the_former_until_the_new_have_come_as_far() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, built) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 300);
    let reader = views.reader();
    let positions = reader.positions();
    let before = reader.ask(&asked(LINK)).unwrap();
    make(&built, &history()[..200]);

    assert_eq!(views.cut_over(&built).unwrap(), 200);
    assert!(!built.exists());
    assert_eq!(views.anchor().position, 200);
    assert_eq!(reader.ask(&asked(LINK)).unwrap(), before);
    views.commit(&arrivals(&history()[..250]), None).unwrap();
    assert_eq!(reader.ask(&asked(LINK)).unwrap(), before);
    assert_eq!(*positions.borrow(), 300);

    views.commit(&arrivals(&history()[..400]), None).unwrap();
    assert_eq!(*positions.borrow(), 400);
    assert_eq!(reader.ask(&asked(LINK)).unwrap().position, 400);
    assert!(parent.path().join("views.before-1").join("db").exists());
    drop(reader);
    views.close().unwrap();
    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(
        views.reader().ask(&asked(LINK)).unwrap(),
        reader_at(&parent.path().join("other"), 400)
    );
}

/// Answers as views do that nobody took over.
fn reader_at(folder: &Path, count: usize) -> views::Answered<questions::Answer> {
    open(folder, count).reader().ask(&asked(LINK)).unwrap()
}

#[test]
fn views_that_have_come_as_far_are_asked_at_once() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, built) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 100);
    make(&built, &history()[..300]);
    views.cut_over(&built).unwrap();
    assert_eq!(*views.reader().positions().borrow(), 300);
    assert_eq!(views.reader().status().unwrap().position, 300);
}

#[test]
fn one_that_was_ended_while_it_took_over_goes_on_with_the_new() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, built) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 300);
    make(&built, &history()[..200]);
    views.cut_over(&built).unwrap();
    drop(views);
    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(views.anchor().position, 200);
    assert!(parent.path().join("views.before-1").join("db").exists());
}

#[test]
fn what_cannot_take_over_is_put_aside_and_changes_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, built) = (parent.path().join("views"), parent.path().join("views.new"));
    let mut views = open(&folder, 100);
    let before = views.reader().ask(&asked(LINK)).unwrap();
    let (mut other, _) = Views::open(&built, Register::embedded()).unwrap();
    other.commit(&arrivals(&history()[..200]), Some(7)).unwrap();
    let refused = views.cut_over(&built).unwrap_err();
    assert!(matches!(refused, ViewsError::InUse { .. }), "{refused:?}");
    other.close().unwrap();
    let refused = views.cut_over(&built).unwrap_err();
    assert!(refused.to_string().contains("another log"), "{refused}");
    assert_eq!(views.reader().ask(&asked(LINK)).unwrap(), before);
    views.commit(&arrivals(&history()[..150]), None).unwrap();
    assert_eq!(views.reader().status().unwrap().position, 150);
    assert!(parent.path().join("views.aside-1").join("db").exists());
}

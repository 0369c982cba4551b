//! Folders that may not be used: one clear sentence, and nothing is moved.

use std::fs;

use register::Register;
use views::{Views, ViewsError};

use crate::world::{arrivals, check_whole, files, history, make, store_folder};

#[test]
fn views_that_another_one_has_open_are_left_to_it() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let events = history();
    make(&folder, &events);
    let (first, _) = Views::open(&folder, Register::embedded()).unwrap();
    let refused = Views::open(&folder, Register::embedded()).unwrap_err();
    assert!(
        matches!(&refused, ViewsError::InUse { path } if *path == folder),
        "{refused:?}"
    );
    let told = refused.to_string();
    assert!(
        told.contains("another knelpunt is using them; stop it, or pass another --data"),
        "{told}"
    );
    check_whole(&first, &events);
    first.close().unwrap();
    let (second, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    check_whole(&second, &events);
}

#[test]
fn views_that_were_let_go_of_can_be_opened_again_at_once() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let events = history();
    for _ in 0..20 {
        let (mut views, archived) = Views::open(&folder, Register::embedded()).unwrap();
        assert_eq!(archived, None);
        let reader = views.reader();
        let next = usize::try_from(views.anchor().position).unwrap() + 10;
        views.commit(&arrivals(&events[..next]), None).unwrap();
        drop(views);
        assert_eq!(reader.status().unwrap().position, next as u64);
    }
}

#[test]
fn a_folder_in_use_is_not_put_aside_whatever_is_wrong_with_it() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    make(&folder, &history());
    let (first, _) = Views::open(&folder, Register::embedded()).unwrap();
    fs::remove_file(store_folder(&folder).join("conf")).unwrap();
    let refused = Views::open(&folder, Register::embedded()).unwrap_err();
    assert!(matches!(refused, ViewsError::InUse { .. }), "{refused:?}");
    assert!(folder.exists());
    drop(first);
}

#[test]
fn a_path_through_a_file_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, "mine").unwrap();
    let refused = Views::open(&file.join("views"), Register::embedded()).unwrap_err();
    assert!(
        matches!(refused, ViewsError::NotAFolder { .. }),
        "{refused:?}"
    );
    assert!(
        refused
            .to_string()
            .contains("a part of that path is a file, not a folder")
    );
    assert_eq!(files(parent.path()).len(), 1);
}

#[test]
fn a_folder_that_cannot_be_moved_is_named() {
    let parent = tempfile::tempdir().unwrap();
    // So long a name that nothing can be added to it.
    let folder = parent.path().join("v".repeat(255));
    fs::write(&folder, "a file").unwrap();
    let refused = Views::open(&folder, Register::embedded()).unwrap_err();
    assert!(
        matches!(&refused, ViewsError::Folder { path, .. } if *path == folder),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(&folder).unwrap(), "a file");
}

//! Folders that cannot be used: one clear sentence, and nothing is moved.

use std::fs;

use register::Register;
use views::{Views, ViewsError};

use crate::world::{arrivals, check_whole, files, history, make, store_folder};

#[test]
fn views_in_use_by_another_process_are_not_opened() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let events = history();
    make(&folder, &events);
    let (first, _) = Views::open(&folder, Register::embedded()).unwrap();
    let error = Views::open(&folder, Register::embedded()).unwrap_err();
    assert!(
        matches!(&error, ViewsError::InUse { path } if *path == folder),
        "{error:?}"
    );
    let message = error.to_string();
    assert!(
        message.contains("another knelpunt is using them; stop it, or pass another --data"),
        "{message}"
    );
    check_whole(&first, &events);
    first.close().unwrap();
    let (second, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    check_whole(&second, &events);
}

#[test]
fn closed_views_can_be_opened_again_at_once() {
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
fn a_damaged_folder_in_use_is_not_archived() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    make(&folder, &history());
    let (first, _) = Views::open(&folder, Register::embedded()).unwrap();
    fs::remove_file(store_folder(&folder).join("conf")).unwrap();
    let error = Views::open(&folder, Register::embedded()).unwrap_err();
    assert!(matches!(error, ViewsError::InUse { .. }), "{error:?}");
    assert!(folder.exists());
    drop(first);
}

#[test]
fn a_path_through_a_file_is_an_error() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, "mine").unwrap();
    let error = Views::open(&file.join("views"), Register::embedded()).unwrap_err();
    assert!(matches!(error, ViewsError::NotAFolder { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("a part of that path is a file, not a folder")
    );
    assert_eq!(files(parent.path()).len(), 1);
}

#[test]
fn the_error_names_a_folder_that_cannot_be_moved() {
    let parent = tempfile::tempdir().unwrap();
    // So long a name that nothing can be added to it.
    let folder = parent.path().join("v".repeat(255));
    fs::write(&folder, "a file").unwrap();
    let error = Views::open(&folder, Register::embedded()).unwrap_err();
    assert!(
        matches!(&error, ViewsError::Folder { path, .. } if *path == folder),
        "{error:?}"
    );
    assert_eq!(fs::read_to_string(&folder).unwrap(), "a file");
}

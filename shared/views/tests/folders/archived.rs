//! Folders without usable views: archived under another name, with a reason.

use std::{
    fs,
    path::{Path, PathBuf},
};

use register::Register;
use tempfile::TempDir;
use views::Views;

use crate::world::{check_empty, check_whole, files, history, make, store_folder};

/// Checks that opening a corrupted folder archives it with everything in it, and that the views are empty.
#[track_caller]
fn check(corrupt: impl Fn(&Path), register: &'static Register, why: &str) -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let events = history();
    make(&folder, &events[..100]);
    corrupt(&folder);
    let before = files(&folder);
    let (views, archived) = Views::open(&folder, register).unwrap();
    let archived = archived.expect(why);
    assert_eq!(archived.path, parent.path().join("views.aside-1"));
    assert_eq!(archived.reason, why);
    let after = files(&archived.path);
    // sled replaces its snapshots by itself.
    let mut entries = before.keys().filter(|name| !name.contains("snap."));
    assert!(entries.all(|name| after.contains_key(name)));
    check_empty(views, &events);
    (parent, archived.path)
}

/// Returns a register with another catalogue.
fn another_register() -> &'static Register {
    let catalogue = include_str!("../../../register/data/catalogue.toml");
    let catalogue = catalogue.replace("supplier-delivery", "supplier-that-delivers");
    Box::leak(Box::new(Register::with_catalogue(&catalogue).unwrap()))
}

#[test]
fn views_without_settings_are_archived() {
    check(
        |folder| fs::remove_file(store_folder(folder).join("conf")).unwrap(),
        Register::embedded(),
        "its file conf is gone",
    );
}

#[test]
fn views_without_data_are_archived() {
    check(
        |folder| fs::write(store_folder(folder).join("db"), "").unwrap(),
        Register::embedded(),
        "its file db is empty",
    );
}

#[test]
fn other_documents_are_archived_unchanged() {
    let (_parent, to) = check(
        |folder| {
            fs::remove_dir_all(folder).unwrap();
            fs::create_dir_all(folder.join("letters")).unwrap();
            fs::write(folder.join("letters/to-mother.txt"), "Lieve moeder").unwrap();
        },
        Register::embedded(),
        "it contains something else than views: letters",
    );
    let letter = fs::read_to_string(to.join("letters/to-mother.txt"));
    assert_eq!(letter.unwrap(), "Lieve moeder");
}

#[test]
fn a_file_with_the_name_of_the_folder_is_archived() {
    check(
        |folder| {
            fs::remove_dir_all(folder).unwrap();
            fs::write(folder, "not a folder").unwrap();
        },
        Register::embedded(),
        "it is not a folder",
    );
}

#[test]
fn views_folded_by_another_version_are_archived() {
    let (_parent, to) = check(
        |_| {},
        another_register(),
        "they were folded by another version of fold, register or catalogue",
    );
    let (views, archived) = Views::open(&to, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(views.anchor().position, 100);
    check_whole(&views, &history());
}

#[test]
fn a_store_without_views_is_archived() {
    let (_parent, to) = check(
        |folder| {
            fs::remove_dir_all(folder).unwrap();
            let db = sled::open(folder.join("1")).unwrap();
            db.insert("somebody", "else's").unwrap();
            db.flush().unwrap();
        },
        Register::embedded(),
        "they have no position",
    );
    let db = sled::open(store_folder(&to)).unwrap();
    assert_eq!(db.get("somebody").unwrap().unwrap(), "else's");
}

/// Checks that views are archived after a change of the first pair whose key begins with a tag.
#[track_caller]
fn check_tampered(tag: u8, change: impl Fn(&sled::Db, sled::IVec, sled::IVec), why: &str) {
    let corrupt = |folder: &Path| {
        let db = sled::open(store_folder(folder)).unwrap();
        let (key, value) = db.scan_prefix([tag]).next().unwrap().unwrap();
        change(&db, key, value);
        db.flush().unwrap();
    };
    check(corrupt, Register::embedded(), why);
}

#[test]
fn views_with_a_missing_or_changed_value_are_archived() {
    let sum = "they do not add up to the digest that they were written with";
    let slot = "a slot of the open block is missing";
    let gone = |db: &sled::Db, key: sled::IVec, _| drop(db.remove(key).unwrap());
    let flip = |db: &sled::Db, key: sled::IVec, value: sled::IVec| {
        let mut bytes = value.to_vec();
        *bytes.last_mut().unwrap() ^= 1;
        db.insert(key, bytes).unwrap();
    };
    // The open index, the codes, facts and texts of the open block.
    for (tag, without) in [(b'o', sum), (0x01, sum), (0x02, sum), (0x03, slot)] {
        check_tampered(tag, gone, without);
        check_tampered(tag, flip, sum);
    }
    let cut = |db: &sled::Db, key: sled::IVec, value: sled::IVec| {
        db.insert(key, &value[..value.len() - 1]).unwrap();
    };
    check_tampered(0x02, cut, "a block cannot be unpacked");
    check_tampered(0x00, flip, "the position is not as it was written");
    check_tampered(0x00, gone, "they have no position");
}

#[test]
fn names_that_are_taken_are_skipped() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    fs::write(parent.path().join("views.aside-1"), "earlier").unwrap();
    fs::write(&folder, "a file").unwrap();
    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived.unwrap().path, parent.path().join("views.aside-2"));
    assert_eq!(
        fs::read_to_string(parent.path().join("views.aside-1")).unwrap(),
        "earlier"
    );
    check_empty(views, &history());
}

#[test]
fn a_folder_that_was_interrupted_before_the_first_write_is_used() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    make(&folder, &[]);
    fs::remove_file(store_folder(&folder).join("db")).unwrap();
    let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
    assert_eq!(archived, None);
    check_empty(views, &history());
}

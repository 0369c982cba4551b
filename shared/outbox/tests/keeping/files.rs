//! Files that are not whole, and folders that cannot be used: said clearly, and nothing is moved or deleted.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use outbox::{Outbox, OutboxError, OutboxLimits};

use crate::{entry, opened};

fn file(folder: &Path) -> PathBuf {
    folder.join("outbox.redb")
}

async fn filled(folder: &Path) {
    let outbox = opened(folder, OutboxLimits::default());
    futures_util::future::join_all((0..2_000).map(|number| outbox.accept(entry(number)))).await;
    assert_eq!(outbox.state().waiting, 2_000);
}

#[track_caller]
fn check_damaged(folder: &Path) {
    let size_bytes = || fs::metadata(file(folder)).map(|file| file.len()).ok();
    let before = size_bytes();
    let Err(refused) = Outbox::open(folder) else {
        panic!("it was opened");
    };
    assert!(
        matches!(refused, OutboxError::Damaged { .. }),
        "{refused:?}"
    );
    let told = refused.to_string();
    assert!(
        told.contains("was left as it is") && told.contains("mv '"),
        "{told}"
    );
    assert!(before.is_some());
    assert_eq!(size_bytes(), before);
}

#[tokio::test]
async fn a_file_that_is_something_else_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(file(folder.path()), "not an outbox".repeat(1_000)).unwrap();
    check_damaged(folder.path());
}

#[tokio::test]
async fn a_file_that_lost_its_tail_is_said_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let kept = File::options()
        .write(true)
        .open(file(folder.path()))
        .unwrap();
    kept.set_len(kept.metadata().unwrap().len() / 3).unwrap();
    check_damaged(folder.path());
}

#[tokio::test]
async fn what_a_disk_changed_is_found_when_the_outbox_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let bytes = fs::read(file(folder.path())).unwrap();
    let needle = b"{\"id\":\"1234\"}";
    let places = bytes.windows(needle.len()).enumerate();
    let kept = File::options()
        .write(true)
        .open(file(folder.path()))
        .unwrap();
    for (place, _) in places.filter(|(_, window)| window == needle) {
        kept.write_all_at(b"{\"id\":\"9999\"}", place as u64)
            .unwrap();
    }
    check_damaged(folder.path());
}

#[tokio::test]
async fn a_damaged_file_under_another_name_makes_place_for_an_empty_outbox() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(file(folder.path()), "not an outbox").unwrap();
    check_damaged(folder.path());
    fs::rename(
        file(folder.path()),
        folder.path().join("outbox.redb.damaged"),
    )
    .unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    assert_eq!(outbox.accept(entry(1)).await.unwrap().number, 1);
}

#[tokio::test]
async fn one_that_was_cut_short_while_it_was_made_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("outbox.redb.new"), "half").unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    assert_eq!(outbox.accept(entry(1)).await.unwrap().number, 1);
}

#[test]
fn a_folder_that_is_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a file");
    fs::write(&path, "").unwrap();
    let refused = Outbox::open(&path).unwrap_err();
    assert!(matches!(&refused, OutboxError::Folder { folder, .. } if *folder == path));
    assert!(refused.to_string().contains("a file"), "{refused}");
}

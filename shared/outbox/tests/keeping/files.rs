//! Damaged files and unusable folders: reported clearly, and nothing is moved or deleted.

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
    let Err(error) = Outbox::open(folder) else {
        panic!("it was opened");
    };
    assert!(matches!(error, OutboxError::Damaged { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("was left as it is") && message.contains("mv '"),
        "{message}"
    );
    assert!(before.is_some());
    assert_eq!(size_bytes(), before);
}

#[tokio::test]
async fn a_file_of_another_kind_is_left_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(file(folder.path()), "not an outbox".repeat(1_000)).unwrap();
    check_damaged(folder.path());
}

#[tokio::test]
async fn a_file_that_lost_its_tail_is_reported_as_damaged() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let stored = File::options()
        .write(true)
        .open(file(folder.path()))
        .unwrap();
    stored
        .set_len(stored.metadata().unwrap().len() / 3)
        .unwrap();
    check_damaged(folder.path());
}

#[tokio::test]
async fn bytes_changed_by_a_disk_are_detected_when_the_outbox_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let bytes = fs::read(file(folder.path())).unwrap();
    let needle = b"{\"id\":\"1234\"}";
    let windows = bytes.windows(needle.len()).enumerate();
    let stored = File::options()
        .write(true)
        .open(file(folder.path()))
        .unwrap();
    for (offset, _) in windows.filter(|(_, window)| window == needle) {
        stored
            .write_all_at(b"{\"id\":\"9999\"}", offset as u64)
            .unwrap();
    }
    check_damaged(folder.path());
}

#[tokio::test]
async fn after_a_damaged_file_is_renamed_an_empty_outbox_is_created() {
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
async fn a_file_whose_creation_was_interrupted_is_created_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("outbox.redb.new"), "half").unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    assert_eq!(outbox.accept(entry(1)).await.unwrap().number, 1);
}

#[test]
fn a_folder_that_is_a_file_is_reported_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a file");
    fs::write(&path, "").unwrap();
    let error = Outbox::open(&path).unwrap_err();
    assert!(matches!(&error, OutboxError::Folder { folder, .. } if *folder == path));
    assert!(error.to_string().contains("a file"), "{error}");
}

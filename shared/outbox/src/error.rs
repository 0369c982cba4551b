//! The errors of an outbox.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// An error of opening or using an outbox.
#[derive(Debug, Clone, thiserror::Error)]
pub enum OutboxError {
    /// Another process has the folder open.
    #[error(
        "cannot open the outbox: the outbox in {folder} is in use by another knelpunt; stop it or choose another folder"
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The file is damaged. It is left unchanged, because it may contain events that are nowhere else.
    #[error(
        "cannot read the outbox: its file {file} is damaged ({what}) and was left as it is, because it may contain \
         events that are nowhere else; restore a copy of it, or rename it (mv '{file}' '{file}.damaged') and start \
         with an empty outbox"
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The damage.
        what: String,
    },
    /// The file has another format.
    #[error(
        "cannot read the outbox: its file {file} has version {found}, and this knelpunt reads {known}; run the \
         knelpunt that wrote it until the outbox is empty"
    )]
    Version {
        /// The file.
        file: PathBuf,
        /// Its version.
        found: u64,
        /// The version that is read.
        known: u64,
    },
    /// The folder cannot be created, or a file in it cannot be opened.
    #[error("cannot use the folder {folder} of the outbox")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        #[source]
        source: Arc<io::Error>,
    },
    /// The disk is full.
    #[error(
        "cannot write the outbox: the disk is full; free some space: accepted events are safe, and publishing \
         resumes by itself"
    )]
    DiskFull,
    /// The store failed in another way.
    #[error("cannot use the outbox")]
    Store(#[source] Arc<redb::Error>),
    /// The writer has ended.
    #[error("cannot use the outbox: it was closed")]
    Closed,
}

/// An error of accepting an entry.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AcceptError {
    /// The outbox has reached its limits.
    #[error(
        "cannot accept the event: the outbox is full, with {entries} events of {bytes} bytes that wait or are dead; \
         check that NATS is reachable, and look at the dead ones"
    )]
    Full {
        /// Entries in the outbox.
        entries: u64,
        /// Bytes in the outbox.
        bytes: u64,
    },
    /// Another request was accepted under the key before.
    #[error(
        "cannot accept the event: the key {key:?} was used for another request; choose another key"
    )]
    KeyUsedForAnotherRequest {
        /// The key.
        key: String,
    },
    /// The outbox failed. The entry may be on disk nevertheless; repeating the request is safe.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

impl OutboxError {
    pub(crate) fn folder(folder: &Path, source: io::Error) -> Self {
        if is_full(&source) {
            return Self::DiskFull;
        }
        Self::Folder {
            folder: folder.to_owned(),
            source: Arc::new(source),
        }
    }

    /// Classifies an error of redb.
    pub(crate) fn store(file: &Path, error: redb::Error) -> Self {
        let damaged = |what: String| Self::Damaged {
            file: file.to_owned(),
            what,
        };
        match error {
            redb::Error::Io(io) if is_full(&io) => Self::DiskFull,
            redb::Error::Io(io) if is_damage(&io) => damaged(io.to_string()),
            redb::Error::Corrupted(what) => damaged(what),
            redb::Error::TableTypeMismatch { .. } | redb::Error::TableIsMultimap(_) => {
                damaged(error.to_string())
            }
            redb::Error::UpgradeRequired(version) => {
                damaged(format!("redb wrote it in format {version}"))
            }
            error => Self::Store(Arc::new(error)),
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, UnexpectedEof};
    matches!(error.kind(), InvalidData | UnexpectedEof)
}

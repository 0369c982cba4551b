//! What can go wrong with an outbox.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Fails to open or to use an outbox.
#[derive(Debug, Clone, thiserror::Error)]
pub enum OutboxError {
    /// Another process has the folder open.
    #[error(
        "open the outbox: the outbox in {folder} is in use by another knelpunt; stop it or choose another folder"
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The file does not hold together. It is left where it is: it holds what nothing else may have.
    #[error(
        "read the outbox: its file {file} is damaged ({what}) and was left as it is, for it may hold events that are \
         nowhere else; put back a copy of it, or keep it under another name (mv '{file}' '{file}.damaged') and start \
         again with an empty outbox"
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What was found.
        what: String,
    },
    /// The file is of a knelpunt that keeps its outbox otherwise.
    #[error(
        "read the outbox: its file {file} is of version {found}, and this knelpunt reads {known}; run the one that \
         wrote it until it is empty"
    )]
    Version {
        /// The file.
        file: PathBuf,
        /// Its version.
        found: u64,
        /// Ours.
        known: u64,
    },
    /// The folder could not be made or its files not opened.
    #[error("use the folder {folder} of the outbox")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: Arc<io::Error>,
    },
    /// There is no room.
    #[error(
        "write the outbox: the disk is full; make room: what was accepted is not lost, and it goes on by itself"
    )]
    DiskFull,
    /// The store failed in another way.
    #[error("keep the outbox")]
    Store(#[source] Arc<redb::Error>),
    /// Its writer has ended.
    #[error("use the outbox, which was closed")]
    Closed,
}

/// Fails to accept an entry.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AcceptError {
    /// More waits than the outbox takes.
    #[error(
        "accept the event: {entries} events of {bytes} bytes wait in the outbox or are dead, and it takes no more; \
         look whether NATS is reachable, and at the dead ones"
    )]
    Full {
        /// Entries in it.
        entries: u64,
        /// Bytes in it.
        bytes: u64,
    },
    /// Something else was asked under that key before.
    #[error("accept the event: the key {key:?} was used for another request; take a new one")]
    KeyUsedForAnotherRequest {
        /// The key.
        key: String,
    },
    /// The outbox failed. The entry may be on disk nevertheless; asking again with the same event does no harm.
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

    /// Judges what redb says of a file.
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

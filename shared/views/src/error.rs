//! Errors of the views, and of questions to them.

use std::{
    io,
    path::{Path, PathBuf},
};

use questions::QueryError;

/// The views cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ViewsError {
    /// Another process has the folder open.
    #[error(
        "cannot open the views in {path}: another knelpunt is using them; stop it, or pass another --data"
    )]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The folder may not be read or written.
    #[error(
        "cannot open the views in {path}: no permission; run as the user who owns the folder, or pass another --data"
    )]
    NoPermission {
        /// The folder.
        path: PathBuf,
    },
    /// A part of the path to the folder is a file.
    #[error(
        "cannot open the views in {path}: a part of that path is a file, not a folder; pass another --data"
    )]
    NotAFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The disk is full.
    #[error(
        "cannot write the views: the disk is full; free some space and start again: nothing is lost, the log has every event"
    )]
    DiskFull,
    /// The folder contains something else than whole views.
    #[error("cannot read the views: they are damaged ({reason})")]
    Damaged {
        /// What was found.
        reason: String,
    },
    /// The folder contains no views, or something else.
    #[error(
        "cannot read the views in {path}: {reason}; pass the folder of views, named `views` in a data folder"
    )]
    NotViews {
        /// The folder.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The views can only be used by the version that wrote them.
    #[error(
        "cannot read the views in {path}: another version of knelpunt wrote them; start `knelpunt serve` once, which rebuilds them from the log"
    )]
    OtherVersion {
        /// The folder.
        path: PathBuf,
    },
    /// The process ended while it caught up with the log, and left the open index for later.
    #[error(
        "cannot list the open knelpunten: the views were left while they caught up with the log; start `knelpunt serve` once, until it is ready"
    )]
    OpenIndexBehind,
    /// The folder could not be created, moved or listed.
    #[error("cannot use the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The store failed in another way.
    #[error("cannot access the store of the views")]
    Store(#[source] sled::Error),
    /// Questions are still being answered from the folder that is to be moved.
    #[error(
        "cannot move the views in {path}: questions are still being answered from them; start again"
    )]
    ReadersActive {
        /// The folder.
        path: PathBuf,
    },
    /// Rebuilt views cannot replace these.
    #[error("cannot use the rebuilt views: {reason}; they were moved aside, rebuild again")]
    UnusableRebuild {
        /// Why not.
        reason: String,
    },
    /// A commit failed half-way: memory must not be read any more; the store is whole.
    #[error("cannot use the views: a commit failed and closed them; start again")]
    Closed,
}

/// A question cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The views are being rebuilt from the log.
    #[error(
        "cannot answer: the views are being rebuilt (position {position} so far); try again later"
    )]
    Rebuilding {
        /// The position that the rebuild has reached.
        position: u64,
        /// The position at which it is done, if known.
        last_sequence: Option<u64>,
    },
    /// The question is about a sequence that is not folded yet.
    #[error("cannot answer as known at {known_at}: the views have only reached {position}")]
    Beyond {
        /// The sequence.
        known_at: u64,
        /// The position reached.
        position: u64,
    },
    /// The question has no answer.
    #[error("cannot answer: {0}")]
    Query(#[from] QueryError),
    /// The views failed.
    #[error(transparent)]
    Views(#[from] ViewsError),
}

impl From<sled::Error> for ViewsError {
    fn from(error: sled::Error) -> Self {
        match &error {
            sled::Error::Corruption { .. } => Self::Damaged {
                reason: error.to_string(),
            },
            sled::Error::Io(io) if io.kind() == io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::Store(error),
        }
    }
}

impl ViewsError {
    pub(crate) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged {
            reason: reason.into(),
        }
    }

    /// Translates an error of the file system about a folder.
    pub(crate) fn from_io(error: io::Error, folder: &Path) -> Self {
        let path = folder.to_owned();
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::NoPermission { path },
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                Self::NotAFolder { path }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Folder {
                path,
                source: error,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: io::ErrorKind, message: &str) {
        let error = ViewsError::from_io(kind.into(), Path::new("/data/views"));
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn errors_of_the_file_system_become_one_sentence_with_the_next_step() {
        check(
            io::ErrorKind::PermissionDenied,
            "cannot open the views in /data/views: no permission; run as the user who owns the folder, or pass another --data",
        );
        check(
            io::ErrorKind::NotADirectory,
            "cannot open the views in /data/views: a part of that path is a file, not a folder; pass another --data",
        );
        check(
            io::ErrorKind::StorageFull,
            "cannot write the views: the disk is full; free some space and start again: nothing is lost, the log has every event",
        );
        check(
            io::ErrorKind::ReadOnlyFilesystem,
            "cannot use the folder /data/views",
        );
    }

    #[test]
    fn errors_of_sled_become_a_full_disk_damage_or_a_failed_store() {
        let full = sled::Error::Io(io::ErrorKind::StorageFull.into());
        assert!(matches!(ViewsError::from(full), ViewsError::DiskFull));
        let other = sled::Error::Io(io::ErrorKind::TimedOut.into());
        assert!(matches!(ViewsError::from(other), ViewsError::Store(_)));
        let damaged = sled::Error::Corruption { at: None, bt: () };
        assert!(matches!(
            ViewsError::from(damaged),
            ViewsError::Damaged { .. }
        ));
    }
}

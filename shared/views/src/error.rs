//! What can go wrong with views, and with asking them.

use std::{
    io,
    path::{Path, PathBuf},
};

use questions::ParameterViolation;

/// Fails to keep or to read views.
#[derive(Debug, thiserror::Error)]
pub enum ViewsError {
    /// Another process has the folder open.
    #[error(
        "open the views in {path}: they are in use by another knelpunt; stop it, or pass another --data"
    )]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The folder may not be read or written.
    #[error(
        "open the views in {path}: no permission; run as the user who owns the folder, or pass another --data"
    )]
    NoPermission {
        /// The folder.
        path: PathBuf,
    },
    /// The way to the folder leads through a file.
    #[error(
        "open the views in {path}: a part of that path is a file, not a folder; pass another --data"
    )]
    NotAFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The disk is full.
    #[error(
        "write the views: the disk is full; make room, and start again: nothing is lost, the log has it"
    )]
    DiskFull,
    /// What is in the folder does not hold together.
    #[error("read the views, which are damaged ({reason})")]
    Damaged {
        /// What was found.
        reason: String,
    },
    /// The folder could not be made, moved or listed.
    #[error("use the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The store failed in another way.
    #[error("keep the views")]
    Store(#[source] sled::Error),
    /// Questions are still being answered from the folder that has to be put aside.
    #[error(
        "put the views in {path} aside: questions are still being answered from them; start again"
    )]
    ReadersActive {
        /// The folder.
        path: PathBuf,
    },
    /// Views that were built cannot take the place of these.
    #[error(
        "take the views over that were built ({reason}): they were put aside; build them again"
    )]
    UnusableRebuild {
        /// What is wrong with them.
        reason: String,
    },
    /// A commit failed half-way: nobody may read what is in memory, and what is on disk is whole.
    #[error("use the views, which a commit that failed has closed; start again")]
    Closed,
}

/// Fails to answer a question.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The views are being rebuilt from the log.
    #[error("answer while the views are being rebuilt (position {position})")]
    Rebuilding {
        /// How far the rebuild has come.
        position: u64,
        /// Where it has to go, if known.
        last_sequence: Option<u64>,
    },
    /// The question is about a sequence that has not been folded yet.
    #[error("answer as known at {known_at}: only {position} has been reached")]
    Beyond {
        /// The sequence asked about.
        known_at: u64,
        /// The position reached.
        position: u64,
    },
    /// The answer would be larger than answers may be.
    #[error("answer: {} {}", .0.key, .0.problem)]
    TooLarge(ParameterViolation),
    /// The views failed.
    #[error("read the views")]
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
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged {
            reason: what.into(),
        }
    }

    /// Says what an error of the file system means for a folder.
    pub(crate) fn of_io(error: io::Error, folder: &Path) -> Self {
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
    fn check(kind: io::ErrorKind, told: &str) {
        let error = ViewsError::of_io(kind.into(), Path::new("/data/views"));
        assert_eq!(error.to_string(), told);
    }

    #[test]
    fn what_the_file_system_refuses_is_told_in_one_sentence_with_what_to_do() {
        check(
            io::ErrorKind::PermissionDenied,
            "open the views in /data/views: no permission; run as the user who owns the folder, or pass another --data",
        );
        check(
            io::ErrorKind::NotADirectory,
            "open the views in /data/views: a part of that path is a file, not a folder; pass another --data",
        );
        check(
            io::ErrorKind::StorageFull,
            "write the views: the disk is full; make room, and start again: nothing is lost, the log has it",
        );
        check(
            io::ErrorKind::ReadOnlyFilesystem,
            "use the folder /data/views",
        );
    }

    #[test]
    fn a_full_disk_is_one_also_where_sled_says_so() {
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

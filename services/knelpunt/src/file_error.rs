//! Why a file or folder cannot be used, in plain words.

use std::io::{self, ErrorKind};

/// Returns why a file or folder cannot be used: common causes in plain words, others as the system names them.
pub(crate) fn cause(error: &io::Error) -> String {
    let cause = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::AlreadyExists => "there is a file with this name",
        ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
        ErrorKind::IsADirectory => "it is a folder, not a file",
        ErrorKind::PermissionDenied => "you have no permission for it",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::StorageFull => "the disk is full",
        _ => return error.to_string(),
    };
    cause.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_causes_are_in_plain_words_and_others_as_the_system_names_them() {
        let missing = std::fs::File::open("/no/such/file").unwrap_err();
        assert_eq!(cause(&missing), "there is no such file or folder");
        let below = std::fs::create_dir_all("/proc/version/below").unwrap_err();
        assert_ne!(cause(&below), below.to_string());
        let other = io::Error::other("the tape is torn");
        assert_eq!(cause(&other), "the tape is torn");
    }
}

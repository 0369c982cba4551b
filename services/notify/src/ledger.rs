//! The ledger: the book in a file. Each line has entries that belong together, and is on disk before what follows from
//! them is done.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::book::{Book, LedgerEntry};

/// The name of the file in its folder, and of the one that it is renewed in.
const FILE: &str = "ledger.ndjson";
const NEW_FILE: &str = "ledger.new";
const LOCK_FILE: &str = "lock";

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another process uses it.
    #[error(
        "cannot open the ledger in {}: another `knelpunt notify` is using it; stop it or pass --data",
        .0.display()
    )]
    InUse(PathBuf),
    /// A line cannot be read.
    #[error(
        "cannot read line {line} of the ledger {}: it is damaged; restore the file, or move it aside: what is so now is then known, and not sent",
        .file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The number of the line, from 1.
        line: usize,
    },
    /// The system refuses.
    #[error("cannot {action} the ledger in {}: {error}; see that there is space and that the folder may be written", .folder.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The folder.
        folder: PathBuf,
        /// The reason.
        #[source]
        error: io::Error,
    },
}

/// The ledger, open for one process.
#[derive(Debug)]
pub(crate) struct Ledger {
    book: Book,
    file: File,
    /// The length of what is on disk for certain.
    length: u64,
    folder: PathBuf,
    _lock: File,
}

/// Reads the book in a folder without using it; empty if there is none.
///
/// # Errors
///
/// When it is damaged, or cannot be read.
pub(crate) fn read(folder: &Path) -> Result<Book, LedgerError> {
    let file = folder.join(FILE);
    let text = match fs::read(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(failure("read", folder)(error)),
    };
    // A line without its end was being written when the process ended: nothing has followed from it.
    let complete = text.iter().rposition(|byte| *byte == b'\n');
    let complete = complete.map_or(&[][..], |end| &text[..end]);
    let mut book = Book::default();
    for (index, line) in complete.split(|byte| *byte == b'\n').enumerate() {
        if complete.is_empty() {
            break;
        }
        let entries: Vec<LedgerEntry> =
            serde_json::from_slice(line).map_err(|_| LedgerError::Damaged {
                file: file.clone(),
                line: index + 1,
            })?;
        for entry in entries {
            book.add(entry);
        }
    }
    Ok(book)
}

impl Ledger {
    /// Opens the ledger in a folder, which is created if it does not exist; writes it anew, without what was sent.
    ///
    /// # Errors
    ///
    /// When another process uses it, it is damaged, or the system refuses.
    pub(crate) fn open(folder: &Path) -> Result<Self, LedgerError> {
        fs::create_dir_all(folder).map_err(failure("create", folder))?;
        let lock = File::create(folder.join(LOCK_FILE)).map_err(failure("open", folder))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LedgerError::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failure("open", folder)(error)),
        }
        let book = read(folder)?;
        let text = line(&book.entries());
        let (file, length) = renew(folder, &text).map_err(failure("write", folder))?;
        Ok(Self {
            book,
            file,
            length,
            folder: folder.to_owned(),
            _lock: lock,
        })
    }

    /// Returns what is known and what waits.
    pub(crate) const fn book(&self) -> &Book {
        &self.book
    }

    /// Adds entries: they are on disk when it returns, and in the book.
    ///
    /// # Errors
    ///
    /// When the system refuses: then nothing has changed.
    pub(crate) fn add(&mut self, entries: Vec<LedgerEntry>) -> Result<(), LedgerError> {
        if entries.is_empty() {
            return Ok(());
        }
        let text = line(&entries);
        self.append(&text).map_err(failure("write", &self.folder))?;
        for entry in entries {
            self.book.add(entry);
        }
        Ok(())
    }

    fn append(&mut self, text: &[u8]) -> io::Result<()> {
        // What a failed attempt left behind would come before these lines.
        self.file.set_len(self.length)?;
        self.file.write_all(text)?;
        self.file.sync_data()?;
        self.length += text.len() as u64;
        Ok(())
    }
}

fn failure(action: &'static str, folder: &Path) -> impl FnOnce(io::Error) -> LedgerError {
    let folder = folder.to_owned();
    move |error| LedgerError::Io {
        action,
        folder,
        error,
    }
}

/// Returns entries as one line: all of them are in the file, or none.
fn line(entries: &[LedgerEntry]) -> Vec<u8> {
    // Plain data: serialising it does not fail.
    let mut text = serde_json::to_vec(entries).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Replaces the file at once: whenever the process ends, the old one or the new one is there.
fn renew(folder: &Path, text: &[u8]) -> io::Result<(File, u64)> {
    let new = folder.join(NEW_FILE);
    let mut file = File::create(&new)?;
    file.write_all(text)?;
    file.sync_all()?;
    let path = folder.join(FILE);
    fs::rename(&new, &path)?;
    File::open(folder)?.sync_all()?;
    let file = OpenOptions::new().append(true).open(&path)?;
    Ok((file, text.len() as u64))
}

#[cfg(test)]
mod tests {
    use model::Instant;
    use uuid::Uuid;

    use super::*;

    fn known(key: &str) -> LedgerEntry {
        LedgerEntry::Known {
            question: Uuid::nil(),
            key: key.to_owned(),
            until: Instant::from_microseconds(7),
        }
    }

    #[test]
    fn what_was_added_is_there_again_and_a_line_that_was_cut_off_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(folder.path()).unwrap();
        ledger.add(vec![known("a"), known("b")]).unwrap();
        let book = ledger.book().clone();
        drop(ledger);
        let path = folder.path().join(FILE);
        let mut text = fs::read(&path).unwrap();
        text.extend_from_slice(b"[{\"entry\":\"known\",\"que");
        fs::write(&path, text).unwrap();
        let mut ledger = Ledger::open(folder.path()).unwrap();
        assert_eq!(*ledger.book(), book);
        ledger.add(vec![known("c")]).unwrap();
        assert_eq!(read(folder.path()).unwrap(), *ledger.book());
    }

    #[test]
    fn a_damaged_line_is_named_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let text = [line(&[known("a")]), b"{}\n".to_vec()].concat();
        fs::write(&path, &text).unwrap();
        let error = Ledger::open(folder.path()).unwrap_err().to_string();
        assert!(
            error.contains("cannot read line 2 of the ledger"),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), text);
    }

    #[test]
    fn one_process_uses_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Ledger::open(folder.path()).unwrap();
        let error = Ledger::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("another `knelpunt notify`"), "{error}");
        drop(first);
        assert!(Ledger::open(folder.path()).is_ok());
    }
}

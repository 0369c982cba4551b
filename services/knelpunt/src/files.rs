//! Where results go: standard output, or a file that appears only when it is complete.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    api_client::{Accept, ApiClient, QueryPairs},
    file_error,
    output::Output,
    settings::BadUsage,
};

/// Writes a file as a whole: if it cannot be completed, what was there before stays.
///
/// # Errors
///
/// As what writes it, and when the file cannot be created.
pub(crate) fn write<T>(
    out: &Path,
    write: impl FnOnce(&mut Target) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let mut target = Target::open(Some(out))?;
    let written = write(&mut target);
    target.conclude(written)
}

/// Gets a path, and writes the answer into a file; returns its length in bytes.
///
/// # Errors
///
/// As [`ApiClient::download`] and [`write()`].
pub(crate) fn download(
    client: &ApiClient,
    path: &str,
    pairs: &QueryPairs,
    accept: Accept,
    out: &Path,
) -> anyhow::Result<u64> {
    write(out, |target| {
        client.download(path, pairs, accept, &mut |bytes| target.write(bytes))
    })
}

/// Standard output or a file.
pub(crate) enum Target {
    Output(Output),
    /// A partial file beside the requested one, until it is complete.
    File {
        to: BufWriter<File>,
        partial: PathBuf,
        complete: PathBuf,
    },
}

impl Target {
    /// Opens standard output, or a file at a path.
    ///
    /// # Errors
    ///
    /// When no file can be created there: bad usage.
    pub(crate) fn open(out: Option<&Path>) -> Result<Self, BadUsage> {
        let Some(complete) = out else {
            return Ok(Self::Output(Output::open()));
        };
        let shown = complete.display();
        let is_other = fs::metadata(complete).is_ok_and(|existing| !existing.is_file());
        let name = complete.file_name().filter(|_| !is_other);
        let name = name.ok_or_else(|| {
            BadUsage(format!(
                "cannot write {shown}: it is not a file; give the path of a file with --out"
            ))
        })?;
        let mut partial = name.to_owned();
        partial.push(".partial");
        let partial = complete.with_file_name(partial);
        let file = File::create(&partial).map_err(|error| {
            BadUsage(format!(
                "cannot create {shown}: {}; correct --out",
                file_error::cause(&error)
            ))
        })?;
        Ok(Self::File {
            to: BufWriter::new(file),
            partial,
            complete: complete.to_owned(),
        })
    }

    /// Writes bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        match self {
            Self::Output(output) => output.write(bytes).map(|_| ()),
            Self::File { to, partial, .. } => {
                let written = to.write_all(bytes);
                written.with_context(|| format!("cannot write {}", partial.display()))
            }
        }
    }

    /// Writes a line; returns whether anybody still reads.
    pub(crate) fn write_line(&mut self, line: &[u8]) -> anyhow::Result<bool> {
        match self {
            Self::Output(output) => Ok(output.write(line)? && output.write(b"\n")?),
            Self::File { to, partial, .. } => {
                let written = to.write_all(line).and_then(|()| to.write_all(b"\n"));
                written.with_context(|| format!("cannot write {}", partial.display()))?;
                Ok(true)
            }
        }
    }

    /// Flushes, and moves a file into place. The sync comes before the rename: after a crash the file is complete or
    /// absent.
    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Output(output) => output.flush().map(|_| ()),
            Self::File {
                to,
                partial,
                complete,
            } => {
                let written = to.flush().and_then(|()| to.get_ref().sync_all());
                written.with_context(|| format!("cannot write {}", partial.display()))?;
                fs::rename(&partial, &complete)
                    .with_context(|| format!("cannot create {}", complete.display()))
            }
        }
    }

    /// Moves a complete file into place; removes an incomplete one.
    pub(crate) fn conclude<T>(mut self, written: anyhow::Result<T>) -> anyhow::Result<T> {
        let finished = written.and_then(|value| self.finish().map(|()| value));
        if finished.is_err() {
            self.abandon();
        }
        finished
    }

    /// Removes the partial file.
    pub(crate) fn abandon(&self) {
        if let Self::File { partial, .. } = self {
            // If it cannot be removed either, the error of writing it is the one to show.
            let _ = fs::remove_file(partial);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_only_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("events.ndjson");
        fs::write(&out, "before").unwrap();
        let mut target = Target::open(Some(&out)).unwrap();
        assert!(target.write_line(b"{}").unwrap());
        assert_eq!(fs::read_to_string(&out).unwrap(), "before");
        target.finish().unwrap();
        assert_eq!(fs::read_to_string(&out).unwrap(), "{}\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_there_stays_when_a_file_cannot_be_completed() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.csv");
        fs::write(&out, "before").unwrap();
        let failed: anyhow::Result<()> = write(&out, |target| {
            target.write(b"half")?;
            Err(anyhow::anyhow!("the server ended early"))
        });
        assert!(failed.unwrap_err().to_string().contains("ended early"));
        assert_eq!(fs::read_to_string(&out).unwrap(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_export_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::open(Some(&folder.path().join("events.ndjson"))).unwrap();
        target.abandon();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Target::open(Some(&folder.path().join("no/events.ndjson")))
            .err()
            .unwrap();
        assert!(error.to_string().contains("no/events.ndjson"), "{error}");
        for other in [Path::new("/dev/null"), folder.path()] {
            let error = Target::open(Some(other)).err().unwrap();
            assert!(error.to_string().contains("not a file"), "{error}");
        }
    }
}

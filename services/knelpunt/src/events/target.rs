//! Where lines of events go: standard output, or a file that is in its place only when it is whole.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::output::Output;

/// Where lines go.
pub(crate) enum Target {
    Output(Output),
    /// A file beside the one that was asked for, until it is whole.
    File {
        to: BufWriter<File>,
        partial: PathBuf,
        whole: PathBuf,
    },
}

impl Target {
    pub(crate) fn open(out: Option<&Path>) -> anyhow::Result<Self> {
        let Some(whole) = out else {
            return Ok(Self::Output(Output::open()));
        };
        let other = fs::metadata(whole).is_ok_and(|there| !there.is_file());
        anyhow::ensure!(
            !other,
            "write {}: something is there that is no file",
            whole.display()
        );
        let mut name = whole
            .file_name()
            .context("write --out: give the name of a file")?
            .to_owned();
        name.push(".partial");
        let partial = whole.with_file_name(name);
        let file =
            File::create(&partial).with_context(|| format!("write {}", partial.display()))?;
        Ok(Self::File {
            to: BufWriter::new(file),
            partial,
            whole: whole.to_owned(),
        })
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        match self {
            Self::Output(output) => output.write(bytes).map(|_| ()),
            Self::File { to, partial, .. } => {
                let written = to.write_all(bytes);
                written.with_context(|| format!("write {}", partial.display()))
            }
        }
    }

    /// Writes a line; tells whether anybody still reads.
    pub(crate) fn write_line(&mut self, line: &[u8]) -> anyhow::Result<bool> {
        match self {
            Self::Output(output) => Ok(output.write(line)? && output.write(b"\n")?),
            Self::File { to, partial, .. } => {
                let written = to.write_all(line).and_then(|()| to.write_all(b"\n"));
                written.with_context(|| format!("write {}", partial.display()))?;
                Ok(true)
            }
        }
    }

    /// Hands all over, and puts a file in its place.
    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Output(output) => output.flush().map(|_| ()),
            Self::File { to, partial, whole } => {
                let written = to.flush().and_then(|()| to.get_ref().sync_all());
                written.with_context(|| format!("write {}", partial.display()))?;
                fs::rename(&partial, &whole)
                    .with_context(|| format!("put {} in place", whole.display()))
            }
        }
    }

    /// Leaves nothing behind that looks whole.
    pub(crate) fn abandon(&self) {
        if let Self::File { partial, .. } = self {
            // What cannot be removed either is named by what could not be written.
            let _ = fs::remove_file(partial);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_in_its_place_only_when_it_is_whole() {
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
    fn an_export_that_fails_leaves_nothing_behind() {
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
        assert!(
            error.to_string().contains("no/events.ndjson.partial"),
            "{error}"
        );
        for other in [Path::new("/dev/null"), folder.path()] {
            let error = Target::open(Some(other)).err().unwrap();
            assert!(error.to_string().contains("no file"), "{error}");
        }
    }
}

//! The input of an import: a file or a pipe, read line by line, each line validated.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
    thread,
};

use anyhow::Context as _;
use futures_util::{Stream, stream};
use model::EVENT_LIMIT_BYTES;
use register::Register;
use tokio::sync::mpsc;

use super::{
    lines::Lines,
    validate_line::{LineValidator, ValidatedLine},
};
use crate::{clock, file_error, settings::BadUsage};

/// The number of validated lines that may wait to be published.
const QUEUE: usize = 256;

/// Opens a file, or standard input as `-`; returns its length in bytes where that is known.
pub(super) fn open(file: &Path) -> anyhow::Result<(Box<dyn BufRead + Send>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let shown = file.display();
    let opened = open_file(file)?;
    let metadata = opened
        .metadata()
        .with_context(|| format!("cannot read {shown}"))?;
    if metadata.is_dir() {
        return Err(BadUsage(format!("cannot read {shown}: it is a folder; give a file")).into());
    }
    let length = metadata.is_file().then_some(metadata.len());
    Ok((
        Box::new(BufReader::with_capacity(128 * 1024, opened)),
        length,
    ))
}

/// Opens a file that was given as an argument.
///
/// # Errors
///
/// When it does not exist or is not readable: bad usage.
pub(crate) fn open_file(file: &Path) -> Result<File, BadUsage> {
    File::open(file).map_err(|error| {
        let cause = file_error::cause(&error);
        BadUsage(format!(
            "cannot open {}: {cause}; correct the path",
            file.display()
        ))
    })
}

/// Reads and validates lines, as [`queued`].
pub(super) fn validated_lines(
    input: Box<dyn BufRead + Send>,
    register: &'static Register,
) -> anyhow::Result<impl Stream<Item = io::Result<ValidatedLine>>> {
    let mut lines = Lines::new(input, EVENT_LIMIT_BYTES);
    let mut validator = LineValidator::new(register, clock::now);
    queued(move || Ok(lines.next_line()?.map(|line| validator.validate(line))))
}

/// Reads and validates in a separate thread, which ends with the input, or when the receiver is dropped.
pub(crate) fn queued(
    mut next: impl FnMut() -> io::Result<Option<ValidatedLine>> + Send + 'static,
) -> anyhow::Result<impl Stream<Item = io::Result<ValidatedLine>>> {
    let (out, validated) = mpsc::channel(QUEUE);
    let read = move || {
        while let Some(one) = next().transpose() {
            let last = one.is_err();
            if out.blocking_send(one).is_err() || last {
                return;
            }
        }
    };
    thread::Builder::new()
        .name("import".to_owned())
        .spawn(read)
        .context("cannot start the thread that reads")?;
    Ok(stream::unfold(validated, async |mut validated| {
        Some((validated.recv().await?, validated))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.ndjson");
        let message = |file: &Path| open(file).err().unwrap().to_string();
        assert!(message(&missing).contains("missing.ndjson"));
        assert!(message(folder.path()).contains("it is a folder"));
    }
}

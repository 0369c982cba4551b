//! What an import reads: a file or a pipe, line after line, each judged.

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
use crate::clock;

/// Lines that are judged and wait to be published.
const QUEUE: usize = 256;

/// Opens a file, or standard input as `-`; gives how many bytes there are where that is known.
pub(super) fn open(file: &Path) -> anyhow::Result<(Box<dyn BufRead + Send>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let shown = file.display();
    let opened = File::open(file).with_context(|| format!("open {shown}"))?;
    let metadata = opened.metadata().with_context(|| format!("read {shown}"))?;
    anyhow::ensure!(!metadata.is_dir(), "read {shown}: it is a folder");
    let length = metadata.is_file().then_some(metadata.len());
    Ok((
        Box::new(BufReader::with_capacity(128 * 1024, opened)),
        length,
    ))
}

/// Reads and judges lines, as [`queued`].
pub(super) fn validated_lines(
    input: Box<dyn BufRead + Send>,
    register: &'static Register,
) -> anyhow::Result<impl Stream<Item = io::Result<ValidatedLine>>> {
    let mut lines = Lines::new(input, EVENT_LIMIT_BYTES);
    let mut judge = LineValidator::new(register, clock::now);
    queued(move || Ok(lines.next_line()?.map(|line| judge.judge(line))))
}

/// Reads and judges in a thread of its own; it ends with the input, or when nobody takes what was read any more.
pub(crate) fn queued(
    mut next: impl FnMut() -> io::Result<Option<ValidatedLine>> + Send + 'static,
) -> anyhow::Result<impl Stream<Item = io::Result<ValidatedLine>>> {
    let (out, judged) = mpsc::channel(QUEUE);
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
        .context("start to read")?;
    Ok(stream::unfold(judged, async |mut judged| {
        Some((judged.recv().await?, judged))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.ndjson");
        let said = |file: &Path| open(file).err().unwrap().to_string();
        assert!(said(&missing).contains("missing.ndjson"));
        assert!(said(folder.path()).contains("it is a folder"));
    }
}

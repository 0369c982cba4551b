//! `knelpunt events import`: the events of a file, or of a pipe, into the log.
//!
//! A thread reads and judges, which may wait for ever on a pipe; the runtime publishes. Both are bounded: what is
//! read and not acknowledged never exceeds a queue and a window.

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::Duration,
};

use anyhow::Context as _;
use futures_util::{Stream, StreamExt as _, stream};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use journal::{Journal, Options, StreamError, WINDOW};
use model::EVENT_LIMIT_BYTES;
use register::Register;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    judge::{Judge, Judged, Verdict},
    lines::Lines,
    tally::Tally,
};
use crate::{
    clock,
    lifecycle::{self, Lifecycle},
    output,
    server::LogArgs,
    waiting::{PATIENCE, patiently},
};

/// Lines that are judged and wait to be published.
const QUEUE: usize = 256;
/// How long acknowledgements under way are waited for after a signal.
const FINISH_WITHIN: Duration = Duration::from_secs(3);

const MORE: &str = "\
Each line is one event in structured mode (CloudEvents JSON; see `knelpunt schema`). Valid lines are published as they \
are, byte for byte; each other line is named on standard error with its number and every reason, and the rest goes in.

A duplicate is the same message, byte for byte, seen before in this input or known to the server; it is not in the log \
twice. Import the same file again whenever you like: it changes no answer.

What `events export` writes, imported into an empty stream, gives the same views with the same digest.

Exit code 1 when any line was rejected.

Examples:
  knelpunt events import events.ndjson
  zstdcat archive.ndjson.zst | knelpunt events import -
  knelpunt events import events.ndjson --nats nats://127.0.0.1:4222";

/// What `events import` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// The file to read; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    log: LogArgs,
}

/// What became of one line.
enum Outcome {
    Nothing,
    New(u64),
    Duplicate(u64),
    Rejected(String),
}

/// Publishes the events of the input, and says what became of them.
///
/// # Errors
///
/// When the input cannot be read, or the log not be reached at the start.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (input, length) = open(&args.file)?;
    let url = args.log.nats_url()?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.obey_signals()?;
        let stop = lifecycle.stop();
        let journal = Journal::connect(&url, "knelpunt events import", Options::default()).await?;
        let Some(ready) = stop.run_until_cancelled(ready(&journal)).await else {
            anyhow::bail!("import: stopped by a signal before anything was published");
        };
        ready?;
        let bar = bar(length);
        let ended = import(&journal, input, &bar, &stop).await;
        bar.finish_and_clear();
        lifecycle.close();
        ended
    })
}

fn open(file: &Path) -> anyhow::Result<(Box<dyn BufRead + Send>, Option<u64>)> {
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

/// Waits for NATS, and sees that there is a stream to publish to.
async fn ready(journal: &Journal) -> anyhow::Result<()> {
    let connected = journal.wait_connected(PATIENCE);
    patiently(journal, |said| eprintln!("knelpunt: {said}"), connected).await?;
    match journal.look_up().await {
        // Who may publish need not be allowed to look.
        Ok(Some(_)) | Err(StreamError::Denied { .. }) => Ok(()),
        Ok(None) => Err(StreamError::Missing.into()),
        Err(error) => Err(error.into()),
    }
}

/// Progress by bytes where their number is known; nothing where nobody looks.
fn bar(length: Option<u64>) -> ProgressBar {
    let (template, target) = match length {
        Some(_) => (
            "{msg} {wide_bar} {bytes}/{total_bytes} {eta}",
            ProgressDrawTarget::stderr(),
        ),
        None => ("{spinner} {msg} {bytes}", ProgressDrawTarget::stderr()),
    };
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(length, target)
        .with_style(style)
        .with_message("importing")
}

async fn import(
    journal: &Journal,
    input: Box<dyn BufRead + Send>,
    bar: &ProgressBar,
    stop: &CancellationToken,
) -> anyhow::Result<ExitCode> {
    let begun = clock::now();
    let lines = judged_lines(input)?;
    let (mut tally, mut last_line) = (Tally::default(), 0);
    let (under_way, failure) = (Cell::new(0_u64), Cell::new(None));
    let publishing = lines
        .filter_map(async |line| line.map_err(|error| failure.set(Some(error))).ok())
        .take_until(stop.cancelled())
        .map(|line| publish(journal, line, &under_way))
        .buffered(WINDOW);
    let mut publishing = std::pin::pin!(publishing);
    let say = |said: &str| {
        if under_way.get() > 0 {
            bar.suspend(|| eprintln!("knelpunt: {said}"));
        }
    };
    while let Some((number, taken_bytes, outcome)) =
        until_given_up(stop, patiently(journal, &say, publishing.next()))
            .await
            .flatten()
    {
        count(&mut tally, bar, number, outcome);
        last_line = number;
        bar.inc(taken_bytes);
    }
    let took = Duration::from_micros(clock::now().since(begun).unsigned_abs());
    bar.finish_and_clear();
    output::say(&tally.sentence(took))?;
    if let Some(error) = failure.take() {
        return Err(
            anyhow::Error::new(error).context(format!("read the input after line {last_line}"))
        );
    }
    if stop.is_cancelled() {
        anyhow::bail!(
            "finish: stopped by a signal after line {last_line}; import again to go on, what went in stays the same"
        );
    }
    Ok(if tally.rejected == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Waits for what is under way; after a signal not for ever.
async fn until_given_up<T>(stop: &CancellationToken, next: impl Future<Output = T>) -> Option<T> {
    let given_up = async {
        stop.cancelled().await;
        tokio::time::sleep(FINISH_WITHIN).await;
    };
    tokio::select! {
        biased;
        next = next => Some(next),
        () = given_up => None,
    }
}

/// Reads and judges in a thread of its own; it ends with the input, or when nobody takes the lines any more.
fn judged_lines(
    input: Box<dyn BufRead + Send>,
) -> anyhow::Result<impl Stream<Item = io::Result<Judged>>> {
    let (out, lines) = mpsc::channel(QUEUE);
    let read = move || {
        let mut lines = Lines::new(input, EVENT_LIMIT_BYTES);
        let mut judge = Judge::new(Register::embedded(), clock::now);
        loop {
            let line = match lines.next_line() {
                Ok(None) => return,
                Ok(Some(line)) => Ok(judge.judge(line)),
                Err(error) => Err(error),
            };
            let last = line.is_err();
            if out.blocking_send(line).is_err() || last {
                return;
            }
        }
    };
    thread::Builder::new()
        .name("import".to_owned())
        .spawn(read)
        .context("start to read")?;
    Ok(stream::unfold(lines, async |mut lines| {
        Some((lines.recv().await?, lines))
    }))
}

async fn publish(journal: &Journal, line: Judged, under_way: &Cell<u64>) -> (u64, u64, Outcome) {
    let outcome = match line.verdict {
        Verdict::Blank => Outcome::Nothing,
        Verdict::Double => Outcome::Duplicate(0),
        Verdict::Reject(why) => Outcome::Rejected(why),
        Verdict::Publish(outgoing) => {
            under_way.set(under_way.get() + 1);
            let published = journal.publish(outgoing).await;
            under_way.set(under_way.get() - 1);
            match published {
                Ok(receipt) if receipt.duplicate => Outcome::Duplicate(receipt.sequence),
                Ok(receipt) => Outcome::New(receipt.sequence),
                Err(error) => Outcome::Rejected(format!("failed to {error}")),
            }
        }
    };
    (line.number, line.taken_bytes, outcome)
}

fn count(tally: &mut Tally, bar: &ProgressBar, number: u64, outcome: Outcome) {
    match outcome {
        Outcome::Nothing => {}
        Outcome::New(sequence) => {
            tally.new += 1;
            tally.position = tally.position.max(sequence);
        }
        Outcome::Duplicate(sequence) => {
            tally.duplicates += 1;
            tally.position = tally.position.max(sequence);
        }
        Outcome::Rejected(why) => {
            tally.rejected += 1;
            bar.suspend(|| eprintln!("line {number}: {why}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::IsTerminal as _;

    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.ndjson");
        let said = |file: &Path| open(file).err().unwrap().to_string();
        assert!(said(&missing).contains("missing.ndjson"));
        assert!(said(folder.path()).contains("it is a folder"));
    }

    #[test]
    fn nothing_is_drawn_where_nobody_looks() {
        if !io::stderr().is_terminal() {
            assert!(bar(Some(10)).is_hidden());
        }
    }
}

//! `knelpunt events import`: the events of a file, or of a pipe, into the log.
//!
//! A thread reads and judges, which may wait for ever on a pipe; the runtime publishes. Both are bounded: what is
//! read and not acknowledged never exceeds a queue and a window.

use std::{cell::Cell, io, path::PathBuf, process::ExitCode, time::Duration};

use futures_util::{Stream, StreamExt as _};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use journal::{Journal, JournalOptions, MAX_UNACKNOWLEDGED, StreamError};
use tokio_util::sync::CancellationToken;

use super::{
    input::{open, validated_lines},
    tally::Tally,
    validate_line::{LineOutcome, ValidatedLine},
};
use crate::{
    api_client::LogAddressArgs,
    clock,
    lifecycle::{self, Lifecycle},
    output,
    settings::{self, CatalogueArgs},
    wait_for_nats::{CONNECT_TIMEOUT, wait_with_notices},
};

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
    log: LogAddressArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// What became of one line.
enum LineResult {
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
    let register = settings::register(&args.catalogue)?;
    let (input, length) = open(&args.file)?;
    let url = args.log.nats_url()?;
    let bar = bytes_bar(length, "importing");
    publish_input(&url, "line", &bar, || validated_lines(input, register))
}

/// Publishes what is judged, and says what became of it; `word` is what one piece of the input is called.
///
/// # Errors
///
/// When the input cannot be read, or the log not be reached at the start.
pub(crate) fn publish_input<S: Stream<Item = io::Result<ValidatedLine>>>(
    url: &str,
    word: &'static str,
    bar: &ProgressBar,
    judged: impl FnOnce() -> anyhow::Result<S>,
) -> anyhow::Result<ExitCode> {
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let stop = lifecycle.stop();
        let journal = Journal::connect(url, "knelpunt import", JournalOptions::default()).await?;
        let Some(ready) = stop.run_until_cancelled(ready(&journal)).await else {
            anyhow::bail!("import: stopped by a signal before anything was published");
        };
        ready?;
        let ended = import(&journal, judged()?, word, bar, &stop).await;
        bar.finish_and_clear();
        lifecycle.close();
        ended
    })
}

/// Waits for NATS, and sees that there is a stream to publish to.
async fn ready(journal: &Journal) -> anyhow::Result<()> {
    let connected = journal.wait_connected(CONNECT_TIMEOUT);
    wait_with_notices(journal, |said| eprintln!("knelpunt: {said}"), connected).await?;
    match journal.find_stream().await {
        // Who may publish need not be allowed to look.
        Ok(Some(_)) | Err(StreamError::Denied { .. }) => Ok(()),
        Ok(None) => Err(StreamError::Missing.into()),
        Err(error) => Err(error.into()),
    }
}

/// Progress by bytes where their number is known; nothing where nobody looks.
pub(crate) fn bytes_bar(length: Option<u64>, doing: &'static str) -> ProgressBar {
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
        .with_message(doing)
}

async fn import(
    journal: &Journal,
    lines: impl Stream<Item = io::Result<ValidatedLine>>,
    word: &str,
    bar: &ProgressBar,
    stop: &CancellationToken,
) -> anyhow::Result<ExitCode> {
    let begun = clock::now();
    let (mut tally, mut last_line) = (Tally::default(), 0);
    let (under_way, failure) = (Cell::new(0_u64), Cell::new(None));
    let publishing = lines
        .filter_map(async |line| line.map_err(|error| failure.set(Some(error))).ok())
        .take_until(stop.cancelled())
        .map(|line| publish(journal, line, &under_way))
        .buffered(MAX_UNACKNOWLEDGED);
    let mut publishing = std::pin::pin!(publishing);
    let say = |said: &str| {
        if under_way.get() > 0 {
            bar.suspend(|| eprintln!("knelpunt: {said}"));
        }
    };
    while let Some((number, taken_bytes, outcome)) =
        until_given_up(stop, wait_with_notices(journal, &say, publishing.next()))
            .await
            .flatten()
    {
        count(&mut tally, bar, (word, number), outcome);
        last_line = number;
        bar.inc(taken_bytes);
    }
    let took = Duration::from_micros(clock::now().since(begun).unsigned_abs());
    bar.finish_and_clear();
    output::print_line(&tally.sentence(took))?;
    if let Some(error) = failure.take() {
        return Err(
            anyhow::Error::new(error).context(format!("read the input after {word} {last_line}"))
        );
    }
    if stop.is_cancelled() {
        anyhow::bail!(
            "finish: stopped by a signal after {word} {last_line}; import again to go on, what went in stays the same"
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

async fn publish(
    journal: &Journal,
    line: ValidatedLine,
    under_way: &Cell<u64>,
) -> (u64, u64, LineResult) {
    let outcome = match line.verdict {
        LineOutcome::Blank => LineResult::Nothing,
        LineOutcome::Double => LineResult::Duplicate(0),
        LineOutcome::Reject(why) => LineResult::Rejected(why),
        LineOutcome::Publish(outgoing) => {
            under_way.set(under_way.get() + 1);
            let published = journal.publish(outgoing).await;
            under_way.set(under_way.get() - 1);
            match published {
                Ok(receipt) if receipt.duplicate => LineResult::Duplicate(receipt.sequence),
                Ok(receipt) => LineResult::New(receipt.sequence),
                Err(error) => LineResult::Rejected(output::as_failure(&error.to_string())),
            }
        }
    };
    (line.number, line.taken_bytes, outcome)
}

fn count(tally: &mut Tally, bar: &ProgressBar, (word, number): (&str, u64), outcome: LineResult) {
    match outcome {
        LineResult::Nothing => {}
        LineResult::New(sequence) => {
            tally.new += 1;
            tally.position = tally.position.max(sequence);
        }
        LineResult::Duplicate(sequence) => {
            tally.duplicates += 1;
            tally.position = tally.position.max(sequence);
        }
        LineResult::Rejected(why) => {
            tally.rejected += 1;
            bar.suspend(|| eprintln!("{word} {number}: {why}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, IsTerminal as _};

    use super::*;

    #[test]
    fn nothing_is_drawn_where_nobody_looks() {
        if !io::stderr().is_terminal() {
            assert!(bytes_bar(Some(10), "importing").is_hidden());
        }
    }
}

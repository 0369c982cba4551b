//! `knelpunt events import`: publishes the events of a file or a pipe.
//!
//! A thread reads and validates, and may wait forever on a pipe; the runtime publishes. Memory is bounded: lines that
//! were read and are not acknowledged never exceed a queue and a window.

use std::{cell::Cell, io, path::PathBuf, process::ExitCode, time::Duration};

use futures_util::{Stream, StreamExt as _};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use journal::{Journal, JournalOptions, MAX_UNACKNOWLEDGED, StreamError};
use tokio_util::sync::CancellationToken;

use super::{
    input::{open, validated_lines},
    summary::ImportSummary,
    validate_line::{LineOutcome, ValidatedLine},
};
use crate::{
    api_client::LogAddressArgs,
    clock,
    lifecycle::{self, Lifecycle},
    output::{self, FormatArgs},
    settings::{self, CatalogueArgs},
    wait_for_nats::{CONNECT_TIMEOUT, print_notice, wait_with_notices},
};

/// The time to wait for outstanding acknowledgements after a signal.
const FINISH_TIMEOUT: Duration = Duration::from_secs(3);

const AFTER_HELP: &str = "\
Each line is one event in structured mode (CloudEvents JSON; see `knelpunt schema`). Valid lines are published \
unchanged, byte for byte. Each invalid line is listed on standard error with its number and every reason; the exit code \
is then 1.

A duplicate is the same message, byte for byte, earlier in this input or known to the server; the log gets it once. \
Importing a file again is safe: it changes no answer.

Examples:
  knelpunt events import events.ndjson
  zstdcat archive.ndjson.zst | knelpunt events import -
  knelpunt events import events.ndjson --nats nats://127.0.0.1:4222";

/// Options of `events import`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The file to import, such as events.ndjson; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    log: LogAddressArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The result of one line.
enum LineResult {
    Nothing,
    New(u64),
    Duplicate(u64),
    Rejected(String),
}

/// Publishes the events of the input.
///
/// # Errors
///
/// When the input cannot be read, or NATS is unavailable at the start.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let (input, length) = open(&args.file)?;
    let url = args.log.nats_url()?;
    let bar = bytes_bar(length, "importing");
    let input_lines = ImportInput {
        unit: "line",
        left_out: 0,
        bar: &bar,
        format: args.format,
    };
    publish_input(&url, &input_lines, || validated_lines(input, register))
}

/// What is imported, and how that is shown.
pub(crate) struct ImportInput<'a> {
    /// What one piece of the input is called: `line`, `row`.
    pub(crate) unit: &'static str,
    /// Invalid pieces that were left out before.
    pub(crate) left_out: u64,
    pub(crate) bar: &'a ProgressBar,
    pub(crate) format: FormatArgs,
}

/// Publishes validated pieces of an input, and prints a summary.
///
/// # Errors
///
/// When the input cannot be read, or NATS is unavailable at the start.
pub(crate) fn publish_input<S: Stream<Item = io::Result<ValidatedLine>>>(
    url: &str,
    input: &ImportInput<'_>,
    validated: impl FnOnce() -> anyhow::Result<S>,
) -> anyhow::Result<ExitCode> {
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let stop = lifecycle.stop();
        let journal = Journal::connect(url, "knelpunt import", JournalOptions::default()).await?;
        let Some(ready) = stop.run_until_cancelled(ready(&journal)).await else {
            anyhow::bail!("cannot import: stopped by a signal before anything was published");
        };
        ready?;
        let ended = import(&journal, validated()?, input, &stop).await;
        input.bar.finish_and_clear();
        lifecycle.close();
        ended
    })
}

/// Waits for NATS, and checks that there is a stream to publish to.
async fn ready(journal: &Journal) -> anyhow::Result<()> {
    let connected = journal.wait_connected(CONNECT_TIMEOUT);
    wait_with_notices(journal, print_notice, connected).await?;
    match journal.find_stream().await {
        // A user may be allowed to publish without being allowed to read the stream's settings.
        Ok(Some(_)) | Err(StreamError::Denied { .. }) => Ok(()),
        Ok(None) => Err(StreamError::Missing.into()),
        Err(error) => Err(error.into()),
    }
}

/// Returns a progress bar in bytes, or a spinner where the length is unknown; nothing is drawn off a terminal.
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
    input: &ImportInput<'_>,
    stop: &CancellationToken,
) -> anyhow::Result<ExitCode> {
    let ImportInput {
        unit,
        left_out,
        bar,
        ..
    } = *input;
    let begun = clock::now();
    let (mut summary, mut last) = (ImportSummary::new(unit, left_out), 0);
    let (in_flight, failure) = (Cell::new(0_u64), Cell::new(None));
    let publishing = lines
        .filter_map(async |line| line.map_err(|error| failure.set(Some(error))).ok())
        .take_until(stop.cancelled())
        .map(|line| publish(journal, line, &in_flight))
        .buffered(MAX_UNACKNOWLEDGED);
    let mut publishing = std::pin::pin!(publishing);
    let notify = |notice: &str| {
        if in_flight.get() > 0 {
            bar.suspend(|| eprintln!("knelpunt: {notice}"));
        }
    };
    while let Some((number, taken_bytes, outcome)) =
        until_given_up(stop, wait_with_notices(journal, &notify, publishing.next()))
            .await
            .flatten()
    {
        count(&mut summary, bar, (unit, number), outcome);
        last = number;
        bar.inc(taken_bytes);
    }
    let took = Duration::from_micros(clock::now().since(begun).unsigned_abs());
    bar.finish_and_clear();
    summary.seconds = took.as_secs_f64();
    input.format.print(&summary, || summary.sentence())?;
    if let Some(error) = failure.take() {
        return Err(
            anyhow::Error::new(error).context(format!("cannot read the input after {unit} {last}"))
        );
    }
    if stop.is_cancelled() {
        anyhow::bail!(
            "cannot import everything: stopped by a signal after {unit} {last}; import again to continue, events that were published are not published twice"
        );
    }
    Ok(if summary.rejected == 0 && left_out == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Waits for the next acknowledgement; after a signal, for a limited time.
async fn until_given_up<T>(stop: &CancellationToken, next: impl Future<Output = T>) -> Option<T> {
    let given_up = async {
        stop.cancelled().await;
        tokio::time::sleep(FINISH_TIMEOUT).await;
    };
    tokio::select! {
        // Biased: an acknowledgement that is there counts, also when the time is over.
        biased;
        next = next => Some(next),
        () = given_up => None,
    }
}

async fn publish(
    journal: &Journal,
    line: ValidatedLine,
    in_flight: &Cell<u64>,
) -> (u64, u64, LineResult) {
    let outcome = match line.outcome {
        LineOutcome::Blank => LineResult::Nothing,
        LineOutcome::Duplicate => LineResult::Duplicate(0),
        LineOutcome::Reject(why) => LineResult::Rejected(why),
        LineOutcome::Publish(outgoing) => {
            in_flight.set(in_flight.get() + 1);
            let published = journal.publish(outgoing).await;
            in_flight.set(in_flight.get() - 1);
            match published {
                Ok(receipt) if receipt.duplicate => LineResult::Duplicate(receipt.sequence),
                Ok(receipt) => LineResult::New(receipt.sequence),
                Err(error) => LineResult::Rejected(output::as_failure(&error.to_string())),
            }
        }
    };
    (line.number, line.taken_bytes, outcome)
}

fn count(
    summary: &mut ImportSummary,
    bar: &ProgressBar,
    (unit, number): (&str, u64),
    outcome: LineResult,
) {
    match outcome {
        LineResult::Nothing => {}
        LineResult::New(sequence) => {
            summary.new += 1;
            summary.position = summary.position.max(sequence);
        }
        LineResult::Duplicate(sequence) => {
            summary.duplicates += 1;
            summary.position = summary.position.max(sequence);
        }
        LineResult::Rejected(why) => {
            summary.rejected += 1;
            bar.suspend(|| eprintln!("{unit} {number}: {why}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, IsTerminal as _};

    use super::*;

    #[test]
    fn nothing_is_drawn_off_a_terminal() {
        if !io::stderr().is_terminal() {
            assert!(bytes_bar(Some(10), "importing").is_hidden());
        }
    }
}

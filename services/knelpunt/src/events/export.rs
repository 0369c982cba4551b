//! `knelpunt events export`: writes the events of the log, to archive or move them.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use indicatif::ProgressBar;
use journal::{JournalOptions, Message, Replay};
use register::Register;
use serde::Serialize;

use super::structured;
use crate::{
    api_client::LogAddressArgs,
    files::Target,
    lifecycle::{self, Lifecycle},
    output::{FormatArgs, count},
    progress,
    settings::{self, CatalogueArgs},
    wait_for_nats::connect_with_notices,
};

const AFTER_HELP: &str = "\
Each line is one event in structured mode, in the order of the log. An event in structured mode is written unchanged, \
except that line ends within it become spaces. An event in binary mode is converted, with all its attributes.

Invalid messages (see `knelpunt quarantine`) are left out and listed on standard error with their sequence and every \
reason; the exit code is then 1. With --all they are written as {\"sequence\", \"subject\", \"headers\", \"payload\"}, which \
`events import` rejects.

An export imported into an empty stream gives the same views with the same digest (`digest` in /v1/position), if the \
versions are the same.

The summary goes to standard error.

Examples:
  knelpunt events export --out events.ndjson
  knelpunt events export | zstd > archive.ndjson.zst";

/// Options of `events export`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// File to write, such as events.ndjson; it appears when it is complete; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write invalid messages too, as {"sequence", "subject", "headers", "payload"}
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    log: LogAddressArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The summary of an export.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ExportSummary {
    events: u64,
    /// Invalid messages that were written, with --all.
    invalid_written: u64,
    /// Invalid messages that were left out.
    invalid_left_out: u64,
}

/// Writes the events of the log.
///
/// # Errors
///
/// When the log cannot be read, or the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let url = args.log.nats_url()?;
    let summary = lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        // Before the file is created: a signal would leave it behind.
        lifecycle.handle_signals()?;
        let mut target = Target::open(args.out.as_deref())?;
        let stop = lifecycle.stop();
        let exporting = export(&url, register, args.all, &mut target);
        let exported = stop.run_until_cancelled(exporting).await;
        lifecycle.close();
        let exported = exported.context("cannot export everything: stopped by a signal");
        target.conclude(exported.flatten())
    })?;
    eprintln!(
        "{}",
        if args.format.is_json() {
            serde_json::to_string(&summary)?
        } else {
            summary.sentence()
        }
    );
    Ok(if summary.invalid_left_out == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn export(
    url: &str,
    register: &Register,
    all: bool,
    target: &mut Target,
) -> anyhow::Result<ExportSummary> {
    let name = "knelpunt events export";
    let journal = connect_with_notices(url, name, JournalOptions::default()).await?;
    let replay = journal.replay(1, None).await?;
    let bar = progress::bar(replay.to(), "exporting");
    let written = write(replay, register, all, target, &bar).await;
    bar.finish_and_clear();
    written
}

async fn write(
    mut replay: Replay,
    register: &Register,
    all: bool,
    target: &mut Target,
    bar: &ProgressBar,
) -> anyhow::Result<ExportSummary> {
    let mut written = ExportSummary::default();
    while let Some(messages) = replay.next().await? {
        for message in messages {
            bar.set_position(message.sequence);
            let line = written.line(&message, register, all, bar);
            if let Some(line) = line
                && !target.write_line(&line)?
            {
                return Ok(written);
            }
        }
    }
    Ok(written)
}

impl ExportSummary {
    /// Counts a message, and returns the line to write for it, if any.
    fn line(
        &mut self,
        message: &Message,
        register: &Register,
        all: bool,
        bar: &ProgressBar,
    ) -> Option<Vec<u8>> {
        match structured::line(message, register) {
            Ok(line) => {
                self.events += 1;
                Some(line)
            }
            Err(_) if all => {
                self.invalid_written += 1;
                Some(structured::raw(message))
            }
            Err(why) => {
                self.invalid_left_out += 1;
                bar.suspend(|| eprintln!("sequence {}: {why}", message.sequence));
                None
            }
        }
    }

    fn sentence(self) -> String {
        let Self {
            events,
            invalid_written,
            invalid_left_out,
        } = self;
        let mut sentence = format!("{} exported", count(events, "event"));
        if invalid_written > 0 {
            sentence = format!(
                "{sentence}, and {}",
                count(invalid_written, "invalid message")
            );
        }
        if invalid_left_out > 0 {
            sentence = format!(
                "{sentence}; {} left out (--all writes them)",
                count(invalid_left_out, "invalid message")
            );
        }
        sentence + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_what_was_left_out() {
        let sentence = |events, invalid_written, invalid_left_out| {
            let summary = ExportSummary {
                events,
                invalid_written,
                invalid_left_out,
            };
            summary.sentence()
        };
        assert_eq!(sentence(1, 0, 0), "1 event exported.");
        assert_eq!(
            sentence(3, 2, 0),
            "3 events exported, and 2 invalid messages."
        );
        assert!(sentence(3, 0, 1).contains("1 invalid message left out"));
    }
}

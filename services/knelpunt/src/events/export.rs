//! `knelpunt events export`: the events of the log, for archive and move.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget};
use journal::{Journal, JournalOptions, Message, Replay};
use register::Register;

use super::{structured, target::Target};
use crate::{
    api_client::LogAddressArgs,
    lifecycle::{self, Lifecycle},
    progress::bar_style,
    settings::{self, CatalogueArgs},
    wait_for_nats::{CONNECT_TIMEOUT, wait_with_notices},
};

const MORE: &str = "\
Each line is one event in structured mode, in the order of the log. What came in structured mode is written as it is, \
line ends within it as blanks; what came in binary mode is put together with all its attributes.

What is no valid event (see quarantine) is left out, named on standard error with its sequence and every reason, and \
the exit code is 1. With --all it is kept, as {\"sequence\", \"subject\", \"headers\", \"payload\"}, which \
`events import` rejects.

Imported into an empty stream, the export gives the same views with the same digest: compare `digest` of \
/v1/position, at equal versions.

Examples:
  knelpunt events export --out events.ndjson
  knelpunt events export | zstd > archive.ndjson.zst";

/// What `events export` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// The file to write, put in place when it is whole; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Keep what is no valid event too, as {"sequence", "subject", "headers", "payload"}
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    log: LogAddressArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// What was written, and what not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Written {
    events: u64,
    kept: u64,
    left_out: u64,
}

/// Writes the events of the log.
///
/// # Errors
///
/// When the log cannot be read, or the file not be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let url = args.log.nats_url()?;
    let written = lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        // Before there is a file that a signal could leave behind.
        lifecycle.handle_signals()?;
        let mut target = Target::open(args.out.as_deref())?;
        let stop = lifecycle.stop();
        let exporting = export(&url, register, args.all, &mut target);
        let exported = stop.run_until_cancelled(exporting).await;
        lifecycle.close();
        let exported = exported.context("export all: stopped by a signal");
        conclude(target, exported.flatten())
    })?;
    eprintln!("{}", written.sentence());
    Ok(if written.left_out == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Puts the file in place when all was written to it, else takes it away.
fn conclude(mut target: Target, exported: anyhow::Result<Written>) -> anyhow::Result<Written> {
    let finished = exported.and_then(|written| target.finish().map(|()| written));
    if finished.is_err() {
        target.abandon();
    }
    finished
}

async fn export(
    url: &str,
    register: &Register,
    all: bool,
    target: &mut Target,
) -> anyhow::Result<Written> {
    let journal =
        Journal::connect(url, "knelpunt events export", JournalOptions::default()).await?;
    let connected = journal.wait_connected(CONNECT_TIMEOUT);
    wait_with_notices(&journal, |said| eprintln!("knelpunt: {said}"), connected).await?;
    let replay = journal.replay(1, None).await?;
    let bar = ProgressBar::with_draw_target(Some(replay.to()), ProgressDrawTarget::stderr())
        .with_style(bar_style())
        .with_message("exporting");
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
) -> anyhow::Result<Written> {
    let mut written = Written::default();
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

impl Written {
    /// Counts a message; gives the line to write for it, if there is to be one.
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
                self.kept += 1;
                Some(structured::whole(message))
            }
            Err(why) => {
                self.left_out += 1;
                bar.suspend(|| eprintln!("sequence {}: {why}", message.sequence));
                None
            }
        }
    }

    fn sentence(self) -> String {
        let Self {
            events,
            kept,
            left_out,
        } = self;
        let mut sentence = format!("{events} events exported");
        if kept > 0 {
            sentence = format!("{sentence}, and {kept} that are no valid events");
        }
        if left_out > 0 {
            sentence = format!(
                "{sentence}; {left_out} left out that are no valid events (--all keeps them)"
            );
        }
        sentence + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_said() {
        let sentence = |events, kept, left_out| {
            Written {
                events,
                kept,
                left_out,
            }
            .sentence()
        };
        assert_eq!(sentence(3, 0, 0), "3 events exported.");
        assert_eq!(
            sentence(3, 2, 0),
            "3 events exported, and 2 that are no valid events."
        );
        assert!(sentence(3, 0, 1).contains("1 left out"));
    }
}

//! The log as NDJSON, one event in structured mode a line: `events import` and `events export`.

mod export;
mod import;
mod input;
mod lines;
mod structured;
mod tally;
mod target;
mod validate_line;

use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use self::{
    import::{bytes_bar, publish_input},
    input::queued,
    target::Target,
    validate_line::{LineOutcome, ValidatedLine},
};

/// What can be done with the events of the log.
#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// Publish the events of a file, one a line
    Import(import::Args),
    /// Write the events of the log, one a line
    Export(export::Args),
}

/// Brings events in, or takes the log out.
///
/// # Errors
///
/// When it cannot be begun or finished; what was rejected on the way is no error, but exit code 1.
pub(crate) fn run(command: EventsCommand) -> anyhow::Result<ExitCode> {
    match command {
        EventsCommand::Import(args) => import::run(&args),
        EventsCommand::Export(args) => export::run(&args),
    }
}

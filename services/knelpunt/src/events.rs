//! `knelpunt events`: imports and exports events as NDJSON, one event in structured mode per line.

mod export;
mod import;
mod input;
mod lines;
mod structured;
mod summary;
mod validate_line;

use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use self::{
    import::{ImportInput, bytes_bar, publish_input},
    input::{open_file, queued},
    validate_line::{LineOutcome, ValidatedLine},
};

/// Commands on the events of the log.
#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// Publish the events of a file, one per line
    Import(import::Args),
    /// Write the events of the log, one per line
    Export(export::Args),
}

/// Imports or exports events.
///
/// # Errors
///
/// When it cannot start or finish; an invalid event is not an error, but gives exit code 1.
pub(crate) fn run(command: EventsCommand) -> anyhow::Result<ExitCode> {
    match command {
        EventsCommand::Import(args) => import::run(&args),
        EventsCommand::Export(args) => export::run(&args),
    }
}

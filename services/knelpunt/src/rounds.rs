//! `knelpunt rounds`: telephone rounds, from the workbook of a coach to the progress of the round.

mod import;
mod sheet;
mod status;

use std::process::ExitCode;

use clap::Subcommand;

/// Commands on rounds.
#[derive(Debug, Subcommand)]
pub(crate) enum RoundsCommand {
    /// Write the workbook of a round, with what is open and cells to fill in
    Sheet(sheet::Args),
    /// Import a filled-in workbook, or a table of reports
    Import(import::Args),
    /// Show who was reached, and which knelpunten are still open, resolved, new or not discussed
    Status(status::Args),
}

/// Runs a command on rounds.
///
/// # Errors
///
/// As the command.
pub(crate) fn run(command: &RoundsCommand) -> anyhow::Result<ExitCode> {
    match command {
        RoundsCommand::Sheet(args) => sheet::run(args),
        RoundsCommand::Import(args) => import::run(args),
        RoundsCommand::Status(args) => status::run(args),
    }
}

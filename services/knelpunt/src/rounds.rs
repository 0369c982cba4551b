//! `knelpunt rounds`: the telephone round, from the workbook that a coach takes along to how far the round came.

mod import;
mod sheet;
mod status;

use std::process::ExitCode;

use clap::Subcommand;

/// What can be done with a round.
#[derive(Debug, Subcommand)]
pub(crate) enum RoundsCommand {
    /// Write the workbook of a round: what is open, and room for what is said of it
    Sheet(sheet::Args),
    /// Bring in what a filled-in workbook says: consultations, reports and resolutions; or a table of reports (CSV)
    Import(import::Args),
    /// Who was asked and reached, and which knelpunten are still there, gone, new or not discussed
    Status(status::Args),
}

/// Does what is to be done with a round.
///
/// # Errors
///
/// When it cannot be done; what is wrong is named all at once.
pub(crate) fn run(command: &RoundsCommand) -> anyhow::Result<ExitCode> {
    match command {
        RoundsCommand::Sheet(args) => sheet::run(args),
        RoundsCommand::Import(args) => import::run(args),
        RoundsCommand::Status(args) => status::run(args),
    }
}

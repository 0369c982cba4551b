//! `knelpunt rounds`: the telephone round, from the workbook that a coach takes along to the events it comes to.

mod sheet;

use std::process::ExitCode;

use clap::Subcommand;

/// What can be done with a round.
#[derive(Debug, Subcommand)]
pub(crate) enum Rounds {
    /// Write the workbook of a round: what is open, and room for what is said of it
    Sheet(sheet::Args),
}

/// Does what is to be done with a round.
///
/// # Errors
///
/// When it cannot be done; what is wrong is named all at once.
pub(crate) fn run(rounds: &Rounds) -> anyhow::Result<ExitCode> {
    match rounds {
        Rounds::Sheet(args) => sheet::run(args),
    }
}

//! The questions as tables: being built.
use std::process::ExitCode;
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Question {
    /// Summary
    Summary,
}
pub(crate) fn run(_: &Question) -> anyhow::Result<ExitCode> {
    anyhow::bail!("show: being built")
}

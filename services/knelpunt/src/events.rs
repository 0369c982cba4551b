//! The log as NDJSON: being built.
use std::process::ExitCode;
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Events {
    /// Import
    Import,
}
pub(crate) fn run(_: Events) -> anyhow::Result<ExitCode> {
    anyhow::bail!("events: being built")
}

//! `knelpunt`: one binary, one word per role.
//!
//! Here, and nowhere else, arguments, environment, clock and signals are read; what a word does is in the module of
//! its name, and what it does it with is in the crates. What may never enter: a rule about knelpunten.

mod clock;
mod doctor;
mod events;
mod init;
mod intake;
mod lifecycle;
mod nats_server;
mod outbox;
mod output;
mod progress;
mod publish;
mod quarantine;
mod rebuild;
mod replaying;
mod rounds;
mod running;
mod schema;
mod serve;
mod server;
mod settings;
mod show;
mod simulate;
mod taking;
mod up;
mod verify;
mod waiting;

use std::process::ExitCode;

use clap::{Parser, Subcommand, error::ErrorKind};
use tikv_jemallocator::Jemalloc;

/// Gives memory back that is no longer needed, which the allocator of glibc seldom does after large batches.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// Exit code of a word that was misspelt, or given what it does not take (`EX_USAGE` of sysexits.h).
const BAD_USAGE: u8 = 64;

/// Keeps track of what holds Dutch municipalities back: which knelpunten persist, where, for how long, and whether
/// it gets better.
#[derive(Debug, Parser)]
#[command(
    name = "knelpunt",
    version,
    propagate_version = true,
    max_term_width = 110,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit codes: 0 done, 1 failed, 64 bad usage. Colours only on a terminal, and not with NO_COLOR set.\nFirst time? `knelpunt up --demo`, then open http://127.0.0.1:7420/."
)]
struct Cli {
    #[command(subcommand)]
    word: Word,
}

#[derive(Debug, Subcommand)]
enum Word {
    /// Run everything on one machine: a nats-server of its own, projector, API, pages and intake
    Up(up::Args),
    /// Create the stream, if it is not there
    Init(init::Args),
    /// Follow a log: projector, API and pages, on one folder of views
    Serve(serve::Args),
    /// Take events over HTTP, and publish them: an outbox keeps what NATS does not have yet
    Intake(intake::Args),
    /// Publish that a knelpunt was observed
    Report(publish::ReportArgs),
    /// Publish that a knelpunt was gone
    Resolve(publish::ResolveArgs),
    /// Publish that a knelpunt proved to be another one
    Merge(publish::MergeArgs),
    /// Publish that an event is taken back
    Withdraw(publish::WithdrawArgs),
    /// Publish that a municipality was asked in a round
    Consult(publish::ConsultArgs),
    /// Ask the questions, as tables
    #[command(subcommand)]
    Show(show::Question),
    /// Bring events in, or take the log out, as NDJSON
    #[command(subcommand)]
    Events(events::Events),
    /// Prepare a telephone round, and bring in what was heard
    #[command(subcommand)]
    Rounds(rounds::Rounds),
    /// Build the views anew from the log, and compare
    Rebuild(rebuild::Args),
    /// Replay the log, and name what differs from it in the views
    Verify(verify::Args),
    /// Look at what came over the log and is no valid event, or try it again
    #[command(subcommand)]
    Quarantine(quarantine::Quarantine),
    /// Look at what was taken and cannot be published, or try it again
    #[command(subcommand)]
    Outbox(outbox::Word),
    /// Make up a history, as NDJSON: a function of the arguments alone
    Simulate(simulate::Args),
    #[expect(clippy::doc_markdown, reason = "help for people")]
    /// Write the published schemas: JSON Schema of each event type, and AsyncAPI
    Schema(schema::Args),
    /// Look whether everything is as it should be, and say what to do where it is not
    Doctor(doctor::Args),
    #[command(hide = true)]
    Guard(nats_server::guard::Args),
}

fn main() -> ExitCode {
    let word = match Cli::try_parse() {
        Ok(cli) => cli.word,
        Err(error) => return said(&error),
    };
    if let Word::Guard(args) = &word {
        return nats_server::guard::run(args);
    }
    settings::log_to_stderr();
    match run(word) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn run(word: Word) -> anyhow::Result<ExitCode> {
    match word {
        Word::Up(args) => up::run(args),
        Word::Init(args) => init::run(&args),
        Word::Serve(args) => serve::run(&args),
        Word::Intake(args) => intake::run(&args),
        Word::Report(args) => publish::report(args),
        Word::Resolve(args) => publish::resolve(args),
        Word::Merge(args) => publish::merge(args),
        Word::Withdraw(args) => publish::withdraw(args),
        Word::Consult(args) => publish::consult(args),
        Word::Show(question) => show::run(&question),
        Word::Events(events) => events::run(events),
        Word::Rounds(rounds) => rounds::run(&rounds),
        Word::Rebuild(args) => rebuild::run(&args),
        Word::Verify(args) => verify::run(&args),
        Word::Quarantine(word) => quarantine::run(&word),
        Word::Outbox(word) => outbox::run(&word),
        Word::Simulate(args) => simulate::run(&args),
        Word::Schema(args) => schema::run(&args),
        Word::Doctor(args) => doctor::run(&args),
        Word::Guard(args) => Ok(nats_server::guard::run(&args)),
    }
}

/// Help is no failure; anything else that clap has to say is bad usage.
fn said(error: &clap::Error) -> ExitCode {
    // Nobody may be reading: that is no reason to fail differently.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(BAD_USAGE),
    }
}

/// Says in one sentence what failed, with the causes that add something.
fn failed(error: &anyhow::Error) -> ExitCode {
    let mut said = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !said.contains(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    eprintln!("knelpunt: failed to {said}");
    if error.is::<settings::BadUsage>() {
        ExitCode::from(BAD_USAGE)
    } else {
        ExitCode::FAILURE
    }
}

//! `knelpunt`: one binary, one word per role.
//!
//! Here, and nowhere else, arguments, environment, clock and signals are read; what a word does is in the module of
//! its name, and what it does it with is in the crates. What may never enter: a rule about knelpunten.

mod api_client;
mod clock;
mod compose_server;
mod doctor;
mod event_intake;
mod events;
mod init;
mod intake;
mod lifecycle;
mod log_replay;
mod nats_server;
mod old_names;
mod outbox;
mod output;
mod progress;
mod publish;
mod quarantine;
mod rebuild;
mod rounds;
mod schema;
mod serve;
mod settings;
mod show;
mod simulate;
mod up;
mod verify;
mod wait_for_nats;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, error::ErrorKind};
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
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    let command = match parse() {
        Ok(command) => command,
        Err(error) => return print_clap_error(&error),
    };
    if let Command::Guard(args) = &command {
        return nats_server::guard::run(args);
    }
    settings::log_to_stderr();
    match run(command) {
        Ok(code) => code,
        Err(error) => print_failure(&error),
    }
}

/// Parses the command line; names that were renamed are read, and noticed on standard error.
fn parse() -> Result<Command, clap::Error> {
    let mut command = old_names::read_old_variables(Cli::command());
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    for notice in old_names::notices(&command, &matches, std::env::args_os()) {
        eprintln!("knelpunt: {notice}");
    }
    Cli::from_arg_matches(&matches).map(|cli| cli.command)
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Up(args) => up::run(args),
        Command::Init(args) => init::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Intake(args) => intake::run(&args),
        Command::Report(args) => publish::report(args),
        Command::Resolve(args) => publish::resolve(args),
        Command::Merge(args) => publish::merge(args),
        Command::Withdraw(args) => publish::withdraw(args),
        Command::Consult(args) => publish::consult(args),
        Command::Show(question) => show::run(&question),
        Command::Events(events) => events::run(events),
        Command::Rounds(rounds) => rounds::run(&rounds),
        Command::Rebuild(args) => rebuild::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Quarantine(command) => quarantine::run(&command),
        Command::Outbox(command) => outbox::run(&command),
        Command::Simulate(args) => simulate::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Guard(args) => Ok(nats_server::guard::run(&args)),
    }
}

/// Prints what clap has to say: help is a success, anything else is bad usage.
fn print_clap_error(error: &clap::Error) -> ExitCode {
    // If nobody reads it, the exit code still says what happened.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(BAD_USAGE),
    }
}

/// Prints in one sentence what failed, with the causes that add something.
fn print_failure(error: &anyhow::Error) -> ExitCode {
    let mut message = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !message.contains(&cause) {
            message = format!("{message}: {cause}");
        }
    }
    eprintln!("knelpunt: {}", output::as_failure(&message));
    if error.is::<settings::BadUsage>() {
        ExitCode::from(BAD_USAGE)
    } else {
        ExitCode::FAILURE
    }
}

//! `knelpunt`: one binary, with a command for each role.
//!
//! Arguments, environment, clock and signals are read here and nowhere else. Each command is in the module of its name
//! and uses the other crates. What may never enter: a rule about knelpunten.

mod api_client;
mod catalogue;
mod clock;
mod compose_server;
mod doctor;
mod event_intake;
mod events;
mod export;
mod file_error;
mod files;
mod init;
mod intake;
mod lifecycle;
mod log_replay;
mod manual;
mod nats_server;
mod notify;
mod old_names;
mod outbox;
mod output;
mod progress;
mod publish;
mod quarantine;
mod rebuild;
mod rounds;
mod schema;
mod search;
mod serve;
mod settings;
mod show;
mod simulate;
mod suggest;
mod up;
mod usage;
mod verify;
mod violations;
mod wait_for_nats;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, error::ErrorKind};
use tikv_jemallocator::Jemalloc;

/// Returns freed memory to the system; glibc's allocator seldom does after a large commit, and the process stays as
/// large as its largest moment.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// The exit code for a wrong command line (`EX_USAGE` of sysexits.h).
const BAD_USAGE: u8 = 64;

const AFTER_HELP: &str = "\
Exit codes:
  0   done
  1   failed, or found something invalid: a log, an event in a file, a row in a table, views that differ
  64  wrong command line or environment: an unknown option, code, date or file; nothing was done

Messages go to standard error, results to standard output. Every command that prints a result takes --format json. \
Colours are used on a terminal only, and not if NO_COLOR is set. RUST_LOG sets the level of the log, for example \
RUST_LOG=debug.

To start: `knelpunt up --demo`, then open http://127.0.0.1:7420/.";

/// Shows what holds Dutch municipalities back: which knelpunten persist, where, for how long, and whether things get
/// better
#[derive(Debug, Parser)]
#[command(
    name = "knelpunt",
    version,
    propagate_version = true,
    max_term_width = 110,
    arg_required_else_help = true,
    subcommand_value_name = "COMMAND",
    after_help = AFTER_HELP
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything on one machine: nats-server, projector, API, pages and intake
    Up(up::Args),
    /// Follow a log, and serve the API and the pages
    Serve(serve::Args),
    /// Accept events over HTTP and publish them
    Intake(intake::Args),
    /// Send alerts by mail and webhook: what became persisting, came back, moved, or was not called
    Notify(notify::Args),
    /// Create the stream in NATS
    Init(init::Args),
    /// Report a knelpunt
    Report(publish::ReportArgs),
    /// Report a knelpunt as resolved
    Resolve(publish::ResolveArgs),
    /// Merge a knelpunt into another one
    Merge(publish::MergeArgs),
    /// Withdraw an event
    Withdraw(publish::WithdrawArgs),
    /// Record that a municipality was consulted in a round
    Consult(publish::ConsultArgs),
    /// Record that a municipality received support
    Support(publish::SupportArgs),
    /// Show summaries, lists, trends and resolution times
    #[command(subcommand)]
    Show(show::ShowCommand),
    /// Find municipalities, categories, building blocks, parties and knelpunten by words
    Search(search::Args),
    /// List categories, building blocks, remedies, municipalities and more: their codes and names
    #[command(alias = "codes")]
    Catalogue(catalogue::Args),
    /// Export episodes, events or knelpunten as a file of rows
    Export(export::Args),
    /// Import or export events
    #[command(subcommand)]
    Events(events::EventsCommand),
    /// Prepare a telephone round, import its results, show its progress
    #[command(subcommand)]
    Rounds(rounds::RoundsCommand),
    /// Rebuild the views from the log, and compare
    Rebuild(rebuild::Args),
    /// Compare the views with a replay of the log
    Verify(verify::Args),
    /// List or retry the invalid messages of the log
    #[command(subcommand)]
    Quarantine(quarantine::QuarantineCommand),
    /// List or retry accepted events that could not be published
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    /// Generate a simulated history
    Simulate(simulate::Args),
    #[expect(clippy::doc_markdown, reason = "help for people")]
    /// Print the schemas of events (JSON Schema, AsyncAPI) and of the API (OpenAPI)
    Schema(schema::Args),
    /// Check the installation
    Doctor(doctor::Args),
    /// Print a completion script for a shell
    Completions(manual::CompletionsArgs),
    /// Print the manual page of a command
    Man(manual::ManArgs),
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

/// Parses the command line. Names that were renamed are still read, with a notice on standard error.
fn parse() -> Result<Command, clap::Error> {
    let mut command = old_names::read_old_variables(Cli::command());
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    let matches = matches.map_err(|mut error| {
        usage::correct(&mut error, &mut command, std::env::args_os());
        error
    })?;
    for notice in old_names::notices(&command, &matches, std::env::args_os()) {
        eprintln!("knelpunt: {notice}");
    }
    Cli::from_arg_matches(&matches).map(|cli| cli.command)
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Up(args) => up::run(args),
        Command::Serve(args) => serve::run(&args),
        Command::Intake(args) => intake::run(&args),
        Command::Notify(args) => notify::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Report(args) => publish::report(args),
        Command::Resolve(args) => publish::resolve(args),
        Command::Merge(args) => publish::merge(args),
        Command::Withdraw(args) => publish::withdraw(args),
        Command::Consult(args) => publish::consult(args),
        Command::Support(args) => publish::support(args),
        Command::Show(command) => show::run(&command),
        Command::Search(args) => search::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Catalogue(args) => catalogue::run(&args),
        Command::Events(command) => events::run(command),
        Command::Rounds(command) => rounds::run(&command),
        Command::Rebuild(args) => rebuild::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Quarantine(command) => quarantine::run(&command),
        Command::Outbox(command) => outbox::run(&command),
        Command::Simulate(args) => simulate::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions(args) => manual::completions(&args, Cli::command()),
        Command::Man(args) => manual::man(&args, Cli::command()),
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

/// Removes the numbers that the standard library appends to the reasons of the system, such as `(os error 2)`.
fn without_error_numbers(message: &str) -> String {
    let mut parts = message.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once(')').map_or(part, |(_, rest)| rest)
    })
}

/// Prints in one sentence what failed, with the causes that add something.
fn print_failure(error: &anyhow::Error) -> ExitCode {
    let mut message = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !message.contains(&cause) {
            message = format!("{message}: {cause}");
        }
    }
    eprintln!(
        "knelpunt: {}",
        without_error_numbers(&output::as_failure(&message))
    );
    let is_bad_usage = |cause: &(dyn std::error::Error + 'static)| {
        let connecting = cause.downcast_ref::<journal::ConnectError>();
        cause.is::<settings::BadUsage>()
            || matches!(connecting, Some(journal::ConnectError::Address { .. }))
    };
    if error.chain().any(is_bad_usage) {
        ExitCode::from(BAD_USAGE)
    } else {
        ExitCode::FAILURE
    }
}

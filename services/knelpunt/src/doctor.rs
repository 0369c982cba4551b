//! `knelpunt doctor`: checks the installation, one line for each check.

mod check_log;
mod check_machine;
mod check_server;
mod check_views;
mod finding;

use std::{path::PathBuf, process::ExitCode};

use serde::Serialize;

use self::finding::Finding;
use crate::{
    api_client::ApiClient,
    clock, lifecycle,
    output::FormatArgs,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const AFTER_HELP: &str = "\
Checks the data folder, the views in it unless a server uses them, the nats-server executable, the running server \
(health, lag, quarantine, outbox, clock) and its log (stream and settings). Changes no data. The exit \
code is 1 if anything is wrong.";

/// Options of `doctor`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    server: ServerArgs,
    /// URL of the NATS server to check; the one that the running server uses if not given
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: Option<String>,
    /// The nats-server executable that `up` would start; the one on PATH if not given
    #[arg(
        long,
        alias = "nats-server",
        env = "KNELPUNT_NATS_SERVER_BIN",
        value_name = "PATH"
    )]
    nats_server_bin: Option<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// All findings, as they are printed.
#[derive(Serialize)]
struct DoctorReport<'a> {
    wrong: usize,
    findings: &'a [Finding],
}

/// Runs every check.
///
/// # Errors
///
/// When the URL of the server is malformed, or standard output cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let findings = findings(args)?;
    let wrong = findings.iter().filter(|finding| finding.is_wrong()).count();
    let report = DoctorReport {
        wrong,
        findings: &findings,
    };
    args.format.print(&report, || {
        let lines = findings.iter().map(ToString::to_string);
        let lines: Vec<String> = lines.chain([finding::verdict(wrong)]).collect();
        lines.join("\n")
    })?;
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn findings(args: &Args) -> anyhow::Result<Vec<Finding>> {
    let server = ApiClient::new(&args.server)?;
    let register = settings::register(&args.catalogue)?;
    let mut findings = vec![check_machine::version(register)];
    findings.extend(check_machine::data(&args.data.data));
    findings.extend(check_views::check(&args.data.views(), clock::now()));
    let (server_nats, of_server) = check_server::check(&server, register);
    let is_running = server_nats.is_some();
    let url = args.nats.clone().or(server_nats);
    let others: Vec<Finding> = lifecycle::block_on(async {
        // With a NATS server elsewhere, or a running server, no executable is needed on this machine.
        let mut findings = match &args.nats {
            None => vec![check_machine::nats_server(args.nats_server_bin.clone()).await],
            Some(_) => Vec::new(),
        };
        findings.retain(|executable| !(is_running && executable.is_wrong()));
        findings.extend(of_server);
        if let Some(url) = &url {
            findings.extend(check_log::check(url).await);
        }
        Ok(findings)
    })?;
    findings.extend(others);
    Ok(findings)
}

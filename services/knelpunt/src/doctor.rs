//! `knelpunt doctor`: looks at everything, and says of each in one line that it is right, or what to do.

mod check_log;
mod check_machine;
mod check_server;
mod finding;

use std::{path::PathBuf, process::ExitCode};

use self::finding::Finding;
use crate::{
    api_client::ApiClient,
    lifecycle, output,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const MORE: &str = "\
It looks at the data folder, the nats-server executable, the running server (health, lag, quarantine, outbox, clock) and its \
log (stream and settings). It changes nothing. Exit code 1 when anything is wrong.";

/// What `doctor` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    server: ServerArgs,
    /// The NATS server to look at; the one that the running server tells if not given
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: Option<String>,
    /// The nats-server that `up` would start; the one on the search path if not given
    #[arg(
        long,
        alias = "nats-server",
        env = "KNELPUNT_NATS_SERVER_BIN",
        value_name = "PATH"
    )]
    nats_server_bin: Option<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Looks at everything.
///
/// # Errors
///
/// When the address of the server is none, or nothing can be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let server = ApiClient::new(&args.server)?;
    let register = settings::register(&args.catalogue)?;
    let mut findings = vec![check_machine::version(register)];
    findings.extend(check_machine::data(&args.data.data));
    let (told, of_server) = check_server::look(&server, register);
    let runs = told.is_some();
    let url = args.nats.clone().or(told);
    let others: Vec<Finding> = lifecycle::block_on(async {
        // Who uses a NATS server of somebody else's, or has one running, needs no executable here.
        let mut findings = match &args.nats {
            None => vec![check_machine::nats_server(args.nats_server_bin.clone()).await],
            Some(_) => Vec::new(),
        };
        findings.retain(|executable| !(runs && executable.is_wrong()));
        findings.extend(of_server);
        if let Some(url) = &url {
            findings.extend(check_log::look(url).await);
        }
        Ok(findings)
    })?;
    findings.extend(others);
    for finding in &findings {
        output::print_line(&finding.to_string())?;
    }
    let wrong = findings.iter().filter(|finding| finding.is_wrong()).count();
    output::print_line(&finding::verdict(wrong))?;
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

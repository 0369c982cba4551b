//! `knelpunt init`: creates the stream, if it is not there.

use std::{process::ExitCode, time::Duration};

use journal::{Journal, JournalOptions};

use crate::lifecycle;

/// How long NATS may take to answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What `init` can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The NATS server to create the stream KNELPUNTEN on
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    /// Copies of the stream: 3 needs three servers
    #[arg(long, default_value_t = 1, value_parser = parse_replicas)]
    replicas: usize,
}

fn parse_replicas(text: &str) -> Result<usize, String> {
    match text {
        "1" => Ok(1),
        "3" => Ok(3),
        _ => Err("1 or 3".to_owned()),
    }
}

/// Creates the stream, or says that it is there and how it differs from what is needed.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    lifecycle::block_on(async {
        let journal =
            Journal::connect(&args.nats, "knelpunt init", JournalOptions::default()).await?;
        journal.wait_connected(CONNECT_TIMEOUT).await?;
        if let Some(facts) = journal.find_stream().await? {
            println!(
                "Stream {} is there since {}, with {} as its last sequence.",
                facts.name, facts.created_at, facts.last_sequence
            );
            let deviations = journal.deviations().await?;
            for deviation in &deviations {
                eprintln!("knelpunt: {deviation}");
            }
            return Ok(if deviations.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        let facts = journal.create(args.replicas).await?;
        println!(
            "Stream {} created on {}.",
            facts.name,
            journal.server_url().await
        );
        Ok(ExitCode::SUCCESS)
    })
}

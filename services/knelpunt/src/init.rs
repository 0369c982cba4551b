//! `knelpunt init`: creates the stream, or checks the one that exists.

use std::process::ExitCode;

use serde::Serialize;

use crate::{lifecycle, output::FormatArgs, wait_for_nats};

/// Options of `init`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// URL of the NATS server to create the stream KNELPUNTEN on, such as `nats://127.0.0.1:4222`
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    /// Copies of the stream, 1 or 3; 3 needs a cluster of three servers
    #[arg(long, default_value_t = 1, value_parser = parse_replicas)]
    replicas: usize,
    #[command(flatten)]
    format: FormatArgs,
}

/// The stream, as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InitResult {
    stream: String,
    /// Whether this command created it.
    created: bool,
    created_at: String,
    last_sequence: u64,
    /// Settings that differ from the required ones.
    deviations: Vec<String>,
}

fn parse_replicas(text: &str) -> Result<usize, String> {
    match text {
        "1" => Ok(1),
        "3" => Ok(3),
        _ => Err("use 1 or 3".to_owned()),
    }
}

/// Creates the stream, or lists how the existing one differs from the required settings.
///
/// # Errors
///
/// When NATS is unavailable, or does not allow it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let result = lifecycle::block_on(async {
        let journal = wait_for_nats::connect(&args.nats, "knelpunt init").await?;
        let existing = journal.find_stream().await?;
        let created = existing.is_none();
        let (stream, deviations) = match existing {
            Some(stream) => (stream, journal.deviations().await?),
            None => (journal.create(args.replicas).await?, Vec::new()),
        };
        Ok(InitResult {
            stream: stream.name,
            created,
            created_at: stream.created_at.to_string(),
            last_sequence: stream.last_sequence,
            deviations,
        })
    })?;
    args.format.print(&result, || result.text())?;
    Ok(if result.deviations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl InitResult {
    fn text(&self) -> String {
        let Self {
            stream,
            created_at,
            last_sequence,
            ..
        } = self;
        if self.created {
            return format!("Stream {stream} created.");
        }
        let mut text = format!(
            "Stream {stream} exists since {created_at}; its last sequence is {last_sequence}."
        );
        for deviation in &self.deviations {
            text = format!("{text}\nWRONG  {deviation}");
        }
        if !self.deviations.is_empty() {
            text += "\nCorrect the settings with the `nats` tool: nats stream edit KNELPUNTEN";
        }
        text
    }
}

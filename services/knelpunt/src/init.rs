//! `knelpunt init`: creates the stream, or checks the one that exists.

use std::process::ExitCode;

use serde::Serialize;

use crate::{
    lifecycle, output::FormatArgs, publish::installation, settings::DataArgs, wait_for_nats,
};

const AFTER_HELP: &str = "\
The NL GOV profile for CloudEvents asks each organisation for a source with its OIN, the number by which Dutch public \
organisations know each other: urn:nld:oin:<20 digits>:systeem:<name>. Give it once with --source: it becomes the source of \
what this installation publishes, kept in the data folder. Without one, the source is a random URN of this installation. \
Other organisations that publish give theirs. Ids of events are random (UUIDv7), so that senders need not agree on numbers.

Examples:
  knelpunt init --nats nats://127.0.0.1:4222 --source urn:nld:oin:00000001234567890000:systeem:knelpunten
  knelpunt init --nats nats://127.0.0.1:4222 --replicas 3";

/// Options of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// URL of the NATS server to create the stream KNELPUNTEN on, such as `nats://127.0.0.1:4222`
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: String,
    /// Copies of the stream, 1 or 3; 3 needs a cluster of three servers
    #[arg(long, default_value_t = 1, value_parser = parse_replicas)]
    replicas: usize,
    /// Source of the events of this installation from now on, kept in the data folder, such as
    /// `urn:nld:oin:<20 digits>:systeem:<name>`
    #[arg(long, value_name = "URN")]
    source: Option<String>,
    #[command(flatten)]
    data: DataArgs,
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
    /// The source that this installation keeps, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
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
/// When the source is invalid or another one is kept, or NATS is unavailable or does not allow it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let source = args.source.as_deref();
    if let Some(source) = source {
        installation::keep(source, &args.data)?;
    }
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
            source: source.map(str::to_owned),
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
        let mut text = if self.created {
            format!("Stream {stream} created.")
        } else {
            format!(
                "Stream {stream} exists since {created_at}; its last sequence is {last_sequence}."
            )
        };
        text += "\n";
        text += &self.source.as_ref().map_or_else(
            || "To publish with the OIN of your organisation, give --source: see knelpunt init --help.".to_owned(),
            |source| format!("Events of this installation have the source {source}."),
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

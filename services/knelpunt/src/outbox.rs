//! `knelpunt outbox`: what was taken and cannot be published as things are, and that tried again. The running server is
//! asked; when none has the folder open, it is opened here.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use intake::OutboxPage;
use outbox::{Outbox, OutboxError, RetrySelection};
use serde_json::Value;

use crate::{
    api_client::{ApiClient, QueryPairs},
    clock, lifecycle, output,
    settings::{DataArgs, ServerArgs},
    show::{
        cells::text,
        drawing::{Column, items, table},
    },
};

/// How many are listed when nobody says, as the API does.
const LIMIT: usize = 100;
/// How many can be listed at once, as the API has it.
const LIMIT_MAX: u64 = 1_000;

const RETRY_MORE: &str = "\
Do so once the reason is gone: a permission that was given, a limit that was raised. What cannot be published even \
then is set aside again; it blocks nothing meanwhile.";

/// What can be done with the outbox.
#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// Show what waits, and list what cannot be published, and why
    List(ListArgs),
    /// Try again to publish what could not be
    #[command(after_help = RETRY_MORE)]
    Retry(OutboxLocationArgs),
}

/// What `outbox list` can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// How many at most, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..=LIMIT_MAX))]
    limit: Option<u64>,
    /// Go on where an earlier answer ended; it says how
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<u64>,
    /// How the answer is written: lines for people, JSON (with the names of the API) for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    location: OutboxLocationArgs,
}

/// How the list is written: it has a standing above it, for which comma-separated values have no place.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Lines and a table, for people
    Table,
    /// The answer of the API
    Json,
}

/// Which outbox is meant.
#[derive(Debug, clap::Args)]
pub(crate) struct OutboxLocationArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    server: ServerArgs,
}

/// Where the outbox is.
enum OpenedOutbox {
    /// A running server has it.
    Running(ApiClient),
    /// It is open here.
    Here(Outbox),
}

/// Lists the outbox, or has it tried again.
///
/// # Errors
///
/// When there is neither a server nor a folder, or it refuses.
pub(crate) fn run(command: &OutboxCommand) -> anyhow::Result<ExitCode> {
    match command {
        OutboxCommand::List(args) => {
            let page = args.location.find()?.list(args)?;
            match args.format {
                Format::Json => output::print_line(&page.to_string())?,
                Format::Table => output::print_line(&draw(&page))?,
            }
        }
        OutboxCommand::Retry(args) => output::print_line(&args.find()?.retry()?)?,
    }
    Ok(ExitCode::SUCCESS)
}

impl OutboxLocationArgs {
    fn find(&self) -> anyhow::Result<OpenedOutbox> {
        let folder = self.data.outbox();
        if folder.is_dir() {
            match Outbox::open(&folder) {
                Err(OutboxError::InUse { .. }) => {}
                opened => {
                    return opened
                        .map(OpenedOutbox::Here)
                        .with_context(|| format!("look into {}", folder.display()));
                }
            }
        }
        Ok(OpenedOutbox::Running(ApiClient::new(&self.server)?))
    }
}

impl OpenedOutbox {
    fn list(&self, args: &ListArgs) -> anyhow::Result<Value> {
        match self {
            Self::Running(server) => {
                let given = [("limit", args.limit), ("cursor", args.cursor)];
                let pairs: QueryPairs = given
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, value?.to_string())))
                    .collect();
                server.json("/v1/outbox", &pairs)
            }
            Self::Here(outbox) => {
                let limit = args.limit.and_then(|limit| usize::try_from(limit).ok());
                let limit = limit.unwrap_or(LIMIT);
                let page = OutboxPage::read(outbox, args.cursor, limit, clock::now());
                let page = lifecycle::block_on(async { Ok(page.await?) })?;
                Ok(serde_json::to_value(page)?)
            }
        }
    }

    fn retry(&self) -> anyhow::Result<String> {
        match self {
            Self::Running(server) => {
                let done: Value = server.post("/v1/outbox/retries")?;
                Ok(format!(
                    "{} events are tried again.",
                    text(&done, "/retried")
                ))
            }
            Self::Here(outbox) => {
                let retried =
                    lifecycle::block_on(async { Ok(outbox.retry(RetrySelection::All).await?) })?;
                Ok(format!(
                    "{retried} events are tried again when a server with this folder runs."
                ))
            }
        }
    }
}

fn draw(page: &Value) -> String {
    let dead = items(page, "items");
    let mut drawn = format!(
        "{} events wait to be published; {} cannot be, as things are.",
        text(page, "/waiting"),
        text(page, "/dead")
    );
    if !dead.is_empty() {
        let columns = [
            Column::number("Number", |item| text(item, "/number")),
            Column::text("Event", |item| text(item, "/eventId")),
            Column::text("Subject", |item| text(item, "/natsSubject")),
            Column::text("Since", |item| text(item, "/since")),
            Column::text("Reason", |item| text(item, "/reason")),
        ];
        let table = table(&columns, dead);
        drawn = format!(
            "{drawn}\n{}\nOnce the reason is gone: knelpunt outbox retry",
            table.trim_end()
        );
    }
    if let Some(cursor) = page.get("nextCursor").and_then(Value::as_str) {
        drawn = format!("{drawn}\nThe next ones: the same again with --cursor {cursor}");
    }
    drawn
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_published_is_shown_with_why_and_what_to_do() {
        let page = json!({
            "waiting": 3, "dead": 2, "nextCursor": "7",
            "items": [{"number": 7, "eventId": "17", "natsSubject": "knelpunten.x.GM0344", "since": "2013-02-14T09:12:31Z",
                "reason": "this user has no permission"}],
        });
        let drawn = draw(&page);
        for part in [
            "3 events wait",
            "2 cannot be",
            "no permission",
            "outbox retry",
            "--cursor 7",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let none = json!({"waiting": 0, "dead": 0, "items": [], "nextCursor": null});
        assert_eq!(
            draw(&none),
            "0 events wait to be published; 0 cannot be, as things are."
        );
    }
}

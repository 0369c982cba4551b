//! `knelpunt outbox`: lists accepted events that are not published, or retries them. Opens the outbox of the data folder, or
//! asks the running server if that uses it.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use intake::outbox_page;
use outbox::{Outbox, OutboxError, RetrySelection};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    api_client::{ApiClient, QueryPairs},
    clock, lifecycle,
    output::{FormatArgs, count},
    settings::{DataArgs, ServerArgs},
    show::{
        cells::{items, text},
        drawing::{Column, table},
    },
};

/// The default number of entries, as in the API.
const LIMIT: usize = 100;
/// The largest number of entries, as in the API.
const LIMIT_MAX: u64 = 1_000;

const RETRY_AFTER_HELP: &str = "\
Retry when the cause is removed, such as a missing permission or a limit. Events that still cannot be published return \
to the list; they never delay others.";

/// Commands on the outbox.
#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// List the events that cannot be published, with their reasons
    List(ListArgs),
    /// Try again to publish them
    #[command(after_help = RETRY_AFTER_HELP)]
    Retry(RetryArgs),
}

/// Options of `outbox list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Number of events to list, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..=LIMIT_MAX))]
    limit: Option<u64>,
    /// Continue after an earlier list, with the cursor that it ended with
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<u64>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    location: OutboxLocationArgs,
}

/// Options of `outbox retry`.
#[derive(Debug, clap::Args)]
pub(crate) struct RetryArgs {
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    location: OutboxLocationArgs,
}

/// The result of a retry.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RetriedOutbox {
    /// The number of events that are tried again.
    retried: u64,
}

/// The outbox.
#[derive(Debug, clap::Args)]
pub(crate) struct OutboxLocationArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    server: ServerArgs,
}

/// An outbox, opened in one of two ways.
enum OpenedOutbox {
    /// A running server uses it.
    AtServer(ApiClient),
    /// It is opened here: no server runs.
    Here(Outbox),
}

/// Lists or retries the outbox.
///
/// # Errors
///
/// When there is neither an outbox nor a running server, or it refuses.
pub(crate) fn run(command: &OutboxCommand) -> anyhow::Result<ExitCode> {
    match command {
        OutboxCommand::List(args) => {
            let page = args.location.open()?.list(args)?;
            args.format.print(&page, || draw(&page))?;
        }
        OutboxCommand::Retry(args) => {
            let outbox = args.location.open()?;
            let result = outbox.retry()?;
            args.format.print(&result, || {
                let retried = count(result.retried, "event");
                match outbox {
                    OpenedOutbox::AtServer(_) => format!("Retrying {retried}."),
                    OpenedOutbox::Here(_) => {
                        format!(
                            "{retried} will be tried again when a server uses this data folder."
                        )
                    }
                }
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl OutboxLocationArgs {
    fn open(&self) -> anyhow::Result<OpenedOutbox> {
        let folder = self.data.outbox();
        if folder.is_dir() {
            match Outbox::open(&folder) {
                Err(OutboxError::InUse { .. }) => {}
                opened => {
                    return opened
                        .map(OpenedOutbox::Here)
                        .with_context(|| format!("cannot open the outbox {}", folder.display()));
                }
            }
        }
        Ok(OpenedOutbox::AtServer(ApiClient::new(&self.server)?))
    }
}

impl OpenedOutbox {
    fn list(&self, args: &ListArgs) -> anyhow::Result<Value> {
        match self {
            Self::AtServer(server) => {
                let options = [("limit", args.limit), ("cursor", args.cursor)];
                let pairs: QueryPairs = options
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, value?.to_string())))
                    .collect();
                server.json("/v1/outbox", &pairs)
            }
            Self::Here(outbox) => {
                let limit = args.limit.and_then(|limit| usize::try_from(limit).ok());
                let limit = limit.unwrap_or(LIMIT);
                let page = outbox_page(outbox, args.cursor, limit, clock::now());
                let page = lifecycle::block_on(async { Ok(page.await?) })?;
                Ok(serde_json::to_value(page)?)
            }
        }
    }

    fn retry(&self) -> anyhow::Result<RetriedOutbox> {
        match self {
            Self::AtServer(server) => server.post("/v1/outbox/retries"),
            Self::Here(outbox) => {
                let retrying = async { Ok(outbox.retry(RetrySelection::All).await?) };
                let retried = lifecycle::block_on(retrying)?;
                Ok(RetriedOutbox {
                    retried: retried.try_into().unwrap_or(u64::MAX),
                })
            }
        }
    }
}

fn number(page: &Value, name: &str) -> u64 {
    page[name].as_u64().unwrap_or_default()
}

fn draw(page: &Value) -> String {
    let dead = items(page, "items");
    let mut drawn = format!(
        "{} waiting to be published, {} that cannot be published.",
        count(number(page, "waiting"), "event"),
        number(page, "dead")
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
            "{drawn}\n{}\nWhen the cause is removed: knelpunt outbox retry",
            table.trim_end()
        );
    }
    if let Some(cursor) = page.get("nextCursor").and_then(Value::as_str) {
        drawn = format!("{drawn}\nNext page: --cursor {cursor}");
    }
    drawn
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_that_cannot_be_published_are_listed_with_reason_and_advice() {
        let page = json!({
            "waiting": 3, "dead": 2, "nextCursor": "7",
            "items": [{"number": 7, "eventId": "17", "natsSubject": "knelpunten.x.GM0344", "since": "2013-02-14T09:12:31Z",
                "reason": "this user has no permission"}],
        });
        let drawn = draw(&page);
        for part in [
            "3 events waiting",
            "2 that cannot be published",
            "no permission",
            "outbox retry",
            "--cursor 7",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let none = json!({"waiting": 0, "dead": 0, "items": [], "nextCursor": null});
        assert_eq!(
            draw(&none),
            "0 events waiting to be published, 0 that cannot be published."
        );
    }
}

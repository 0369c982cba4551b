//! `knelpunt outbox`: lists accepted events that are not published, or retries them. Opens the outbox of the data folder, or
//! asks the running server if that uses it.

use std::process::ExitCode;

use anyhow::Context as _;
use api::{DeadEvent, OutboxPage, OutboxRetryReport};
use clap::Subcommand;
use intake::outbox_page;
use outbox::{Outbox, OutboxError, RetrySelection};

use crate::{
    api_client::{ApiClient, QueryPairs},
    clock, lifecycle,
    output::{FormatArgs, count, next_page},
    settings::{DataArgs, ServerArgs},
    show::drawing::TableColumns,
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
    List(OutboxListArgs),
    /// Try again to publish them
    #[command(after_help = RETRY_AFTER_HELP)]
    Retry(OutboxRetryArgs),
}

/// Options of `outbox list`.
#[derive(Debug, clap::Args)]
pub(crate) struct OutboxListArgs {
    /// Number of events to list, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER", value_parser = parse_limit)]
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
pub(crate) struct OutboxRetryArgs {
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    location: OutboxLocationArgs,
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
    fn list(&self, args: &OutboxListArgs) -> anyhow::Result<OutboxPage> {
        match self {
            Self::AtServer(server) => {
                let options = [("limit", args.limit), ("cursor", args.cursor)];
                let pairs: QueryPairs = options
                    .into_iter()
                    .filter_map(|(key, value)| Some((key.to_owned(), value?.to_string())))
                    .collect();
                server.json("/v1/outbox", &pairs)
            }
            Self::Here(outbox) => {
                let limit = args.limit.and_then(|limit| usize::try_from(limit).ok());
                let limit = limit.unwrap_or(LIMIT);
                let page = outbox_page(outbox, args.cursor, limit, clock::now());
                lifecycle::block_on(async { Ok(page.await?) })
            }
        }
    }

    fn retry(&self) -> anyhow::Result<OutboxRetryReport> {
        match self {
            Self::AtServer(server) => server.post("/v1/outbox/retries"),
            Self::Here(outbox) => lifecycle::block_on(async {
                let retried = outbox.retry(RetrySelection::All).await?;
                let page = outbox_page(outbox, None, 1, clock::now()).await?;
                Ok(OutboxRetryReport {
                    retried,
                    waiting: page.waiting,
                    dead: page.dead,
                })
            }),
        }
    }
}

fn draw(page: &OutboxPage) -> String {
    let mut drawn = format!(
        "{} waiting to be published, {} that cannot be published.",
        count(page.waiting, "event"),
        page.dead
    );
    if let Some(failure) = &page.failure {
        drawn = format!("{drawn}\nNow: {failure}.");
    }
    if !page.items.is_empty() {
        let events = TableColumns::new()
            .number("Number", |event: &DeadEvent| event.number)
            .text_with_id("Event", |event| event.event_id.clone())
            .text("Reason", |event| {
                format!("{}: {}", event.nats_subject, event.reason)
            })
            .id("Since", |event| event.since.day())
            .draw(&page.items);
        drawn = format!("{drawn}\n{events}\nWhen the cause is removed: knelpunt outbox retry");
    }
    drawn + &next_page(page.next_cursor.as_deref())
}

fn parse_limit(text: &str) -> Result<u64, String> {
    let limit = text.parse().ok();
    let limit = limit.filter(|limit| (1..=LIMIT_MAX).contains(limit));
    limit.ok_or_else(|| format!("give a whole number from 1 to {LIMIT_MAX}"))
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    #[test]
    fn events_that_cannot_be_published_are_listed_with_reason_and_advice() {
        let mut page = OutboxPage::example();
        page.next_cursor = Some("7".to_owned());
        page.failure = Some("the stream is full".to_owned());
        let drawn = draw(&page);
        for part in [
            "Now: the stream is full.",
            "2 events waiting",
            "1 that cannot be published",
            "permission",
            "outbox retry",
            "--cursor 7",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let empty = OutboxPage {
            waiting: 0,
            dead: 0,
            failure: None,
            items: Vec::new(),
            next_cursor: None,
            ..page
        };
        assert_eq!(
            draw(&empty),
            "0 events waiting to be published, 0 that cannot be published."
        );
    }
}

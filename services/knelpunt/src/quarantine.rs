//! `knelpunt quarantine`: lists the invalid messages of the log, or retries them, at the running server.

use std::process::ExitCode;

use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    api_client::{Accept, ApiClient, QueryPairs},
    output::{self, FormatArgs},
    settings::ServerArgs,
    show::{
        Format,
        cells::{items, text},
        drawing::{Column, table},
    },
    violations::field_of,
};

const LIST_EXAMPLES: &str = "\
Lists each message with every reason; --format json and csv include the message itself.

Examples:
  knelpunt quarantine list
  knelpunt quarantine list --limit 1000 --format csv";

const RETRY_AFTER_HELP: &str = "\
The server reads the messages again from the log, validates them with its register and catalogue, and folds those that \
are valid now; nothing is rebuilt. A server that starts with another catalogue does this by itself.";

/// Commands on the quarantine.
#[derive(Debug, Subcommand)]
pub(crate) enum QuarantineCommand {
    /// List the invalid messages with their reasons
    List(ListArgs),
    /// Validate them again, and fold those that are valid now
    Retry(RetryArgs),
}

/// Options of `quarantine list`.
#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(crate) struct ListArgs {
    /// Number of messages to list, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER")]
    limit: Option<String>,
    /// Continue after an earlier list, with the cursor that it ended with
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// Format of the list; json and csv have the fields of the API
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    server: ServerArgs,
}

/// Options of `quarantine retry`.
#[derive(Debug, clap::Args)]
#[command(after_help = RETRY_AFTER_HELP)]
pub(crate) struct RetryArgs {
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    server: ServerArgs,
}

/// The answer to a retry.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RetriedQuarantine {
    folded: u64,
    still_invalid: u64,
    erased: u64,
    position: u64,
}

/// Lists or retries the quarantine.
///
/// # Errors
///
/// When no server is running, or it refuses.
pub(crate) fn run(command: &QuarantineCommand) -> anyhow::Result<ExitCode> {
    match command {
        QuarantineCommand::List(args) => list(args)?,
        QuarantineCommand::Retry(args) => {
            let retried: RetriedQuarantine =
                ApiClient::new(&args.server)?.post("/v1/quarantine/retries")?;
            args.format.print(&retried, || retried.sentence())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let server = ApiClient::new(&args.server)?;
    let options = [("limit", &args.limit), ("cursor", &args.cursor)];
    let pairs: QueryPairs = options
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.clone()?)))
        .collect();
    let path = "/v1/quarantine";
    match args.format {
        Format::Json => output::print_line(&server.text(path, &pairs, Accept::Json)?),
        Format::Csv => output::print_line(server.text(path, &pairs, Accept::Csv)?.trim_end()),
        Format::Table => output::print_line(&draw(&server.json(path, &pairs)?)),
    }
}

fn draw(answer: &Value) -> String {
    let all = items(answer, "items");
    let columns = [
        Column::number("Position", |item| text(item, "/sequence")),
        Column::text("Subject", |item| text(item, "/subject")),
        Column::text("Reasons", reasons),
    ];
    let mut drawn = table(&columns, all).trim_end().to_owned();
    if !all.is_empty() {
        let total = text(answer, "/total");
        drawn = format!(
            "{drawn}\n{} of {total}, in the order of the log.",
            all.len()
        );
    }
    if let Some(cursor) = answer.get("nextCursor").and_then(Value::as_str) {
        drawn = format!("{drawn} Next page: --cursor {cursor}");
    }
    drawn
}

/// Returns the reasons, one per line.
fn reasons(item: &Value) -> String {
    let reason = |violation: &Value| {
        let field = field_of(&text(violation, "/path"));
        let reason = format!("{field} {}", text(violation, "/problem"));
        reason.trim().to_owned()
    };
    let reasons: Vec<String> = items(item, "reasons").iter().map(reason).collect();
    reasons.join("\n")
}

impl RetriedQuarantine {
    fn sentence(&self) -> String {
        let Self {
            folded,
            still_invalid,
            erased,
            position,
        } = self;
        let mut sentence = format!("{folded} valid now and folded, {still_invalid} still invalid");
        if *erased > 0 {
            sentence = format!("{sentence}, {erased} erased from the log and left");
        }
        format!("{sentence}; position {position}.")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_message_is_listed_with_every_reason() {
        let answer = json!({
            "items": [{
                "sequence": 7, "subject": "knelpunten.knelpunt-reported.GM0344", "payload": "{}",
                "reasons": [
                    {"path": "/data/category", "problem": "\"x\" is not in the catalogue"},
                    {"path": "", "problem": "is no event"},
                ],
            }],
            "total": 3, "nextCursor": "7", "position": 9,
        });
        let drawn = draw(&answer);
        for part in [
            "7 ",
            "knelpunten.knelpunt-reported.GM0344",
            "data.category \"x\" is not in the catalogue",
            "is no event",
            "1 of 3, in",
            "--cursor 7",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let none = json!({"items": [], "total": 0, "nextCursor": null, "position": 9});
        assert_eq!(draw(&none), "No results.");
    }

    #[test]
    fn a_retry_is_summarised_in_one_sentence() {
        let retried = |erased| RetriedQuarantine {
            folded: 3,
            still_invalid: 2,
            erased,
            position: 9,
        };
        assert_eq!(
            retried(0).sentence(),
            "3 valid now and folded, 2 still invalid; position 9."
        );
        assert!(retried(1).sentence().contains("1 erased from the log"));
    }
}

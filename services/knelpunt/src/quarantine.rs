//! `knelpunt quarantine`: what came over the log and is no valid event, asked of a running server, or tried again.

use std::process::ExitCode;

use clap::Subcommand;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    api_client::{Accept, ApiClient, QueryPairs},
    output,
    settings::ServerArgs,
    show::{
        Format,
        cells::text,
        drawing::{Column, items, table},
    },
};

const LIST_EXAMPLES: &str = "\
Each is shown with every reason; with --format json or csv also what it was.

Examples:
  knelpunt quarantine list
  knelpunt quarantine list --limit 1000 --format csv";

const RETRY_MORE: &str = "\
What is in quarantine is read again from the log, judged by the register and the catalogue of the server, and folded \
where it is valid now: order does not matter, so nothing is rebuilt. A server that starts with another catalogue does \
that by itself.";

/// What can be done with the quarantine.
#[derive(Debug, Subcommand)]
pub(crate) enum QuarantineCommand {
    /// List what is in quarantine, and why
    List(ListArgs),
    /// LineValidator it anew, and fold what is valid now
    Retry(RetryArgs),
}

/// What `quarantine list` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(crate) struct ListArgs {
    /// How many at most, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER")]
    limit: Option<String>,
    /// Go on where an earlier answer ended; it says how
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// How the answer is written: tables for people, JSON or CSV (with the names of the API) for programs
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    server: ServerArgs,
}

/// What `quarantine retry` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = RETRY_MORE)]
pub(crate) struct RetryArgs {
    #[command(flatten)]
    server: ServerArgs,
}

/// What became of the quarantine.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Retried {
    folded: u64,
    still_invalid: u64,
    erased: u64,
    position: u64,
}

/// Lists the quarantine, or has it tried again.
///
/// # Errors
///
/// When there is no server, or it refuses.
pub(crate) fn run(command: &QuarantineCommand) -> anyhow::Result<ExitCode> {
    match command {
        QuarantineCommand::List(args) => list(args)?,
        QuarantineCommand::Retry(args) => {
            let retried: Retried = ApiClient::new(&args.server)?.post("/v1/quarantine/retries")?;
            output::print_line(&retried.sentence())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let server = ApiClient::new(&args.server)?;
    let given = [("limit", &args.limit), ("cursor", &args.cursor)];
    let pairs: QueryPairs = given
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
            "{drawn}\n{} of {total} shown, in order of the log.",
            all.len()
        );
    }
    if let Some(cursor) = answer.get("nextCursor").and_then(Value::as_str) {
        drawn = format!("{drawn} The next ones: the same again with --cursor {cursor}");
    }
    drawn
}

/// Gives every reason on a line.
fn reasons(item: &Value) -> String {
    let reason = |fault: &Value| {
        let said = format!("{} {}", text(fault, "/path"), text(fault, "/problem"));
        said.trim().to_owned()
    };
    let reasons: Vec<String> = items(item, "reasons").iter().map(reason).collect();
    reasons.join("\n")
}

impl Retried {
    fn sentence(&self) -> String {
        let Self {
            folded,
            still_invalid,
            erased,
            position,
        } = self;
        let mut sentence =
            format!("{folded} are valid now, and folded; {still_invalid} are still no valid event");
        if *erased > 0 {
            sentence = format!("{sentence}; {erased} are no longer in the log, and stay");
        }
        format!("{sentence}. Position {position}.")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_is_shown_with_every_reason_and_how_to_go_on() {
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
            "/data/category \"x\" is not in the catalogue",
            "is no event",
            "1 of 3 shown",
            "--cursor 7",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let none = json!({"items": [], "total": 0, "nextCursor": null, "position": 9});
        assert_eq!(draw(&none), "There are none.");
    }

    #[test]
    fn what_became_of_it_is_said_in_one_sentence() {
        let retried = |erased| Retried {
            folded: 3,
            still_invalid: 2,
            erased,
            position: 9,
        };
        assert_eq!(
            retried(0).sentence(),
            "3 are valid now, and folded; 2 are still no valid event. Position 9."
        );
        assert!(retried(1).sentence().contains("1 are no longer in the log"));
    }
}

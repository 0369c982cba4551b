//! `knelpunt quarantine`: lists the invalid messages of the log, or retries them, at the running server.

use std::process::ExitCode;

use api::{
    QuarantinePage, QuarantineRetryReport, QuarantinedMessage,
    parameters::{LinkParameters as _, QuarantineParameters},
};
use clap::Subcommand;

use crate::{
    api_client::{Accept, ApiClient},
    output::{self, FormatArgs, next_page},
    settings::ServerArgs,
    show::{TableFormat, drawing::TableColumns},
    violations::field_of,
};

const PATH: &str = "/v1/quarantine";

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
    List(QuarantineListArgs),
    /// Validate them again, and fold those that are valid now
    Retry(QuarantineRetryArgs),
}

/// Options of `quarantine list`.
#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub(crate) struct QuarantineListArgs {
    #[command(flatten)]
    parameters: QuarantineParameters,
    /// Format of the list; json and csv have the fields of the API
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    format: TableFormat,
    #[command(flatten)]
    server: ServerArgs,
}

/// Options of `quarantine retry`.
#[derive(Debug, clap::Args)]
#[command(after_help = RETRY_AFTER_HELP)]
pub(crate) struct QuarantineRetryArgs {
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    server: ServerArgs,
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
            let report: QuarantineRetryReport =
                ApiClient::new(&args.server)?.post("/v1/quarantine/retries")?;
            args.format.print(&report, || sentence(&report))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &QuarantineListArgs) -> anyhow::Result<()> {
    let server = ApiClient::new(&args.server)?;
    let pairs = args.parameters.to_pairs();
    let text = match args.format {
        TableFormat::Json => server.text(PATH, &pairs, Accept::Json)?,
        TableFormat::Csv => server.text(PATH, &pairs, Accept::Csv)?,
        TableFormat::Table => draw(&server.json(PATH, &pairs)?),
    };
    output::print_line(text.trim_end())
}

fn draw(page: &QuarantinePage) -> String {
    let mut drawn = TableColumns::new()
        .number("Position", |item: &QuarantinedMessage| item.sequence)
        .text("Subject", |item| item.subject.clone())
        .text("Reasons", reasons)
        .draw(&page.items);
    if !page.items.is_empty() {
        let (shown, total) = (page.items.len(), page.total);
        drawn = format!("{drawn}\n{shown} of {total}, in the order of the log.");
    }
    drawn + &next_page(page.next_cursor.as_deref())
}

/// Returns the reasons, one per line.
fn reasons(item: &QuarantinedMessage) -> String {
    let reasons = item.reasons.iter().map(|violation| {
        let reason = format!("{} {}", field_of(&violation.path), violation.problem);
        reason.trim().to_owned()
    });
    reasons.collect::<Vec<_>>().join("\n")
}

fn sentence(report: &QuarantineRetryReport) -> String {
    let QuarantineRetryReport {
        folded,
        still_invalid,
        erased,
        position,
        ..
    } = report;
    let mut sentence = format!("{folded} valid now and folded, {still_invalid} still invalid");
    if *erased > 0 {
        sentence = format!("{sentence}, {erased} erased from the log and left");
    }
    format!("{sentence}; position {position}.")
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    #[test]
    fn each_message_is_listed_with_every_reason() {
        let mut page = QuarantinePage::example();
        page.total = 3;
        page.next_cursor = Some("7".to_owned());
        let drawn = draw(&page);
        for part in [
            "12004",
            "data.category",
            "1 of 3, in the order of the log.",
            "--cursor 7",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        page.items.clear();
        page.next_cursor = None;
        assert_eq!(draw(&page), "No results.");
    }

    #[test]
    fn a_retry_is_summarised_in_one_sentence() {
        let report = |erased| QuarantineRetryReport {
            folded: 3,
            still_invalid: 2,
            erased,
            quarantined: 2,
            position: 9,
        };
        assert_eq!(
            sentence(&report(0)),
            "3 valid now and folded, 2 still invalid; position 9."
        );
        assert!(sentence(&report(1)).contains("1 erased from the log"));
    }
}

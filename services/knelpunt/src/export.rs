//! `knelpunt export`: everything that a filter selects, as a file of rows at one position of the log.

use std::{path::PathBuf, process::ExitCode};

use api::parameters::{LinkParameters as _, ScopeParameters};
use clap::ValueEnum;

use crate::{
    api_client::{Accept, ApiClient},
    files, output,
    settings::ServerArgs,
    show::with_codes,
};

const AFTER_HELP: &str = "\
Rows have the fields of the API (/v1/exports). Everything is exported as it was known at one position, however long it takes. \
The file appears when it is complete; until then, and after a failure, what was there before stays.

`events` are those of the selected knelpunten, with what they say; `knelpunt events export` writes the log itself.

Examples:
  knelpunt export episodes --out episodes.parquet
  knelpunt export knelpunten --province PV26 --as-of 2013-06-30 --format ndjson --out utrecht.ndjson";

/// Options of `export`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// What the rows are
    #[arg(value_enum)]
    rows: Rows,
    #[command(flatten)]
    scope: ScopeParameters,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
struct OutputArgs {
    /// Format of the file; by the end of its name if not given
    #[arg(long, value_enum)]
    format: Option<RowFormat>,
    /// File to write, such as episodes.parquet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    server: ServerArgs,
}

/// What the rows of an export are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rows {
    Episodes,
    Events,
    Knelpunten,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RowFormat {
    Ndjson,
    Parquet,
}

/// Writes an export.
///
/// # Errors
///
/// When no server is running, a parameter is invalid, or the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let path = match args.rows {
        Rows::Episodes => "/v1/exports/episodes",
        Rows::Events => "/v1/exports/events",
        Rows::Knelpunten => "/v1/exports/knelpunten",
    };
    let OutputArgs { out, server, .. } = &args.output;
    let accept = match args.output.format() {
        RowFormat::Ndjson => Accept::Ndjson,
        RowFormat::Parquet => Accept::Parquet,
    };
    let client = ApiClient::new(server)?;
    let bytes = files::download(
        &client,
        path,
        &with_codes(&args.scope.to_pairs()),
        accept,
        out,
    )?;
    output::print_line(&format!("{} written: {bytes} bytes.", out.display()))?;
    Ok(ExitCode::SUCCESS)
}

impl OutputArgs {
    /// Returns the format: as given, or by the name of the file; Parquet is the smaller one.
    fn format(&self) -> RowFormat {
        let is_ndjson = self
            .out
            .extension()
            .is_some_and(|end| end == "ndjson" || end == "jsonl");
        self.format.unwrap_or(if is_ndjson {
            RowFormat::Ndjson
        } else {
            RowFormat::Parquet
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(out: &str, format: Option<RowFormat>, expected: RowFormat) {
        let server = ServerArgs {
            server: String::new(),
        };
        let (out, server) = (out.into(), server);
        let args = OutputArgs {
            format,
            out,
            server,
        };
        assert_eq!(args.format(), expected);
    }

    #[test]
    fn the_format_is_that_of_the_name_unless_given() {
        check("a.ndjson", None, RowFormat::Ndjson);
        check("a.parquet", None, RowFormat::Parquet);
        check("a", None, RowFormat::Parquet);
        check("a.parquet", Some(RowFormat::Ndjson), RowFormat::Ndjson);
    }
}

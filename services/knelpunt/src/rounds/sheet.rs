//! `knelpunt rounds sheet`: writes the workbook of a round, with what is open at the running server.

mod municipalities;
mod open_knelpunten;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use rounds::{CallSheet, WorkbookInfo};
use serde::Serialize;

use crate::{
    api_client::ApiClient,
    files::Target,
    output::{FormatArgs, count},
    publish::installation,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const AFTER_HELP: &str = "\
The workbook, in Dutch, has a sheet with the municipalities to call, one with what is open there and cells to fill in, \
one for new knelpunten, and one with instructions. Without --municipality and --province it has all municipalities of \
that day. Fill it in with any spreadsheet program, then run `knelpunt rounds import`.

The workbook contains the source of its events, so it may be imported on any machine. To divide a round among coaches, \
give them copies, or workbooks for other municipalities. To correct an answer, correct the workbook that has it: another \
workbook cannot withdraw it.

Examples:
  knelpunt rounds sheet --round 2013-06 --out sheet.xlsx
  knelpunt rounds sheet --round 2013-06 --province PV26 --province PV27 --out sheet.xlsx
  knelpunt rounds sheet --round 2013-06 --municipality GM0344 --coach-organisation 'Coaches BV' --out sheet.xlsx";

/// Options of `rounds sheet`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The round, such as 2013-06
    #[arg(long, value_name = "SLUG")]
    round: String,
    /// A municipality to call, by code or name, such as GM0344; repeatable
    #[arg(long, value_name = "CODE")]
    municipality: Vec<String>,
    /// A province whose municipalities to call, by code or name, such as PV26; repeatable
    #[arg(long, value_name = "CODE")]
    province: Vec<String>,
    /// The organisation that calls; never the name of a person
    #[arg(long, value_name = "NAME")]
    coach_organisation: Option<String>,
    /// Show what is open at the end of this day, such as 2013-06-01; today if not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Workbook to write, such as sheet.xlsx; it appears when it is complete
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Source of the events of the workbook, a URN, such as urn:example:coaches; the id of this installation if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The workbook that was written, as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenSheet<'a> {
    file: String,
    round: &'a str,
    municipalities: usize,
    knelpunten: usize,
    as_of: String,
    source: &'a str,
}

/// Writes the workbook of a round.
///
/// # Errors
///
/// When options are invalid, with every violation; when no server is running; or when the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let (about, municipalities) = municipalities::plan(args, register)?;
    let server = ApiClient::new(&args.server)?;
    let open = open_knelpunten::open(&server, about.as_of)?;
    let info = WorkbookInfo {
        source: installation::source_or_default(args.source.as_ref(), &args.data)?,
        ..about
    };
    let sheet = CallSheet::new(info, municipalities, open);
    let workbook = rounds::write_workbook(&sheet, register)?;
    put(args, &workbook)?;
    let written = WrittenSheet {
        file: args.out.display().to_string(),
        round: &sheet.info.round,
        municipalities: sheet.municipalities.len(),
        knelpunten: sheet.knelpunten.len(),
        as_of: sheet.info.as_of.to_string(),
        source: &sheet.info.source,
    };
    args.format.print(&written, || {
        format!(
            "{} written: {} to call in round {}, {} open on {}; source {}.",
            written.file,
            count(written.municipalities, "municipality"),
            written.round,
            count(written.knelpunten, "knelpunt"),
            written.as_of,
            written.source,
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the file whole, or not at all.
fn put(args: &Args, workbook: &[u8]) -> anyhow::Result<()> {
    let mut target = Target::open(Some(&args.out))?;
    let written = target.write(workbook).and_then(|()| target.finish());
    if written.is_err() {
        target.abandon();
    }
    written.context("cannot write the workbook")
}

//! `knelpunt rounds sheet`: the workbook of a round, of what the running server says is open.

mod municipalities;
mod open_knelpunten;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use rounds::{CallSheet, WorkbookInfo};

use crate::{
    api_client::ApiClient,
    events::Target,
    output,
    publish::installation,
    settings::{self, CatalogueArgs, DataArgs, ServerArgs},
};

const MORE: &str = "\
The workbook has a sheet of the municipalities to ask, one of what is open there with room for an answer, one for what \
is new, and one that explains it, in Dutch. Without --municipality and --province all municipalities are in it that \
there are on that day. Fill it in with any program for workbooks, and bring it in with `knelpunt rounds import`.

The source of the events that it comes to is written in it, so that every machine that imports it agrees. To divide a \
round, give coaches copies or sheets of other municipalities; to correct what was said, correct the workbook that said \
it, for another one takes nothing back.

Examples:
  knelpunt rounds sheet --round 2013-06 --out sheet.xlsx
  knelpunt rounds sheet --round 2013-06 --province PV26 --province PV27 --out sheet.xlsx
  knelpunt rounds sheet --round 2013-06 --municipality GM0344 --coach-organisation 'Coaches BV' --out sheet.xlsx";

/// What `rounds sheet` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// The round, such as 2013-06
    #[arg(long, value_name = "SLUG")]
    round: String,
    /// A municipality to ask, by code or name; can be repeated
    #[arg(long, value_name = "CODE")]
    municipality: Vec<String>,
    /// A province whose municipalities to ask, by code or name; can be repeated
    #[arg(long, value_name = "CODE")]
    province: Vec<String>,
    /// The organisation that asks, never a person
    #[arg(long, value_name = "NAME")]
    coach_organisation: Option<String>,
    /// The day of which it shows how things stand; today if not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The workbook to write, put in place when it is whole
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Source of the events that it comes to, a URN; the id of this installation, kept in the data folder, if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Writes the workbook of a round.
///
/// # Errors
///
/// When there is no such round or municipality, with everything that is wrong; when there is no server; or when the
/// file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let (about, municipalities) = municipalities::plan(args, register)?;
    let server = ApiClient::new(&args.server)?;
    let knelpunten = open_knelpunten::open(&server, about.as_of, &municipalities)?;
    let sheet = CallSheet {
        info: WorkbookInfo {
            source: installation::source_or_default(args.source.as_ref(), &args.data)?,
            ..about
        },
        municipalities,
        knelpunten,
    };
    let workbook = rounds::write_workbook(&sheet, register)?;
    put(args, &workbook)?;
    output::print_line(&format!(
        "{}: {} municipalities to ask in round {}, {} knelpunten open on {}; its events will be of {}.",
        args.out.display(),
        sheet.municipalities.len(),
        sheet.info.round,
        sheet.knelpunten.len(),
        sheet.info.as_of,
        sheet.info.source,
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the file whole, or not at all.
fn put(args: &Args, workbook: &[u8]) -> anyhow::Result<()> {
    let mut target = Target::open(Some(&args.out))?;
    let written = target.write(workbook).and_then(|()| target.finish());
    if written.is_err() {
        target.abandon();
    }
    written.context("write the workbook")
}

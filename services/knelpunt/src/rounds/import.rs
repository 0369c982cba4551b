//! `knelpunt rounds import`: what a filled-in workbook says, or a table of reports, into the log.
//!
//! Of a workbook, or of the sheets that are given of it, everything is read and judged before anything is published. The
//! log is read for what an earlier import left there, and only the difference is published.

mod input_files;
mod list_changes;
mod publish_events;
mod read_inputs;
mod table;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use jiff::civil::Date;
use journal::{Journal, JournalOptions};
use model::{Data, Draft};
use register::Register;
use rounds::{FilledSheet, ImportPlan, PlannedEvent, SheetInput, SheetViolation, SourceHistory};

use self::input_files::Files;
use crate::{
    api_client::LogAddressArgs,
    clock,
    lifecycle::{self, Lifecycle},
    output,
    settings::{self, CatalogueArgs},
    wait_for_nats::{CONNECT_TIMEOUT, wait_with_notices},
};

const MORE: &str = "\
Import the same workbook again whenever you like: it publishes nothing. Import it corrected: what it no longer says is \
withdrawn, and what it says now is added; both are named. A municipality of which it says nothing stays as it is, for \
a copy may have been filled in by somebody else: pass --cleared when it was cleared on purpose. A workbook takes back \
what it said itself, or a copy of it, and nothing else: where another workbook of the round said otherwise of the same, \
that is named, and both stand until the one that is wrong is corrected. Whatever other rounds, sources and words \
published is left alone.

Sheets that were saved as CSV (; or , between columns, UTF-8 or Windows-1252) are known by their headings, of which the \
last says which round, source and workbook they are of. Give one, or more of the same workbook. What a sheet said that \
is not among them is left alone. When sheet Gemeenten is not among them, the log must say when municipalities were \
reached: import it first. Rows are counted without empty lines.

Everything that is wrong is named by sheet or file, row and column, and then nothing is published. With --accept-valid \
what is right is published, and nothing is withdrawn in municipalities of which something is wrong.

A table of reports as any program writes it (.csv, .tsv, .txt): --map says which column is what. FIELD=COLUMN takes a \
column by its heading, FIELD==TEXT says the same of every row. Fields: municipality, category and observedAt, which must \
be there, and buildingBlock, partyKind, party, reference, knownSince, round, reporterRole and description. \
Municipalities, categories and building blocks are codes or names, dates as 12-2-2013, 12 februari 2013 or 2013-02-12; a line break within a cell becomes a space. \
All rows are judged before the first is published, and rows are published as they are read, however many there are. The \
id of a report follows from its source and what it says, so import the same table again whenever you like: it changes \
no answer. Unlike a workbook a table withdraws nothing, and what was withdrawn stays withdrawn. Rows are counted \
without empty lines; the headings are row 1.

Exit code 1 when anything was wrong.

Examples:
  knelpunt rounds import sheet.xlsx --dry-run
  knelpunt rounds import sheet.ods
  knelpunt rounds import Gemeenten.csv Knelpunten.csv Nieuw.csv
  knelpunt rounds import sheet.xlsx --accept-valid
  knelpunt rounds import reports.csv --map municipality=Gemeente,category=Soort,observedAt=Datum
  knelpunt rounds import reports.csv --map municipality=Gemeente,category==funding,observedAt=Datum --source urn:example:helpdesk";

/// What `rounds import` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// The workbook, .xlsx or .ods, that `rounds sheet` made; or sheets of it, each saved as CSV; or a table of reports
    /// with --map
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Print what would be published and withdrawn, one event a line, and publish nothing
    #[arg(long)]
    dry_run: bool,
    /// Publish what is right also when something else is wrong
    #[arg(long)]
    accept_valid: bool,
    /// Withdraw also what the workbook said before of municipalities of which it says nothing now
    #[arg(long)]
    cleared: bool,
    #[command(flatten)]
    log: LogAddressArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    table: table::TableArgs,
}

/// Brings in what a workbook or a table says.
///
/// # Errors
///
/// When it is neither, or the log cannot be reached; what is wrong with its rows is no error, but exit code 1.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let given = match input_files::read(args)? {
        Files::Reports(file) => return table::run(args, &file, register),
        Files::Sheets(given) => given,
    };
    let (about, workbook) = match given.info() {
        Ok(of) => of,
        Err(flaws) => return Ok(refused(&given, &flaws, "")),
    };
    // Where the sheets say themselves who was reached, what is wrong with them is named also when the log is away.
    let judged_before = given
        .has_calls()
        .then(|| judged(args, &given, register, &BTreeMap::new()));
    if let Some(Err(code)) = judged_before {
        return Ok(code);
    }
    let url = args.log.nats_url()?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let stop = lifecycle.stop();
        let importing = Box::pin(async {
            let journal = connected(args, &url).await?;
            let history = read_inputs::history(&journal, &about.source, register).await?;
            let known = || history.reached(&about.round, workbook);
            let filled = judged_before.unwrap_or_else(|| judged(args, &given, register, &known()));
            match filled {
                Ok(filled) => import(args, &journal, &given, &filled, &history, register).await,
                Err(code) => Ok(code),
            }
        });
        let imported = stop.run_until_cancelled(importing).await;
        lifecycle.close();
        imported
            .context("import all: stopped by a signal; import again to go on, what went in stays")
            .flatten()
    })
}

async fn connected(args: &Args, url: &str) -> anyhow::Result<Journal> {
    let options = JournalOptions {
        publish_timeout: (!args.dry_run).then_some(CONNECT_TIMEOUT),
    };
    let journal = Journal::connect(url, "knelpunt rounds import", options).await?;
    let connected = journal.wait_connected(CONNECT_TIMEOUT);
    wait_with_notices(&journal, |said| eprintln!("knelpunt: {said}"), connected).await?;
    Ok(journal)
}

/// Reads what sheets say; what is wrong is named, and ends it unless what is right is wanted all the same.
fn judged(
    args: &Args,
    given: &SheetInput,
    register: &Register,
    reached: &BTreeMap<String, Date>,
) -> Result<FilledSheet, ExitCode> {
    let filled = rounds::read(given, register, clock::now().day(), reached);
    let filled = filled.map_err(|flaws| refused(given, &flaws, ""))?;
    let filled = read_inputs::judged(filled, register);
    if filled.violations.is_empty() {
        return Ok(filled);
    }
    if args.accept_valid {
        name(given, &filled.violations);
        return Ok(filled);
    }
    Err(refused(
        given,
        &filled.violations,
        ", or pass --accept-valid",
    ))
}

fn name(given: &SheetInput, flaws: &[SheetViolation]) {
    for flaw in flaws {
        let said = given.describe(flaw);
        eprintln!("{}", output::escape_controls(&said).replace('\n', "\\n"));
    }
}

fn refused(given: &SheetInput, flaws: &[SheetViolation], advice: &str) -> ExitCode {
    name(given, flaws);
    let count = flaws.len();
    eprintln!("knelpunt: nothing was published, for {count} things are wrong: mend them{advice}");
    ExitCode::FAILURE
}

async fn import(
    args: &Args,
    journal: &Journal,
    given: &SheetInput,
    filled: &FilledSheet,
    history: &SourceHistory,
    register: &Register,
) -> anyhow::Result<ExitCode> {
    let plan = rounds::plan(filled, history, register, args.cleared);
    let drafts = drafts(filled, &plan);
    list_changes::changes(&plan, given, register, args.dry_run);
    if args.dry_run {
        for draft in &drafts {
            output::print_line(&draft.to_json())?;
        }
    } else {
        publish_events::publish(journal, &drafts, register).await?;
    }
    output::print_line(&sentence(&plan, args.dry_run))?;
    Ok(if filled.violations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn drafts(filled: &FilledSheet, plan: &ImportPlan) -> Vec<Draft> {
    let time = clock::now();
    let draft = |planned: &PlannedEvent| Draft {
        source: filled.info.source.clone(),
        id: planned.id.clone(),
        time,
        subject: planned.subject.clone(),
        data: planned.data.clone(),
    };
    let withdrawals = plan.withdraw.iter().map(|withdrawn| &withdrawn.event);
    plan.add.iter().chain(withdrawals).map(draft).collect()
}

fn sentence(plan: &ImportPlan, dry_run: bool) -> String {
    let count = |is: fn(&Data) -> bool| plan.add.iter().filter(|one| is(&one.data)).count();
    let consulted = count(|data| matches!(data, Data::Consulted(_)));
    let reported = count(|data| matches!(data, Data::Reported(_)));
    let resolved = count(|data| matches!(data, Data::Resolved(_)));
    let (new, withdrawn, unchanged) = (plan.add.len(), plan.withdraw.len(), plan.unchanged);
    let would = if dry_run { "would be " } else { "" };
    if new + withdrawn == 0 {
        return format!(
            "No new event: the log says already what the sheet says ({unchanged} events)."
        );
    }
    format!(
        "{new} {would}new ({consulted} consultations, {reported} reports, {resolved} resolutions), {withdrawn} {would}withdrawn, {unchanged} unchanged."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_said_and_what_did_not() {
        let nothing = ImportPlan {
            unchanged: 3,
            ..ImportPlan::default()
        };
        assert_eq!(
            sentence(&nothing, false),
            "No new event: the log says already what the sheet says (3 events)."
        );
    }
}

//! `knelpunt rounds import`: what a filled-in workbook says, or a table of reports, into the log.
//!
//! Of a workbook all of it is read and judged before anything is published; then the log is read for what an earlier import of the
//! same round and source left there, and only the difference is published.

mod publishing;
mod reading;
mod table;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use journal::{Journal, Options};
use model::{Data, Draft};
use register::Register;
use rounds::{Filled, Plan, Planned};

use crate::{
    clock,
    lifecycle::{self, Lifecycle},
    output,
    server::LogArgs,
    settings::{self, CatalogueArgs},
    waiting::{PATIENCE, patiently},
};

const MORE: &str = "\
Import the same workbook again whenever you like: it publishes nothing. Import it corrected: what it no longer says is \
withdrawn, and what it says now is added. A municipality that was cleared again counts as not consulted; one that is \
not in the workbook is left alone, and so is whatever other rounds, sources and words published.

Everything that is wrong is named by sheet, row and column, and then nothing is published. With --accept-valid what is \
right is published, and nothing is withdrawn in municipalities of which something is wrong.

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
  knelpunt rounds import sheet.xlsx --accept-valid
  knelpunt rounds import reports.csv --map municipality=Gemeente,category=Soort,observedAt=Datum
  knelpunt rounds import reports.csv --map municipality=Gemeente,category==funding,observedAt=Datum --source urn:example:helpdesk";

/// What `rounds import` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// The workbook, .xlsx or .ods, that `rounds sheet` made; or a table of reports with --map
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print what would be published and withdrawn, one event a line, and publish nothing
    #[arg(long)]
    dry_run: bool,
    /// Publish what is right also when something else is wrong
    #[arg(long)]
    accept_valid: bool,
    #[command(flatten)]
    log: LogArgs,
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
    if table::is_one(args)? {
        return table::run(args, register);
    }
    let bytes = reading::file(&args.file)?;
    let shown = args.file.display();
    let filled = rounds::read(&bytes, register, clock::now().day())
        .with_context(|| format!("read {shown}"))?;
    let filled = reading::judged(filled, register);
    for flaw in &filled.flaws {
        eprintln!(
            "{}",
            output::harmless(&flaw.to_string()).replace('\n', "\\n")
        );
    }
    let useless = filled.flaws.iter().any(|flaw| flaw.fatal);
    if useless || !filled.flaws.is_empty() && !args.accept_valid {
        let count = filled.flaws.len();
        let advice = if useless {
            ""
        } else {
            ", or pass --accept-valid"
        };
        eprintln!(
            "knelpunt: nothing was published, for {count} things are wrong: mend them{advice}"
        );
        return Ok(ExitCode::FAILURE);
    }
    let url = args.log.nats_url()?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.obey_signals()?;
        let stop = lifecycle.stop();
        let importing = Box::pin(import(args, &url, &filled, register));
        let imported = stop.run_until_cancelled(importing).await;
        lifecycle.close();
        imported
            .context("import all: stopped by a signal; import again to go on, what went in stays")
            .flatten()
    })
}

async fn import(
    args: &Args,
    url: &str,
    filled: &Filled,
    register: &'static Register,
) -> anyhow::Result<ExitCode> {
    let options = Options {
        patience: (!args.dry_run).then_some(PATIENCE),
    };
    let journal = Journal::connect(url, "knelpunt rounds import", options).await?;
    let connected = journal.wait_connected(PATIENCE);
    patiently(&journal, |said| eprintln!("knelpunt: {said}"), connected).await?;
    let source = &filled.about.source;
    let history = reading::history(&journal, source, register).await?;
    let plan = rounds::plan(&filled.about, &filled.said, &history, |code| {
        reading::concerns(filled, register, code)
    });
    let drafts = drafts(filled, &plan);
    if args.dry_run {
        for draft in &drafts {
            output::say(&draft.to_json())?;
        }
    } else {
        publishing::publish(&journal, &drafts, register).await?;
    }
    output::say(&sentence(&plan, args.dry_run))?;
    Ok(if filled.flaws.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn drafts(filled: &Filled, plan: &Plan) -> Vec<Draft> {
    let time = clock::now();
    let draft = |planned: &Planned| Draft {
        source: filled.about.source.clone(),
        id: planned.id.clone(),
        time,
        subject: planned.subject.clone(),
        data: planned.data.clone(),
    };
    plan.add.iter().chain(&plan.withdraw).map(draft).collect()
}

fn sentence(plan: &Plan, dry_run: bool) -> String {
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
        let nothing = Plan {
            unchanged: 3,
            ..Plan::default()
        };
        assert_eq!(
            sentence(&nothing, false),
            "No new event: the log says already what the sheet says (3 events)."
        );
    }
}

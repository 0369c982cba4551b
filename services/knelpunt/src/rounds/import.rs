//! `knelpunt rounds import`: publishes a filled-in workbook, or a table of reports.
//!
//! A workbook, or the given sheets of it, is read and validated completely before anything is published. The log is read
//! for what an earlier import published, and only the difference is published.

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
use serde::Serialize;

use self::input_files::Files;
use crate::{
    api_client::LogAddressArgs,
    clock,
    lifecycle::{self, Lifecycle},
    output::{self, FormatArgs},
    settings::{self, CatalogueArgs},
    wait_for_nats::{CONNECT_TIMEOUT, connect_with_notices},
};

const AFTER_HELP: &str = "\
A workbook: importing it again publishes nothing. Importing a corrected workbook withdraws what it no longer has, and \
publishes what is new; both are listed. Municipalities that are empty in the workbook stay unchanged, because a copy may \
have been filled in by somebody else; pass --cleared if they were cleared on purpose. An import withdraws only what the \
same workbook, or a copy of it, published. If another workbook of the round has a different answer, that is listed, and \
both stay until the wrong one is corrected. Other rounds, sources and commands are not affected.

Sheets of a workbook, saved as CSV (separated by ; or , in UTF-8 or Windows-1252), are recognised by their headings, of \
which the last has the round, the source and the workbook. Give one or more sheets of the same workbook; sheets that are \
not given are not affected. If the sheet Gemeenten is not given, the log must have the date on which each municipality \
was reached: import that sheet first. Row numbers do not count empty lines.

A violation is listed with its sheet or file, row and column, and nothing is published. With --accept-valid the valid \
rows are published, and nothing is withdrawn in municipalities with a violation.

A table of reports (.csv, .tsv, .txt): --map names the column of each field. FIELD=COLUMN reads a column, FIELD==TEXT sets \
the same value in every row. Required: municipality, category and observedAt. Optional: buildingBlock, partyKind, party, \
reference, knownSince, round, reporterRole and description. Municipalities, categories and building blocks are codes or \
names; dates are written 12-2-2013, 12 februari 2013 or 2013-02-12; a line break within a cell becomes a space, invisible \
characters are left out, and so is one apostrophe in front of - + @ or =, which our CSV answers have. Dates with slashes \
are never guessed: another row of the column must show whether the day or the month is first, or pass --dates. A first \
line sep=; names the separator. All rows \
are validated before the first one is published. The id of a report follows from its source and its content, so \
importing a table again is safe: it changes no answer. A table withdraws nothing, and does not restore what was \
withdrawn. Row numbers do not count empty lines; the headings are row 1.

An attendance list is such a table with a column of support: --map names municipality, support and observedAt, and \
optionally round, topics (categories, separated by semicolons; all if empty) and organisation.

The exit code is 1 if there was a violation.

Examples:
  knelpunt rounds import sheet.xlsx --dry-run
  knelpunt rounds import sheet.ods
  knelpunt rounds import Gemeenten.csv Knelpunten.csv Nieuw.csv
  knelpunt rounds import sheet.xlsx --accept-valid
  knelpunt rounds import reports.csv --map municipality=Gemeente,category=Soort,observedAt=Datum
  knelpunt rounds import reports.csv --map municipality=Gemeente,category==funding,observedAt=Datum --source urn:example:helpdesk
  knelpunt rounds import attendance.csv --map municipality=Gemeente,support==i-versneller,observedAt=Datum";

/// Options of `rounds import`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// A workbook (.xlsx, .ods) from `rounds sheet`; or sheets of one, each saved as CSV; or a table of reports, with --map
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Print the events that would be published, one per line, and publish nothing
    #[arg(long)]
    dry_run: bool,
    /// Publish the valid rows even if others are invalid
    #[arg(long)]
    accept_valid: bool,
    /// Withdraw also what the workbook had before for municipalities that are empty in it now
    #[arg(long)]
    cleared: bool,
    #[command(flatten)]
    log: LogAddressArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    table: table::TableArgs,
}

/// Imports a workbook or a table.
///
/// # Errors
///
/// When it is neither, or NATS is unavailable; a violation in a row is not an error, but gives exit code 1.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let input = match input_files::read(args)? {
        Files::Reports(file) => return table::run(args, &file, register),
        Files::Sheets(input) => input,
    };
    let (info, workbook) = match input.info() {
        Ok(info) => info,
        Err(violations) => return Ok(refuse(&input, &violations, "")),
    };
    // Sheets that name the calls themselves are validated before the log is needed: their violations are listed even
    // while NATS is unavailable.
    let validated_early = input
        .has_calls()
        .then(|| read(args, &input, register, &BTreeMap::new()));
    if let Some(Err(code)) = validated_early {
        return Ok(code);
    }
    let url = args.log.nats_url()?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        let stop = lifecycle.stop();
        let importing = Box::pin(async {
            let journal = connected(args, &url).await?;
            let history = read_inputs::history(&journal, &info.source, register).await?;
            let known = || history.reached(&info.round, workbook);
            let filled = validated_early.unwrap_or_else(|| read(args, &input, register, &known()));
            match filled {
                Ok(filled) => import(args, &journal, &input, &filled, &history, register).await,
                Err(code) => Ok(code),
            }
        });
        let imported = stop.run_until_cancelled(importing).await;
        lifecycle.close();
        imported
            .context("cannot import everything: stopped by a signal; import again to continue, published events are not published twice")
            .flatten()
    })
}

async fn connected(args: &Args, url: &str) -> anyhow::Result<Journal> {
    let options = JournalOptions {
        publish_timeout: (!args.dry_run).then_some(CONNECT_TIMEOUT),
    };
    Ok(connect_with_notices(url, "knelpunt rounds import", options).await?)
}

/// Reads and validates sheets, and lists their violations: an error, unless valid rows are accepted all the same.
fn read(
    args: &Args,
    input: &SheetInput,
    register: &Register,
    reached: &BTreeMap<String, Date>,
) -> Result<FilledSheet, ExitCode> {
    let filled = rounds::read(input, register, clock::now().day(), reached);
    let filled = filled.map_err(|violations| refuse(input, &violations, ""))?;
    list(input, &filled.notices);
    let filled = read_inputs::validated(filled, register);
    if filled.violations.is_empty() {
        return Ok(filled);
    }
    if args.accept_valid {
        list(input, &filled.violations);
        return Ok(filled);
    }
    Err(refuse(
        input,
        &filled.violations,
        ", or pass --accept-valid",
    ))
}

fn list(input: &SheetInput, violations: &[SheetViolation]) {
    for violation in violations {
        eprintln!("{}", output::on_one_line(&input.describe(violation)));
    }
}

fn refuse(input: &SheetInput, violations: &[SheetViolation], advice: &str) -> ExitCode {
    list(input, violations);
    let them = if violations.len() == 1 { "it" } else { "them" };
    let violations = output::count(violations.len(), "violation");
    eprintln!("knelpunt: nothing published: {violations}; correct {them}{advice}");
    ExitCode::FAILURE
}

async fn import(
    args: &Args,
    journal: &Journal,
    input: &SheetInput,
    filled: &FilledSheet,
    history: &SourceHistory,
    register: &Register,
) -> anyhow::Result<ExitCode> {
    let plan = rounds::plan(filled, history, register, args.cleared);
    let drafts = drafts(filled, &plan);
    list_changes::list(&plan, input, register, args.dry_run);
    if args.dry_run {
        for draft in &drafts {
            output::print_line(&draft.to_json())?;
        }
    } else {
        publish_events::publish(journal, &drafts, register).await?;
    }
    let summary = ImportedSheet::new(&plan, args.dry_run);
    if args.dry_run {
        // Standard output has the events, one per line.
        eprintln!("{}", summary.sentence());
    } else {
        args.format.print(&summary, || summary.sentence())?;
    }
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

/// The summary of an import.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportedSheet {
    dry_run: bool,
    consultations: usize,
    reports: usize,
    resolutions: usize,
    withdrawn: usize,
    unchanged: usize,
}

impl ImportedSheet {
    fn new(plan: &ImportPlan, dry_run: bool) -> Self {
        let count = |is: fn(&Data) -> bool| plan.add.iter().filter(|one| is(&one.data)).count();
        Self {
            dry_run,
            consultations: count(|data| matches!(data, Data::Consulted(_))),
            reports: count(|data| matches!(data, Data::Reported(_))),
            resolutions: count(|data| matches!(data, Data::Resolved(_))),
            withdrawn: plan.withdraw.len(),
            unchanged: plan.unchanged,
        }
    }

    fn sentence(&self) -> String {
        let Self {
            dry_run,
            consultations,
            reports,
            resolutions,
            withdrawn,
            unchanged,
        } = *self;
        let new = consultations + reports + resolutions;
        if new + withdrawn == 0 {
            return format!(
                "No new events: the log has {} of this sheet already.",
                output::count(unchanged, "event")
            );
        }
        let would = if dry_run { "would be " } else { "" };
        format!(
            "{new} {would}new ({}, {}, {}), {withdrawn} {would}withdrawn, {unchanged} unchanged.",
            output::count(consultations, "consultation"),
            output::count(reports, "report"),
            output::count(resolutions, "resolution"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_what_changed_and_what_did_not() {
        let unchanged = ImportedSheet {
            unchanged: 3,
            ..ImportedSheet::default()
        };
        assert_eq!(
            unchanged.sentence(),
            "No new events: the log has 3 events of this sheet already."
        );
        let changed = ImportedSheet {
            reports: 1,
            dry_run: true,
            ..ImportedSheet::default()
        };
        assert_eq!(
            changed.sentence(),
            "1 would be new (0 consultations, 1 report, 0 resolutions), 0 would be withdrawn, 0 unchanged."
        );
    }
}

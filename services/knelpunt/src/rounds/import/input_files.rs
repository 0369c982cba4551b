//! Recognises the files of an import: a workbook, sheets of one saved as tables, or a table of reports.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rounds::{SheetInput, table::TableReader};

use super::{Args, read_inputs, table};
use crate::{events::open_file, output, settings::BadUsage};

const WORKBOOKS: [&str; 2] = ["xlsx", "ods"];
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];

/// The files of an import.
pub(super) enum Files {
    /// A workbook, or sheets of one.
    Sheets(SheetInput),
    /// A table of reports.
    Reports(PathBuf),
}

/// Recognises files by their names, the given options and their headings, and reads those of a round.
///
/// # Errors
///
/// When they cannot be read, do not belong together, or do not fit the options.
pub(super) fn read(args: &Args) -> anyhow::Result<Files> {
    refuse_lock_files(&args.files)?;
    let has_table_options = args.table.is_for_tables();
    if has_table_options && args.files.iter().any(|file| ends(file, &WORKBOOKS)) {
        return Err(BadUsage(
            "cannot use --map, --delimiter, --encoding, --dates or --time with a workbook: leave them out, or save its sheets as \
             CSV"
                .to_owned(),
        )
        .into());
    }
    let is_table = |file: &PathBuf| ends(file, &TABLES) || has_table_options;
    match &args.files[..] {
        [file] if !is_table(file) => workbook(file).map(Files::Sheets),
        files if !files.iter().all(is_table) => Err(BadUsage(
            "cannot import more than one workbook at a time: import them one by one, or give the sheets of one, saved as CSV"
                .to_owned(),
        )
        .into()),
        _ if args.cleared && args.table.is_for_reports() => Err(BadUsage(
            "cannot use --cleared with a table of reports, which withdraws nothing: leave it out".to_owned(),
        )
        .into()),
        [file] if args.table.is_for_reports() => Ok(Files::Reports(file.clone())),
        _ if args.table.is_for_reports() => Err(BadUsage(
            "cannot import more than one table of reports at a time: import them one by one".to_owned(),
        )
        .into()),
        files => sheets(args, files),
    }
}

/// Refuses the files that spreadsheet programs keep beside a workbook that is open: people drag them along.
fn refuse_lock_files(files: &[PathBuf]) -> Result<(), BadUsage> {
    let is_lock = |file: &&PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("~$") || name.starts_with(".~lock.")
    };
    match files.iter().find(is_lock) {
        None => Ok(()),
        Some(file) => Err(BadUsage(format!(
            "cannot read {}: it only marks that the workbook is open in a spreadsheet program; pass the workbook itself",
            file.display()
        ))),
    }
}

fn ends(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().unwrap_or_default();
    let mut all = extensions.iter();
    all.any(|one| extension.eq_ignore_ascii_case(one))
}

fn workbook(file: &Path) -> anyhow::Result<SheetInput> {
    let bytes = read_inputs::file(file)?;
    SheetInput::from_workbook(&bytes).with_context(|| format!("cannot read {}", file.display()))
}

/// Reads sheets saved as tables; a file that is not such a sheet may be a table of reports.
fn sheets(args: &Args, files: &[PathBuf]) -> anyhow::Result<Files> {
    let given = files.iter().map(|file| sheet(args, file));
    let given: Vec<SheetInput> = given.collect::<anyhow::Result<_>>()?;
    let others: Vec<&PathBuf> = (files.iter().zip(&given))
        .filter(|(_, given)| !given.is_recognised())
        .map(|(file, _)| file)
        .collect();
    match others[..] {
        [] => Ok(Files::Sheets(SheetInput::combine(given))),
        [file] if files.len() == 1 => Ok(Files::Reports(file.clone())),
        _ => {
            let named: Vec<String> = others
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            Err(BadUsage(format!(
                "cannot import {}: it does not have the headings of a sheet of the workbook of a round; save the sheet \
                 unchanged, or give a table of reports alone",
                output::escape_controls(&named.join(", "))
            ))
            .into())
        }
    }
}

/// Reads the headings of a table, and its rows if the headings are those of a sheet.
fn sheet(args: &Args, file: &Path) -> anyhow::Result<SheetInput> {
    let shown = file.display();
    let encoding = table::encoding(args, file)?;
    let input = open_file(file)?;
    let rows = TableReader::open(input, encoding.encoding, args.table.delimiter())
        .with_context(|| format!("cannot read {shown}"))?;
    let given = SheetInput::from_table(&shown.to_string(), rows, args.table.dates())
        .with_context(|| format!("cannot read {shown}"))?;
    if given.is_recognised() {
        encoding.print_guess(file);
    }
    Ok(given)
}

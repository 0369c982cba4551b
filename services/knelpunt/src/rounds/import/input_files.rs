//! The files that are brought in: a workbook, sheets of one that were saved as tables, or a table of reports.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use rounds::{SheetInput, table::TableReader};

use super::{Args, read_inputs, table};
use crate::{output, settings::BadUsage};

const WORKBOOKS: [&str; 2] = ["xlsx", "ods"];
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];

/// What was given.
pub(super) enum Files {
    /// What a round said.
    Sheets(SheetInput),
    /// Reports of somebody else's.
    Reports(PathBuf),
}

/// Tells by names, by what is said of them and by their headings what files are, and reads those of a round.
///
/// # Errors
///
/// When they cannot be read, do not belong together, or are not what they are said to be.
pub(super) fn read(args: &Args) -> anyhow::Result<Files> {
    let told = args.table.is_for_tables();
    if told && args.files.iter().any(|file| ends(file, &WORKBOOKS)) {
        return Err(BadUsage(
            "take --map, --delimiter, --encoding or --time for a workbook, which says all that itself: leave them out, \
             or save its sheets as CSV"
                .to_owned(),
        )
        .into());
    }
    let is_table = |file: &PathBuf| ends(file, &TABLES) || told;
    match &args.files[..] {
        [file] if !is_table(file) => workbook(file).map(Files::Sheets),
        files if !files.iter().all(is_table) => Err(BadUsage(
            "import more than one workbook at a time: give them one by one, or the sheets of one, saved as CSV"
                .to_owned(),
        )
        .into()),
        _ if args.cleared && args.table.is_for_reports() => Err(BadUsage(
            "take --cleared for a table of reports, which withdraws nothing: leave it out".to_owned(),
        )
        .into()),
        [file] if args.table.is_for_reports() => Ok(Files::Reports(file.clone())),
        _ if args.table.is_for_reports() => Err(BadUsage(
            "import more than one table of reports at a time: give them one by one".to_owned(),
        )
        .into()),
        files => sheets(args, files),
    }
}

fn ends(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().unwrap_or_default();
    let mut all = extensions.iter();
    all.any(|one| extension.eq_ignore_ascii_case(one))
}

fn workbook(file: &Path) -> anyhow::Result<SheetInput> {
    let bytes = read_inputs::file(file)?;
    SheetInput::from_workbook(&bytes).with_context(|| format!("read {}", file.display()))
}

/// Reads sheets that were saved as tables; one that is none may be a table of reports.
fn sheets(args: &Args, files: &[PathBuf]) -> anyhow::Result<Files> {
    let given = files.iter().map(|file| sheet(args, file));
    let given: Vec<SheetInput> = given.collect::<anyhow::Result<_>>()?;
    let strangers: Vec<&PathBuf> = (files.iter().zip(&given))
        .filter(|(_, given)| !given.is_recognised())
        .map(|(file, _)| file)
        .collect();
    match strangers[..] {
        [] => Ok(Files::Sheets(SheetInput::combine(given))),
        [file] if files.len() == 1 => Ok(Files::Reports(file.clone())),
        _ => {
            let named: Vec<String> = strangers
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            Err(BadUsage(format!(
                "import {}, for it has not the headings of a sheet of the workbook of a round: save the sheet as it \
                 is, or give a table of reports alone",
                output::escape_controls(&named.join(", "))
            ))
            .into())
        }
    }
}

/// Reads the headings of a table, and its rows when they are those of a sheet.
fn sheet(args: &Args, file: &Path) -> anyhow::Result<SheetInput> {
    let shown = file.display();
    let encoding = table::encoding(args, file)?;
    let input = File::open(file).with_context(|| format!("open {shown}"))?;
    let rows = TableReader::open(input, encoding.encoding, args.table.delimiter())
        .with_context(|| format!("read {shown}"))?;
    let given = SheetInput::from_table(&shown.to_string(), rows)
        .with_context(|| format!("read {shown}"))?;
    if given.is_recognised() {
        encoding.say(file);
    }
    Ok(given)
}

//! Imports a table of reports, in two passes: the first validates every row, the second publishes.
//!
//! Memory is bounded by a row, a queue and a window, however long the table is.

mod validate_rows;

use std::{fs::File, io, path::Path, process::ExitCode};

use anyhow::Context as _;
use clap::ValueEnum;
use model::Observed;
use register::Register;
use rounds::{
    InputProblem,
    table::{
        ColumnMapping, DateOrder, ReportParser, TableReader, TableSurvey, TextEncoding,
        detect_encoding,
    },
};

use self::validate_rows::{Recording, ReportReader, validate};
use super::Args;
use crate::{
    events::{
        ImportInput, LineOutcome, ValidatedLine, bytes_bar, open_file, publish_input, queued,
    },
    output::{self, count},
    publish::installation,
    settings::{BadUsage, DataArgs},
};

/// How to read a table.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Tables of reports")]
pub(super) struct TableArgs {
    /// Fields and their columns, such as municipality=Gemeente,category==funding; repeatable
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Vec<String>,
    /// Column separator: one character, or tab; detected if not given
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// Text encoding of the file; detected if not given
    #[arg(long, value_enum)]
    encoding: Option<EncodingArg>,
    /// Order of day and month in dates of numbers. Without it the other rows of a column must show it, if the dates have
    /// slashes
    #[arg(long, value_enum, value_name = "ORDER")]
    dates: Option<DatesArg>,
    /// Time of recording of all reports, such as 2013-02-12, or date-time with offset; the time of observation of each if
    /// not given. Give the same when importing again
    #[arg(long, value_name = "WHEN")]
    time: Option<String>,
    /// Source of the events, a URN, such as urn:example:helpdesk; the id of this installation if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
    #[command(flatten)]
    data: DataArgs,
}

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EncodingArg {
    /// UTF-8, with or without a byte order mark
    #[value(name = "utf-8")]
    Utf8,
    /// Windows-1252, as older programs write it
    #[value(name = "windows-1252")]
    Windows1252,
}

/// An order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DatesArg {
    /// Day, month, year, as in Dutch
    #[value(name = "d/m/y")]
    DayFirst,
    /// Month, day, year, as American programs write it
    #[value(name = "m/d/y")]
    MonthFirst,
}

impl TableArgs {
    /// Returns whether an option is given that only a table of reports has.
    pub(super) const fn is_for_reports(&self) -> bool {
        !self.map.is_empty() || self.time.is_some()
    }

    /// Returns whether an option is given that only tables have.
    pub(super) const fn is_for_tables(&self) -> bool {
        let is_read_so = self.delimiter.is_some() || self.encoding.is_some();
        self.is_for_reports() || is_read_so || self.dates.is_some()
    }

    /// Returns the order of day and month, if given.
    pub(super) fn dates(&self) -> Option<DateOrder> {
        self.dates.map(|order| match order {
            DatesArg::DayFirst => DateOrder::DayFirst,
            DatesArg::MonthFirst => DateOrder::MonthFirst,
        })
    }

    /// Returns the column separator, if given.
    pub(super) const fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }
}

/// Validates all rows, and publishes the valid ones.
///
/// # Errors
///
/// When the table cannot be read or mapped, or NATS is unavailable; an invalid row is not an error, but gives exit code
/// 1.
pub(super) fn run(
    args: &Args,
    path: &Path,
    register: &'static Register,
) -> anyhow::Result<ExitCode> {
    let shown = path.display();
    let encoding = encoding(args, path)?;
    encoding.print_guess(path);
    let delimiter = args.table.delimiter;
    let rows = || -> anyhow::Result<TableReader<File>> {
        let (file, _) = file(path)?;
        TableReader::open(file, encoding.encoding, delimiter)
            .with_context(|| format!("cannot read {shown}"))
    };
    let first = rows()?;
    let mut reports = reports(args, path, first.columns(), register)?;
    survey(args, path, first, &mut reports)?;
    let recording = recording(args, register)?;
    let length = file(path)?.1;
    let mut reading = ReportReader::new(rows()?, reports.clone(), recording.clone());
    let report = validate(&mut reading, &bytes_bar(Some(length), "validating"))
        .with_context(|| format!("cannot read {shown}"))?;
    report.print();
    if report.invalid > 0 && !args.accept_valid {
        let (invalid, all) = (report.invalid, report.invalid + report.valid);
        let (verb, them) = if invalid == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        eprintln!(
            "knelpunt: nothing published: {invalid} of {} {verb} invalid; correct {them}, or pass --accept-valid",
            count(all, "row")
        );
        return Ok(ExitCode::FAILURE);
    }
    let mut reading = ReportReader::new(rows()?, reports, recording);
    if args.dry_run {
        print(&mut reading)?;
        // Standard output has the events, one per line.
        eprintln!("{} would be published.", count(report.valid, "event"));
    } else {
        let bar = bytes_bar(Some(length), "importing");
        let url = args.log.nats_url()?;
        let input = ImportInput {
            unit: "row",
            left_out: report.invalid,
            bar: &bar,
            format: args.format,
        };
        return publish_input(&url, &input, || {
            let mut expected = (report.valid, report.invalid);
            queued(move || next(&mut reading, &mut expected))
        });
    }
    Ok(match report.invalid {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Reads all rows once for what they have in common, and prints what is left out or read differently.
fn survey(
    args: &Args,
    path: &Path,
    mut rows: TableReader<File>,
    reports: &mut ReportParser<'_>,
) -> anyhow::Result<()> {
    let shown = path.display();
    let mut survey = TableSurvey::default();
    let read = || format!("cannot read {shown}");
    while let Some(row) = rows.next_row().with_context(read)? {
        reports.survey(row, &mut survey);
    }
    let notes = reports.settle(&survey, args.table.dates());
    let notes = notes.map_err(|problems| {
        let problems = lines(&problems).join("\n");
        let problems = output::escape_controls(&problems).replace('\n', "\n  ");
        BadUsage(format!("cannot read the dates of {shown}:\n  {problems}"))
    })?;
    for note in notes {
        eprintln!(
            "{}",
            output::on_one_line(&format!("knelpunt: {shown}: {note}"))
        );
    }
    Ok(())
}

fn lines(problems: &[InputProblem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// Returns what to do with the next row; invalid ones were listed by the first pass. `expected` counts down the valid
/// and the invalid rows that it found.
fn next(
    reading: &mut ReportReader<File>,
    expected: &mut (u64, u64),
) -> io::Result<Option<ValidatedLine>> {
    let changed = || io::Error::other("the file changed during the import; import it again");
    let Some(row) = reading.next().map_err(io::Error::other)? else {
        return if *expected == (0, 0) {
            Ok(None)
        } else {
            Err(changed())
        };
    };
    let (outcome, counter) = match row.event {
        None => (LineOutcome::Blank, None),
        Some(Ok(outgoing)) => (LineOutcome::Publish(outgoing), Some(&mut expected.0)),
        Some(Err(_)) => (LineOutcome::Blank, Some(&mut expected.1)),
    };
    if let Some(counter) = counter {
        *counter = counter.checked_sub(1).ok_or_else(changed)?;
    }
    Ok(Some(ValidatedLine {
        number: row.number,
        taken_bytes: row.taken_bytes,
        outcome,
    }))
}

fn print(reading: &mut ReportReader<File>) -> anyhow::Result<()> {
    while let Some(row) = reading.next()? {
        if let Some(Ok(outgoing)) = row.event {
            output::print_line(&String::from_utf8_lossy(&outgoing.payload))?;
        }
    }
    Ok(())
}

/// Opens a table, and returns its length. A pipe is an error: a table is read twice.
fn file(path: &Path) -> anyhow::Result<(File, u64)> {
    let shown = path.display();
    let file = open_file(path)?;
    let metadata = file
        .metadata()
        .with_context(|| format!("cannot read {shown}"))?;
    if metadata.is_file() {
        return Ok((file, metadata.len()));
    }
    let problem = format!(
        "cannot read {shown}: it is not a file; a table is read twice, so save it as a file"
    );
    Err(BadUsage(problem).into())
}

/// The encoding that a table is read in.
#[derive(Debug, Clone, Copy)]
pub(super) struct EncodingChoice {
    pub(super) encoding: TextEncoding,
    /// The first byte that is not UTF-8, where the encoding was detected by it.
    guessed_by: Option<u64>,
}

impl EncodingChoice {
    /// Prints what was detected, and why, where it may be wrong.
    pub(super) fn print_guess(self, path: &Path) {
        let shown = path.display();
        if let Some(byte) = self.guessed_by {
            eprintln!(
                "knelpunt: reading {shown} as Windows-1252, because byte {byte} is not UTF-8; use --encoding to choose"
            );
        }
    }
}

/// Returns the given encoding of a table, or detects it.
pub(super) fn encoding(args: &Args, path: &Path) -> anyhow::Result<EncodingChoice> {
    let shown = path.display();
    let given = args.table.encoding.map(|encoding| match encoding {
        EncodingArg::Utf8 => TextEncoding::Utf8,
        EncodingArg::Windows1252 => TextEncoding::Windows1252,
    });
    let found = detect_encoding(file(path)?.0, given);
    let found = found.with_context(|| format!("cannot read {shown}"))?;
    let (encoding, guessed_by) = match given {
        Some(given) => (given, None),
        None => (found.encoding, found.invalid_at),
    };
    Ok(EncodingChoice {
        encoding,
        guessed_by,
    })
}

fn reports(
    args: &Args,
    path: &Path,
    columns: &[String],
    register: &'static Register,
) -> anyhow::Result<ReportParser<'static>> {
    let shown = path.display();
    if args.table.map.is_empty() {
        let heading = |index: usize| columns.get(index).map_or("…", String::as_str);
        let example = format!(
            "--map 'municipality={},category={},observedAt={}'",
            heading(0),
            heading(1),
            heading(2)
        );
        let headings: Vec<String> = columns.iter().map(|name| format!("{name:?}")).collect();
        let headings = headings.join(", ");
        let problem = format!(
            "cannot import {shown}: it is not a sheet of the workbook of a round, and a table of reports needs --map; its \
             columns are {headings}. Example: {example}. `knelpunt rounds import --help` lists the fields"
        );
        return Err(BadUsage(output::escape_controls(&problem).into_owned()).into());
    }
    let mapping = ColumnMapping::parse(&args.table.map);
    let reports = mapping.and_then(|mapping| {
        ReportParser::new(&mapping, columns, register).map_err(|problems| lines(&problems))
    });
    reports.map_err(|violations| {
        let violations = output::escape_controls(&violations.join("\n")).replace('\n', "\n  ");
        BadUsage(format!(
            "cannot map the columns of {shown}; correct --map:\n  {violations}"
        ))
        .into()
    })
}

fn recording(args: &Args, register: &'static Register) -> anyhow::Result<Recording> {
    let table = &args.table;
    let time = match &table.time {
        None => None,
        Some(text) => Some(
            Observed::parse(text)
                .ok_or_else(|| {
                    BadUsage(format!(
                        "cannot read --time {text:?}: give a date such as 2013-02-12, or a date-time with offset"
                    ))
                })?
                .first(),
        ),
    };
    let source = installation::source_or_default(table.source.as_ref(), &table.data)?;
    Ok(Recording {
        source,
        time,
        register,
    })
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii_punctuation() && *byte != b'"' || *byte == b'\t' => Ok(*byte),
        _ => Err("give one character, such as ; or , or |, or the word tab".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_one_character_or_a_tab() {
        for (text, expected) in [
            (";", b';'),
            (",", b','),
            ("tab", b'\t'),
            ("|", b'|'),
            ("\t", b'\t'),
        ] {
            assert_eq!(delimiter(text), Ok(expected));
        }
        for text in ["", "\"", ";;", "a", "é"] {
            assert!(delimiter(text).is_err(), "{text:?}");
        }
    }
}

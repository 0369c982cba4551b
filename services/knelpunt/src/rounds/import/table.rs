//! A table of reports: what it can be told, and its two passes. The first judges every row, the second publishes.
//!
//! Neither holds more than a row, a queue and a window, however long the table is.

mod validate_rows;

use std::{fs::File, io, path::Path, process::ExitCode};

use anyhow::Context as _;
use clap::ValueEnum;
use model::Observed;
use register::Register;
use rounds::table::{ColumnMapping, ReportParser, TableReader, TextEncoding, detect_encoding};

use self::validate_rows::{Recording, ReportReader, judge};
use super::Args;
use crate::{
    events::{LineOutcome, ValidatedLine, bytes_bar, publish_input, queued},
    output,
    publish::installation,
    settings::{BadUsage, DataArgs},
};

/// How a table is to be read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Tables of reports")]
pub(super) struct TableArgs {
    /// Which column is what; can be repeated
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Vec<String>,
    /// What stands between columns: one character, or tab; told by the headings if not given
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// How text stands in the file; told by its bytes if not given
    #[arg(long, value_enum)]
    encoding: Option<EncodingArg>,
    /// When the reports were recorded, the same whenever the table is imported again: a date, or a date-time with
    /// offset; when each was observed if not given
    #[arg(long, value_name = "WHEN")]
    time: Option<String>,
    /// Source of the events, a URN; the id of this installation, kept in the data folder, if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
    #[command(flatten)]
    data: DataArgs,
}

/// An encoding, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EncodingArg {
    /// UTF-8, with or without a byte order mark
    #[value(name = "utf-8")]
    Utf8,
    /// Windows-1252, as older programs write it
    #[value(name = "windows-1252")]
    Windows1252,
}

impl TableArgs {
    /// Says whether something is said that is of use for a table of reports alone.
    pub(super) const fn is_for_reports(&self) -> bool {
        !self.map.is_empty() || self.time.is_some()
    }

    /// Says whether something is said that is of use for a table alone.
    pub(super) const fn is_for_tables(&self) -> bool {
        self.is_for_reports() || self.delimiter.is_some() || self.encoding.is_some()
    }

    pub(super) const fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }
}

/// Judges all rows, and publishes those that are right.
///
/// # Errors
///
/// When it cannot be read or mapped, or the log not be reached; what is wrong with its rows is no error, but exit
/// code 1.
pub(super) fn run(
    args: &Args,
    path: &Path,
    register: &'static Register,
) -> anyhow::Result<ExitCode> {
    let shown = path.display();
    let encoding = encoding(args, path)?;
    encoding.say(path);
    let delimiter = args.table.delimiter;
    let rows = || -> anyhow::Result<TableReader<File>> {
        let (file, _) = file(path)?;
        TableReader::open(file, encoding.encoding, delimiter)
            .with_context(|| format!("read {shown}"))
    };
    let first = rows()?;
    let reports = reports(args, path, first.columns(), register)?;
    let recording = recording(args, register)?;
    let length = file(path)?.1;
    let mut reading = ReportReader::new(first, reports.clone(), recording.clone());
    let judgement = judge(&mut reading, &bytes_bar(Some(length), "judging"))
        .with_context(|| format!("read {shown}"))?;
    judgement.say();
    if judgement.wrong > 0 && !args.accept_valid {
        eprintln!(
            "knelpunt: nothing was published, for {} of {} rows are wrong: mend them, or pass --accept-valid",
            judgement.wrong,
            judgement.wrong + judgement.right
        );
        return Ok(ExitCode::FAILURE);
    }
    let mut reading = ReportReader::new(rows()?, reports, recording);
    if args.dry_run {
        print(&mut reading)?;
        output::print_line(&format!("{} reports would be published.", judgement.right))?;
    } else {
        let bar = bytes_bar(Some(length), "importing");
        let url = args.log.nats_url()?;
        let wrong = judgement.wrong;
        let ended = publish_input(&url, "row", &bar, || {
            let mut left = (judgement.right, judgement.wrong);
            queued(move || next(&mut reading, &mut left))
        })?;
        if wrong > 0 {
            output::print_line(&format!("{wrong} rows were left out: they are wrong."))?;
        }
        if ended != ExitCode::SUCCESS {
            return Ok(ended);
        }
    }
    Ok(match judgement.wrong {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Gives what is to be done with the next row: those that are wrong were named before. `left` counts down what the
/// first pass found right and wrong.
fn next(
    reading: &mut ReportReader<File>,
    left: &mut (u64, u64),
) -> io::Result<Option<ValidatedLine>> {
    let changed = || io::Error::other("the file changed while it was imported; import it again");
    let Some(row) = reading.next().map_err(io::Error::other)? else {
        return if *left == (0, 0) {
            Ok(None)
        } else {
            Err(changed())
        };
    };
    let (verdict, of) = match row.event {
        None => (LineOutcome::Blank, None),
        Some(Ok(outgoing)) => (LineOutcome::Publish(outgoing), Some(&mut left.0)),
        Some(Err(_)) => (LineOutcome::Blank, Some(&mut left.1)),
    };
    if let Some(of) = of {
        *of = of.checked_sub(1).ok_or_else(changed)?;
    }
    Ok(Some(ValidatedLine {
        number: row.number,
        taken_bytes: row.taken_bytes,
        verdict,
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

/// Opens it, and gives its length: it is read more than once, which a pipe cannot be.
fn file(path: &Path) -> anyhow::Result<(File, u64)> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("open {shown}"))?;
    let metadata = file.metadata().with_context(|| format!("read {shown}"))?;
    anyhow::ensure!(
        metadata.is_file(),
        "read {shown}: it is no file; a table is read twice, so save it as one"
    );
    Ok((file, metadata.len()))
}

/// What a table is read as.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadAs {
    pub(super) encoding: TextEncoding,
    /// The byte that it was guessed by.
    guessed_by: Option<u64>,
}

impl ReadAs {
    /// Says what it was guessed to be, and why.
    pub(super) fn say(self, path: &Path) {
        let shown = path.display();
        if let Some(place) = self.guessed_by {
            eprintln!(
                "knelpunt: {shown} is read as Windows-1252, for byte {place} is not UTF-8; --encoding says otherwise"
            );
        }
    }
}

/// Tells how text stands in a table, where that is not told.
pub(super) fn encoding(args: &Args, path: &Path) -> anyhow::Result<ReadAs> {
    let shown = path.display();
    let found = detect_encoding(file(path)?.0).with_context(|| format!("read {shown}"))?;
    let (encoding, guessed_by) = match args.table.encoding {
        Some(EncodingArg::Utf8) => (TextEncoding::Utf8, None),
        Some(EncodingArg::Windows1252) => (TextEncoding::Windows1252, None),
        None => (found.encoding, found.invalid_at),
    };
    Ok(ReadAs {
        encoding,
        guessed_by,
    })
}

fn reports(
    args: &Args,
    path: &Path,
    columns: &[String],
    register: &Register,
) -> anyhow::Result<ReportParser> {
    let shown = path.display();
    if args.table.map.is_empty() {
        let heading = |place: usize| columns.get(place).map_or("…", String::as_str);
        let example = format!(
            "--map 'municipality={},category={},observedAt={}'",
            heading(0),
            heading(1),
            heading(2)
        );
        let problem = format!(
            "import {shown}, for it is no sheet of the workbook of a round, and nobody said what its columns mean: {columns:?}. Say it, such as {example}; \
             knelpunt rounds import --help lists what can be mapped"
        );
        return Err(BadUsage(output::escape_controls(&problem).into_owned()).into());
    }
    let mapping = ColumnMapping::parse(&args.table.map);
    let reports = mapping.and_then(|mapping| ReportParser::new(&mapping, columns, register));
    reports.map_err(|faults| {
        let faults = output::escape_controls(&faults.join("\n")).replace('\n', "\n  ");
        BadUsage(format!("map the columns of {shown}:\n  {faults}")).into()
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
                        "read --time {text:?}: give a date such as 2013-02-12, or a date-time with offset"
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

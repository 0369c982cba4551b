//! What goes to standard output, for people or for the next program in a pipe.

use std::{
    borrow::Cow,
    io::{self, BufWriter, ErrorKind, StdoutLock, Write},
};

use anyhow::Context as _;
use clap::ValueEnum;
use serde::Serialize;

/// How a command writes its result. A comment on a variant would be printed in the help, and double its length.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    #[default]
    Text,
    Json,
}

/// How a command writes its result: the option.
#[derive(Debug, Default, Clone, Copy, clap::Args)]
pub(crate) struct FormatArgs {
    /// Format of the result
    #[arg(long, value_enum, default_value_t = TextFormat::Text)]
    format: TextFormat,
}

/// Standard output. A reader that stops reading (`knelpunt … | head`) is not a failure.
pub(crate) struct Output {
    to: BufWriter<StdoutLock<'static>>,
}

impl FormatArgs {
    /// Returns whether the result is JSON.
    pub(crate) fn is_json(self) -> bool {
        self.format == TextFormat::Json
    }

    /// Prints a result as JSON, or as the text of it.
    ///
    /// # Errors
    ///
    /// As [`Output::write`].
    pub(crate) fn print(
        self,
        result: &impl Serialize,
        text: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        if self.is_json() {
            print_line(&serde_json::to_string(result)?)
        } else {
            print_line(&text())
        }
    }
}

impl Output {
    /// Opens standard output.
    pub(crate) fn open() -> Self {
        Self {
            to: BufWriter::new(io::stdout().lock()),
        }
    }

    /// Writes bytes; returns whether anybody still reads.
    ///
    /// # Errors
    ///
    /// When they cannot be written, such as to a full disk.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<bool> {
        has_reader(self.to.write_all(bytes))
    }

    /// Flushes; returns whether anybody still reads.
    ///
    /// # Errors
    ///
    /// As [`Output::write`].
    pub(crate) fn flush(&mut self) -> anyhow::Result<bool> {
        has_reader(self.to.flush())
    }
}

/// Prints a text and a line end.
///
/// # Errors
///
/// As [`Output::write`].
pub(crate) fn print_line(text: &str) -> anyhow::Result<()> {
    let mut output = Output::open();
    output.write(text.as_bytes())?;
    output.write(b"\n")?;
    output.flush()?;
    Ok(())
}

/// Writes records as CSV, with the line ends of RFC 4180.
///
/// # Errors
///
/// Never, unless memory cannot be written.
pub(crate) fn csv(records: impl IntoIterator<Item = Vec<String>>) -> anyhow::Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for record in records {
        let cells = record
            .iter()
            .map(|cell| web::guarded_cell(cell).into_owned());
        writer.write_record(cells)?;
    }
    let bytes = writer.into_inner().context("cannot write CSV")?;
    Ok(String::from_utf8(bytes)?)
}

/// Writes control characters as escapes, so that a text cannot control the terminal; line ends stay.
pub(crate) fn escape_controls(text: &str) -> Cow<'_, str> {
    let is_control = |letter: char| letter.is_control() && letter != '\n';
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let escape = |letter: char| {
        if is_control(letter) {
            letter.escape_default().to_string()
        } else {
            letter.to_string()
        }
    };
    Cow::Owned(text.chars().map(escape).collect())
}

/// Writes a text on one line, without control characters.
pub(crate) fn on_one_line(text: &str) -> String {
    escape_controls(text).replace('\n', "\\n")
}

/// Puts "cannot" before a message that names only what failed.
pub(crate) fn as_failure(message: &str) -> String {
    if message.starts_with("cannot ") {
        message.to_owned()
    } else {
        format!("cannot {message}")
    }
}

/// Returns the line below a list that continues: how to list the next page; empty at the end.
pub(crate) fn next_page(cursor: Option<&str>) -> String {
    cursor.map_or_else(String::new, |cursor| {
        format!("\nNext page: --cursor {cursor}")
    })
}

/// Writes a number with its noun: `1 event`, `2 events`.
pub(crate) fn count(number: impl TryInto<u64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) if noun == "knelpunt" => format!("{number} knelpunten"),
        _ => format!("{number} {noun}s"),
    }
}

fn has_reader(written: io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("cannot write to standard output"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_control_the_terminal() {
        assert_eq!(
            escape_controls("é\n\u{1b}[31m\u{9b}x\r"),
            "é\n\\u{1b}[31m\\u{9b}x\\r"
        );
        assert!(matches!(escape_controls("één\ntwee"), Cow::Borrowed(_)));
        assert_eq!(on_one_line("a\nb"), "a\\nb");
    }

    #[test]
    fn a_number_agrees_with_its_noun() {
        assert_eq!(count(1_u64, "event"), "1 event");
        assert_eq!(count(0_u64, "event"), "0 events");
        assert_eq!(count(2_usize, "municipality"), "2 municipalities");
        assert_eq!(count(2_usize, "knelpunt"), "2 knelpunten");
    }
}

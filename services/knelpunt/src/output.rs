//! What goes to standard output, for people or for the next program in a pipe.

use std::{
    borrow::Cow,
    io::{self, BufWriter, ErrorKind, StdoutLock, Write},
};

use anyhow::Context as _;

/// Writes to standard output until nobody reads it any more, which is no failure: `knelpunt … | head`.
pub(crate) struct Output {
    to: BufWriter<StdoutLock<'static>>,
}

impl Output {
    /// Opens standard output.
    pub(crate) fn open() -> Self {
        Self {
            to: BufWriter::new(io::stdout().lock()),
        }
    }

    /// Writes; tells whether anybody still reads.
    ///
    /// # Errors
    ///
    /// When it cannot be written, such as to a full disk.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<bool> {
        read_by_somebody(self.to.write_all(bytes))
    }

    /// Hands over all that was written; tells whether anybody still reads.
    ///
    /// # Errors
    ///
    /// As [`Output::write`].
    pub(crate) fn flush(&mut self) -> anyhow::Result<bool> {
        read_by_somebody(self.to.flush())
    }
}

/// Writes a text and a line end.
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

/// Makes a text escape_controls to a terminal: what would steer it is shown as an escape; line ends stay.
pub(crate) fn escape_controls(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| letter.is_control() && letter != '\n';
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let show = |letter: char| {
        if steers(letter) {
            letter.escape_default().to_string()
        } else {
            letter.to_string()
        }
    };
    Cow::Owned(text.chars().map(show).collect())
}

/// Puts "cannot" before a message that names only what failed.
pub(crate) fn as_failure(message: &str) -> String {
    if message.starts_with("cannot ") {
        message.to_owned()
    } else {
        format!("cannot {message}")
    }
}

fn read_by_somebody(written: io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("write to standard output"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_a_terminal_is_shown() {
        assert_eq!(
            escape_controls("é\n\u{1b}[31m\u{9b}x\r"),
            "é\n\\u{1b}[31m\\u{9b}x\\r"
        );
        assert!(matches!(escape_controls("één\ntwee"), Cow::Borrowed(_)));
    }
}

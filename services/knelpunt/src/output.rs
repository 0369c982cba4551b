//! What goes to standard output, for people or for the next program in a pipe.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

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
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    let mut output = Output::open();
    output.write(text.as_bytes())?;
    output.write(b"\n")?;
    output.flush()?;
    Ok(())
}

fn read_by_somebody(written: io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("write to standard output"),
    }
}

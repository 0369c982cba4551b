//! The encoding of a table: UTF-8, or Windows-1252 as older programs write it.

use std::io::{self, ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_8, WINDOWS_1252};

/// How many bytes are read at a time.
const CHUNK_BYTES: usize = 32 * 1024;
/// A byte becomes at most three bytes of UTF-8, and the decoder needs some to spare.
const TEXT_BYTES: usize = 3 * CHUNK_BYTES + 16;

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, one byte a letter.
    Windows1252,
}

/// The encoding of a file, and the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetectedEncoding {
    /// The encoding.
    pub encoding: TextEncoding,
    /// The first byte that is not UTF-8, from 1.
    pub invalid_at: Option<u64>,
}

/// Detects the encoding from all bytes of an input, a chunk at a time: whatever is not UTF-8 counts as Windows-1252.
///
/// # Errors
///
/// If the input cannot be read, or is UTF-16.
pub fn detect_encoding(mut input: impl Read) -> io::Result<DetectedEncoding> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut text = vec![0; TEXT_BYTES];
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut before = 0_u64;
    loop {
        let length = fill(&mut input, &mut chunk)?;
        if before == 0 && matches!(chunk[..length], [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            let problem = "the file is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)";
            return Err(io::Error::new(ErrorKind::InvalidData, problem));
        }
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(
            &chunk[..length],
            &mut text,
            length < CHUNK_BYTES,
        );
        if let DecoderResult::Malformed(bad, after) = result {
            let invalid_at = before + read as u64 + 1 - u64::from(bad) - u64::from(after);
            return Ok(DetectedEncoding {
                encoding: TextEncoding::Windows1252,
                invalid_at: Some(invalid_at),
            });
        }
        before += length as u64;
        if length < CHUNK_BYTES {
            return Ok(DetectedEncoding {
                encoding: TextEncoding::Utf8,
                invalid_at: None,
            });
        }
    }
}

/// Reads until the chunk is full or the input ends.
fn fill(input: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match input.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// An input as UTF-8 without a byte order mark.
pub(super) struct DecodedInput<R> {
    input: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    text: Vec<u8>,
    /// The part of the text that was not read yet.
    ready: std::ops::Range<usize>,
    ended: bool,
    /// Bytes of the input that were read.
    pub(super) bytes_read: u64,
    /// Quotation marks that were read.
    pub(super) quotes: u64,
    /// Bytes that may still be read of the current row. The reader of rows resets it, so that a quotation mark that is
    /// never closed does not collect the whole file in memory.
    pub(super) row_bytes_left: usize,
}

impl<R: Read> DecodedInput<R> {
    pub(super) fn new(input: R, encoding: TextEncoding) -> Self {
        let decoder = match encoding {
            TextEncoding::Utf8 => UTF_8.new_decoder_with_bom_removal(),
            TextEncoding::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
        };
        Self {
            input,
            decoder,
            chunk: vec![0; CHUNK_BYTES],
            text: vec![0; TEXT_BYTES],
            ready: 0..0,
            ended: false,
            bytes_read: 0,
            quotes: 0,
            row_bytes_left: usize::MAX,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let length = fill(&mut self.input, &mut self.chunk)?;
        self.ended = length < CHUNK_BYTES;
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.chunk[..length],
            &mut self.text,
            self.ended,
        );
        if let DecoderResult::Malformed(..) = result {
            let at = self.bytes_read + read as u64;
            let problem = format!(
                "byte {at}, or one just before it, is not UTF-8; pass --encoding windows-1252 if that is the encoding"
            );
            return Err(io::Error::new(ErrorKind::InvalidData, problem));
        }
        self.bytes_read += length as u64;
        self.ready = 0..written;
        Ok(())
    }
}

impl<R: Read> Read for DecodedInput<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.refill()?;
        }
        if self.row_bytes_left == 0 {
            let problem = "a row is longer than 1 MiB; is a quotation mark not closed?";
            return Err(io::Error::new(ErrorKind::InvalidData, problem));
        }
        let length = self.ready.len().min(to.len()).min(self.row_bytes_left);
        let part = &self.text[self.ready.start..self.ready.start + length];
        to[..length].copy_from_slice(part);
        self.quotes += part
            .iter()
            .map(|byte| u64::from(*byte == b'"'))
            .sum::<u64>();
        self.ready.start += length;
        self.row_bytes_left -= length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: TextEncoding, invalid_at: Option<u64>, expected: &str) {
        let detected = detect_encoding(bytes).unwrap();
        assert_eq!(
            detected,
            DetectedEncoding {
                encoding,
                invalid_at
            }
        );
        let mut text = String::new();
        let mut decoded = DecodedInput::new(bytes, encoding);
        decoded.read_to_string(&mut text).unwrap();
        assert!(text == expected);
        assert_eq!(decoded.bytes_read, bytes.len() as u64);
    }

    #[test]
    fn text_that_is_not_utf_8_is_windows_1252() {
        check("één €".as_bytes(), TextEncoding::Utf8, None, "één €");
        check(b"\xEF\xBB\xBFa;b", TextEncoding::Utf8, None, "a;b");
        check(b"a\xE9n \x80", TextEncoding::Windows1252, Some(2), "aén €");
        check(b"a\xC3", TextEncoding::Windows1252, Some(2), "aÃ");
        check(b"", TextEncoding::Utf8, None, "");
    }

    #[test]
    fn letters_across_the_end_of_a_chunk_stay_whole() {
        for before in CHUNK_BYTES - 3..=CHUNK_BYTES + 1 {
            let text = format!("{}€ en meer", "x".repeat(before));
            check(text.as_bytes(), TextEncoding::Utf8, None, &text);
            let text = "é".repeat(before);
            let bytes = vec![0xE9; before];
            check(&bytes, TextEncoding::Windows1252, Some(1), &text);
        }
    }

    #[test]
    fn utf_16_is_an_error_and_so_is_another_encoding_than_the_one_given() {
        let problem = detect_encoding(&b"\xFF\xFEa\0"[..])
            .unwrap_err()
            .to_string();
        assert!(problem.contains("UTF-16"), "{problem}");
        let mut decoded = DecodedInput::new(&b"a\xE9n"[..], TextEncoding::Utf8);
        let problem = decoded
            .read_to_end(&mut Vec::new())
            .unwrap_err()
            .to_string();
        assert!(problem.contains("--encoding windows-1252"), "{problem}");
    }
}

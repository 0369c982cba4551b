//! From the bytes of a table to text: UTF-8, or Windows-1252 as older programs write it.

use std::io::{self, ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_8, WINDOWS_1252};

/// How many bytes are read at a time.
const CHUNK_BYTES: usize = 32 * 1024;
/// A byte comes to at most three bytes of UTF-8; the decoder wants some to spare.
const TEXT_BYTES: usize = 3 * CHUNK_BYTES + 16;

/// How text stands in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, one byte a letter.
    Windows1252,
}

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// Its encoding.
    pub encoding: Encoding,
    /// The first byte that is not UTF-8, from 1.
    pub invalid_at: Option<u64>,
}

/// Tells the encoding by looking at all bytes, and holds none: what is not UTF-8 is taken as Windows-1252.
///
/// # Errors
///
/// When the input cannot be read, or is UTF-16.
pub fn detect(mut input: impl Read) -> io::Result<Detected> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut text = vec![0; TEXT_BYTES];
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut before = 0_u64;
    loop {
        let length = fill(&mut input, &mut chunk)?;
        if before == 0 && matches!(chunk[..length], [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            let problem = "it is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)";
            return Err(io::Error::new(ErrorKind::InvalidData, problem));
        }
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(
            &chunk[..length],
            &mut text,
            length < CHUNK_BYTES,
        );
        if let DecoderResult::Malformed(bad, after) = result {
            let invalid_at = before + read as u64 + 1 - u64::from(bad) - u64::from(after);
            return Ok(Detected {
                encoding: Encoding::Windows1252,
                invalid_at: Some(invalid_at),
            });
        }
        before += length as u64;
        if length < CHUNK_BYTES {
            return Ok(Detected {
                encoding: Encoding::Utf8,
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
pub(super) struct Decoded<R> {
    input: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    text: Vec<u8>,
    /// What of the text was not handed out yet.
    ready: std::ops::Range<usize>,
    ended: bool,
    /// Bytes of the input that were read.
    pub(super) taken_bytes: u64,
    /// How many quotation marks were handed out.
    pub(super) quotes: u64,
    /// Bytes that may still be handed out before somebody must say that a row has ended.
    pub(super) left_bytes: usize,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(input: R, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => UTF_8.new_decoder_with_bom_removal(),
            Encoding::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
        };
        Self {
            input,
            decoder,
            chunk: vec![0; CHUNK_BYTES],
            text: vec![0; TEXT_BYTES],
            ready: 0..0,
            ended: false,
            taken_bytes: 0,
            quotes: 0,
            left_bytes: usize::MAX,
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
            let place = self.taken_bytes + read as u64;
            let problem = format!(
                "byte {place} or one just before it is not UTF-8: say --encoding windows-1252 if that is what it is"
            );
            return Err(io::Error::new(ErrorKind::InvalidData, problem));
        }
        self.taken_bytes += length as u64;
        self.ready = 0..written;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.refill()?;
        }
        if self.left_bytes == 0 {
            let problem = "a row is longer than can be: is a quotation mark not closed?";
            return Err(io::Error::new(ErrorKind::InvalidData, problem));
        }
        let length = self.ready.len().min(to.len()).min(self.left_bytes);
        let part = &self.text[self.ready.start..self.ready.start + length];
        to[..length].copy_from_slice(part);
        self.quotes += part
            .iter()
            .map(|byte| u64::from(*byte == b'"'))
            .sum::<u64>();
        self.ready.start += length;
        self.left_bytes -= length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: Encoding, invalid_at: Option<u64>, expected: &str) {
        let detected = detect(bytes).unwrap();
        assert_eq!(
            detected,
            Detected {
                encoding,
                invalid_at
            }
        );
        let mut text = String::new();
        let mut decoded = Decoded::new(bytes, encoding);
        decoded.read_to_string(&mut text).unwrap();
        assert!(text == expected);
        assert_eq!(decoded.taken_bytes, bytes.len() as u64);
    }

    #[test]
    fn what_is_not_utf_8_is_windows_1252() {
        check("één €".as_bytes(), Encoding::Utf8, None, "één €");
        check(b"\xEF\xBB\xBFa;b", Encoding::Utf8, None, "a;b");
        check(b"a\xE9n \x80", Encoding::Windows1252, Some(2), "aén €");
        check(b"a\xC3", Encoding::Windows1252, Some(2), "aÃ");
        check(b"", Encoding::Utf8, None, "");
    }

    #[test]
    fn letters_across_the_end_of_a_chunk_are_whole() {
        for before in CHUNK_BYTES - 3..=CHUNK_BYTES + 1 {
            let text = format!("{}€ en meer", "x".repeat(before));
            check(text.as_bytes(), Encoding::Utf8, None, &text);
            let text = "é".repeat(before);
            let bytes = vec![0xE9; before];
            check(&bytes, Encoding::Windows1252, Some(1), &text);
        }
    }

    #[test]
    fn utf_16_is_refused_and_so_is_what_is_not_what_it_was_said_to_be() {
        let said = detect(&b"\xFF\xFEa\0"[..]).unwrap_err().to_string();
        assert!(said.contains("UTF-16"), "{said}");
        let mut decoded = Decoded::new(&b"a\xE9n"[..], Encoding::Utf8);
        let said = decoded
            .read_to_end(&mut Vec::new())
            .unwrap_err()
            .to_string();
        assert!(said.contains("--encoding windows-1252"), "{said}");
    }
}

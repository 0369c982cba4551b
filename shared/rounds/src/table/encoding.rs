//! The encoding of a table: UTF-8, or Windows-1252 as older programs write it.

use std::io::{self, ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_8, WINDOWS_1252};

use crate::{InputProblem, file_kind::FileKind};

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

/// Detects the encoding from all bytes of an input, a chunk at a time. A text without any letter in UTF-8 is
/// Windows-1252; one that mixes both is refused, because either reading would spoil the letters of the other.
///
/// # Errors
///
/// If the input cannot be read, is no text, mixes both encodings and none is given, or is not UTF-8 where that is given.
pub fn detect_encoding(
    mut input: impl Read,
    given: Option<TextEncoding>,
) -> io::Result<DetectedEncoding> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut survey = EncodingSurvey::default();
    let mut is_first = true;
    loop {
        let length = fill(&mut input, &mut chunk)?;
        let bytes = &chunk[..length];
        if is_first && let Some(problem) = FileKind::detect(bytes).not_a_table() {
            return Err(problem.into());
        }
        is_first = false;
        let is_last = length < CHUNK_BYTES;
        survey.add(bytes, is_last);
        if is_last {
            break;
        }
    }
    survey.detected(given)
}

/// What was found in the bytes of an input so far.
#[derive(Debug)]
struct EncodingSurvey {
    /// The start of a letter at the end of a chunk.
    rest: Vec<u8>,
    /// Bytes before it.
    before: u64,
    /// Letters in UTF-8 of more than one byte.
    letters: u64,
    /// The first byte that is not UTF-8 and its row, both from 1.
    invalid: Option<(u64, u64)>,
    /// The current row, as spreadsheets count, without empty lines.
    row: u64,
    is_quoted: bool,
    is_empty_line: bool,
}

impl Default for EncodingSurvey {
    fn default() -> Self {
        Self {
            rest: Vec::new(),
            before: 0,
            letters: 0,
            invalid: None,
            row: 1,
            is_quoted: false,
            is_empty_line: true,
        }
    }
}

impl EncodingSurvey {
    fn add(&mut self, chunk: &[u8], is_last: bool) {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(chunk);
        let mut left = bytes.as_slice();
        loop {
            let (valid, wrong) = match std::str::from_utf8(left) {
                Ok(_) => (left.len(), 0),
                Err(error) => {
                    let cut = left.len() - error.valid_up_to();
                    let wrong = error.error_len();
                    let wrong = wrong.or_else(|| is_last.then_some(cut));
                    (error.valid_up_to(), wrong.unwrap_or(0))
                }
            };
            self.count(&left[..valid]);
            left = &left[valid..];
            if wrong == 0 {
                self.rest = left.to_vec();
                return;
            }
            let (at, row) = (self.before + 1, self.row);
            self.invalid.get_or_insert((at, row));
            self.before += wrong as u64;
            left = &left[wrong..];
        }
    }

    fn count(&mut self, valid: &[u8]) {
        // A byte order mark counts too: it says that all is UTF-8.
        let first_bytes = valid.iter().filter(|byte| **byte >= 0xC0);
        self.letters += first_bytes.count() as u64;
        self.before += valid.len() as u64;
        if self.invalid.is_some() {
            return;
        }
        for byte in valid {
            self.is_quoted ^= *byte == b'"';
            match byte {
                b'\n' | b'\r' if self.is_quoted => {}
                b'\n' | b'\r' => {
                    self.row += u64::from(!self.is_empty_line);
                    self.is_empty_line = true;
                }
                _ => self.is_empty_line = false,
            }
        }
    }

    fn detected(&self, given: Option<TextEncoding>) -> io::Result<DetectedEncoding> {
        match self.invalid {
            Some((byte, row)) if given == Some(TextEncoding::Utf8) => {
                let problem = InputProblem::new("sheet-not-utf-8");
                Err(problem.and("row", row).and("byte", byte).into())
            }
            Some((byte, row)) if self.letters > 0 && given.is_none() => {
                let problem = InputProblem::new("sheet-mixed-encodings");
                Err(problem.and("row", row).and("byte", byte).into())
            }
            Some((byte, _)) => Ok(DetectedEncoding {
                encoding: TextEncoding::Windows1252,
                invalid_at: Some(byte),
            }),
            None => Ok(DetectedEncoding {
                encoding: TextEncoding::Utf8,
                invalid_at: None,
            }),
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
            return Err(InputProblem::new("sheet-byte-not-utf-8")
                .and("byte", at)
                .into());
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
            return Err(InputProblem::new("sheet-row-endless").into());
        }
        let length = self.ready.len().min(to.len()).min(self.row_bytes_left);
        let part = &self.text[self.ready.start..self.ready.start + length];
        to[..length].copy_from_slice(part);
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
        let detected = detect_encoding(bytes, None).unwrap();
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

    #[track_caller]
    fn check_refused(bytes: &[u8], part: &str) {
        let problem = detect_encoding(bytes, None).unwrap_err().to_string();
        assert!(problem.contains(part), "{problem}");
        if part.contains("not UTF-8") {
            let detected = detect_encoding(bytes, Some(TextEncoding::Windows1252)).unwrap();
            assert_eq!(detected.encoding, TextEncoding::Windows1252);
            let problem = detect_encoding(bytes, Some(TextEncoding::Utf8)).unwrap_err();
            assert!(
                problem.to_string().contains("leave --encoding out"),
                "{problem}"
            );
        }
    }

    #[test]
    fn a_text_that_mixes_both_encodings_is_refused_and_its_row_named() {
        let mixed = b"Gemeente;Tekst\nUtrecht;\xC3\xA9\xC3\xA9n\nUtrecht;it\x92s\n";
        check_refused(
            mixed,
            "row 3 has a byte that is not UTF-8 (byte 40 of the file)",
        );
        check_refused(
            b"a\n\n\"b\nc\"\nx\x92\n\xC3\xA9",
            "row 3 has a byte that is not UTF-8",
        );
        check_refused(
            b"\xEF\xBB\xBFa\xE9\xE9\xE9",
            "row 1 has a byte that is not UTF-8",
        );
        let far = [&b"x\x92"[..], &vec![b'y'; 3 * CHUNK_BYTES], "é".as_bytes()].concat();
        check_refused(&far, "row 1 has a byte that is not UTF-8 (byte 2");
        check_refused(b"PK\x03\x04", "it is a workbook or another zip archive");
        check_refused(b"%PDF-1.4", "it is a PDF");
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
        let problem = detect_encoding(&b"\xFF\xFEa\0"[..], None)
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

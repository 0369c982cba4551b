//! The lines of an input with their numbers; a line beyond a limit is not loaded into memory.

use std::io::{self, BufRead};

/// Reads line after line.
pub(super) struct Lines<R> {
    input: R,
    number: u64,
    limit_bytes: usize,
}

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct InputLine {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its content, or its length in bytes where that is beyond the limit.
    pub(super) content: Result<Vec<u8>, u64>,
    /// Its length in the input, in bytes, with the line end.
    pub(super) taken_bytes: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, limit_bytes: usize) -> Self {
        Self {
            input,
            number: 0,
            limit_bytes,
        }
    }

    /// Returns the next line; `None` at the end of the input.
    ///
    /// # Errors
    ///
    /// When the input cannot be read.
    pub(super) fn next_line(&mut self) -> io::Result<Option<InputLine>> {
        let (mut content, mut taken_bytes, mut ended) = (Vec::new(), 0_u64, false);
        let mut last = None;
        while !ended {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            // One more than the limit, for a carriage return at the end.
            let free = (self.limit_bytes + 1).saturating_sub(content.len());
            content.extend_from_slice(&part[..part.len().min(free)]);
            last = part.last().copied().or(last);
            ended = end.is_some();
            let consumed = part.len() + usize::from(ended);
            self.input.consume(consumed);
            taken_bytes += consumed as u64;
        }
        if taken_bytes == 0 {
            return Ok(None);
        }
        self.number += 1;
        let has_return = last == Some(b'\r');
        let length = taken_bytes - u64::from(ended) - u64::from(has_return);
        let content = if length > self.limit_bytes as u64 {
            Err(length)
        } else {
            content.truncate(content.len() - usize::from(has_return));
            Ok(content)
        };
        Ok(Some(InputLine {
            number: self.number,
            content,
            taken_bytes,
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Reads with a limit of 4 bytes, through buffers of every small size.
    #[track_caller]
    fn check(input: &str, expected: &[Result<&str, u64>]) {
        for size in 1..8 {
            let mut lines = Lines::new(BufReader::with_capacity(size, input.as_bytes()), 4);
            let (mut found, mut taken) = (Vec::new(), 0);
            while let Some(line) = lines.next_line().unwrap() {
                assert_eq!(line.number, found.len() as u64 + 1);
                taken += line.taken_bytes;
                found.push(
                    line.content
                        .map(|content| String::from_utf8(content).unwrap()),
                );
            }
            let expected: Vec<Result<String, u64>> = expected
                .iter()
                .map(|line| line.map(str::to_owned))
                .collect();
            assert_eq!(found, expected, "{input:?}, buffer of {size}");
            assert_eq!(taken, input.len() as u64);
        }
    }

    #[test]
    fn lines_end_with_a_line_feed_or_with_the_input() {
        check("", &[]);
        check("a\nb", &[Ok("a"), Ok("b")]);
        check("a\r\n\n b \n", &[Ok("a"), Ok(""), Ok(" b ")]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_and_the_next_one_is_complete() {
        check("abcd\nabcde\nf\n", &[Ok("abcd"), Err(5), Ok("f")]);
        check("abcd\r\nabcdefghijkl", &[Ok("abcd"), Err(12)]);
        check("abcde\r\nabcdefgh\r\n\r", &[Err(5), Err(8), Ok("")]);
    }
}

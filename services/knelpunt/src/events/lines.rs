//! Lines of any input, each with its number, none longer in memory than a limit.

use std::io::{self, BufRead};

/// Reads line after line.
pub(super) struct Lines<R> {
    input: R,
    number: u64,
    limit_bytes: usize,
}

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    /// What it holds, or how many bytes it measures when those are more than the limit.
    pub(super) content: Result<Vec<u8>, u64>,
    /// Bytes of the input that it took, its end included.
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

    /// Gives the next line; nothing at the end of the input.
    ///
    /// # Errors
    ///
    /// When the input cannot be read.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        let (mut held, mut taken_bytes, mut ended) = (Vec::new(), 0_u64, false);
        let mut last = None;
        while !ended {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            // One more than the limit, for a carriage return at the end.
            let room = (self.limit_bytes + 1).saturating_sub(held.len());
            held.extend_from_slice(&part[..part.len().min(room)]);
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
        let returned = last == Some(b'\r');
        let measured = taken_bytes - u64::from(ended) - u64::from(returned);
        let content = if measured > self.limit_bytes as u64 {
            Err(measured)
        } else {
            held.truncate(held.len() - usize::from(returned));
            Ok(held)
        };
        Ok(Some(Line {
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
    fn a_line_beyond_the_limit_is_measured_and_the_next_one_is_whole() {
        check("abcd\nabcde\nf\n", &[Ok("abcd"), Err(5), Ok("f")]);
        check("abcd\r\nabcdefghijkl", &[Ok("abcd"), Err(12)]);
        check("abcde\r\nabcdefgh\r\n\r", &[Err(5), Err(8), Ok("")]);
    }
}

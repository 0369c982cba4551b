//! Quotation marks within quotation marks that are not doubled: a reader of CSV loses one, and nobody sees it.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

/// An input of CSV whose quotation marks are watched while it is read.
pub(super) struct QuoteWatch<R> {
    pub(super) input: R,
    delimiter: u8,
    state: State,
    /// Bytes that were read.
    offset: u64,
    column: usize,
    /// Where a cell goes on after its quotation marks: the byte and the column, both from 0.
    broken: VecDeque<(u64, usize)>,
}

/// The state of a reader of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotation marks.
    Bare,
    /// Within quotation marks.
    Quoted,
    /// After a quotation mark that closes, or is the first of two.
    Closed,
    /// After the space that follows it.
    Spaced,
}

impl<R> QuoteWatch<R> {
    pub(super) const fn new(input: R, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            state: State::Start,
            offset: 0,
            column: 0,
            broken: VecDeque::new(),
        }
    }

    /// Removes and returns the columns of the broken cells before a byte.
    pub(super) fn broken_before(&mut self, byte: u64) -> Vec<usize> {
        let mut columns = Vec::new();
        while let Some((_, column)) = self.broken.pop_front_if(|(at, _)| *at < byte) {
            columns.push(column);
        }
        columns
    }

    /// Returns whether the input ended within quotation marks.
    pub(super) fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    fn watch(&mut self, byte: u8) {
        let ends_row = matches!(byte, b'\n' | b'\r');
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Closed,
            (State::Start | State::Closed, b'"') | (State::Quoted, _) => State::Quoted,
            (_, byte) if byte == self.delimiter => {
                self.column += 1;
                State::Start
            }
            _ if ends_row => {
                self.column = 0;
                State::Start
            }
            (State::Closed | State::Spaced, b' ') => State::Spaced,
            (State::Closed | State::Spaced, _) => {
                self.broken.push_back((self.offset, self.column));
                State::Bare
            }
            (State::Start | State::Bare, _) => State::Bare,
        };
        self.offset += 1;
    }
}

impl<R: Read> Read for QuoteWatch<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(to)?;
        for byte in &to[..length] {
            self.watch(*byte);
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, columns: &[usize]) {
        let mut watch = QuoteWatch::new(text.as_bytes(), b';');
        watch.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(watch.broken_before(u64::MAX), columns, "{text}");
    }

    #[test]
    fn a_mark_that_is_not_doubled_is_found_with_its_column() {
        check("a;\"leverancier \"X\" levert niet\"\n", &[1]);
        check("\"a\"b;\"c\"d\n", &[0, 1]);
        check("\"a\" \"b\";c\n", &[0]);
        check("\"x \"\"y\"\" z\";\"\";5\" pijp;\"a\" ;b\r\n\"c\"", &[]);
    }
}

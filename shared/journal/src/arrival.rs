//! When messages arrived: the stream is asked, which stores the instant of each.
//!
//! The views do not store it. That would be eight bytes and more for each message, duplicates and invalid ones among
//! them, for a question that few links ask; and views of before would have to be rebuilt. The stream has the truth also
//! after a rebuild, and answers in some twenty requests for a million messages. So it must be there: while it is not, a
//! link names a position instead.

use jiff::Timestamp;

use crate::{Journal, StreamError};

impl Journal {
    /// Returns the last sequence that had arrived by an instant; 0 if nothing had.
    ///
    /// By bisection: the instants of a stream are in the order of its sequences.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or rejects the request.
    pub async fn last_arrived_by(&self, instant: Timestamp) -> Result<u64, StreamError> {
        let mut search = Search::new(self.stream_info().await?.last_sequence);
        while let Some(middle) = search.next() {
            let found = self.arrival_from(middle).await?;
            let had_arrived = found.filter(|(_, at)| *at <= instant);
            search.narrow(middle, had_arrived.map(|(sequence, _)| sequence));
        }
        Ok(search.arrived)
    }
}

/// The search for the last sequence that had arrived.
struct Search {
    /// Up to this one everything had arrived.
    arrived: u64,
    /// From this one on nothing had, or nothing exists any more.
    later: u64,
}

impl Search {
    fn new(last: u64) -> Self {
        Self {
            arrived: 0,
            later: last.saturating_add(1),
        }
    }

    /// Returns the sequence from which on the next message decides.
    fn next(&self) -> Option<u64> {
        let middle = self.arrived + self.later.saturating_sub(self.arrived) / 2;
        (middle > self.arrived).then_some(middle)
    }

    /// Narrows the search by the first message from a sequence on, if there is one and it had arrived.
    fn narrow(&mut self, middle: u64, had_arrived: Option<u64>) {
        match had_arrived {
            Some(sequence) => self.arrived = sequence,
            None => self.later = middle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches messages, as pairs of sequence and instant, and counts the looks.
    fn search(stored: &[(u64, i64)], last: u64, instant: i64) -> (u64, usize) {
        let (mut search, mut looks) = (Search::new(last), 0);
        while let Some(middle) = search.next() {
            looks += 1;
            let from = stored.partition_point(|(sequence, _)| *sequence < middle);
            let found = stored.get(from).copied();
            let had_arrived = found.filter(|(_, at)| *at <= instant);
            search.narrow(middle, had_arrived.map(|(sequence, _)| sequence));
        }
        (search.arrived, looks)
    }

    #[test]
    fn the_last_that_had_arrived_is_found_also_among_erased_ones() {
        // 4, 5, 6 and 9 are erased.
        let stored = [(1, 10), (2, 20), (3, 20), (7, 30), (8, 40)];
        for (instant, expected) in [(9, 0), (10, 1), (19, 1), (20, 3), (29, 3), (30, 7), (99, 8)] {
            assert_eq!(search(&stored, 9, instant).0, expected, "at {instant}");
        }
        assert_eq!(search(&[], 0, 5).0, 0);
        let many: Vec<(u64, i64)> = (1..=1_000_000).zip(1..).collect();
        let (found, looks) = search(&many, 1_000_000, 777_777);
        assert_eq!(found, 777_777);
        assert!(looks <= 20, "{looks}");
    }
}

//! What became of the lines of an input.

use std::time::Duration;

/// Counts by outcome.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    /// Events that the log did not have.
    pub(super) new: u64,
    /// Events seen before in the input, or that the server knew byte for byte.
    pub(super) duplicates: u64,
    /// Lines that are no valid event, or that the log refused.
    pub(super) rejected: u64,
    /// The last sequence that an event got.
    pub(super) position: u64,
}

impl Tally {
    /// Puts it in a sentence.
    pub(super) fn sentence(&self, took: Duration) -> String {
        let Self {
            new,
            duplicates,
            rejected,
            position,
        } = *self;
        let (duplicate, events) = (plural(duplicates, "duplicate"), new + duplicates + rejected);
        let took = took.as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = events as f64 / took;
        let event = plural(events, "event");
        let at = match position {
            0 => String::new(),
            position => format!("; the last one is at position {position}"),
        };
        format!(
            "{new} new, {duplicates} {duplicate}, {rejected} rejected: {events} {event} in {took:.1} s, {rate:.0} events/s{at}."
        )
    }
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_all() {
        let tally = Tally {
            new: 6660,
            duplicates: 200,
            rejected: 0,
            position: 6660,
        };
        assert_eq!(
            tally.sentence(Duration::from_millis(1960)),
            "6660 new, 200 duplicates, 0 rejected: 6860 events in 2.0 s, 3500 events/s; the last one is at position 6660."
        );
    }

    #[test]
    fn one_is_one() {
        let tally = Tally {
            duplicates: 1,
            ..Tally::default()
        };
        let sentence = tally.sentence(Duration::ZERO);
        assert!(
            sentence.starts_with("0 new, 1 duplicate, 0 rejected: 1 event in 0.0 s"),
            "{sentence}"
        );
    }
}

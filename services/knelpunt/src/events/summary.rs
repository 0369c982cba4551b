//! Counts the lines or rows of an import by outcome.

use serde::Serialize;

use crate::output::count;

/// The summary of an import.
#[derive(Debug, Default, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ImportSummary {
    /// What one piece of the input is called.
    #[serde(skip)]
    unit: &'static str,
    /// Events that the log did not have.
    pub(super) new: u64,
    /// Events earlier in the input, or known to the server byte for byte.
    pub(super) duplicates: u64,
    /// Invalid events, and events that the log refused.
    pub(super) rejected: u64,
    /// Invalid rows that were left out before.
    left_out: u64,
    /// The last sequence that an event got; 0 if none did.
    pub(super) position: u64,
    /// The duration of the import.
    pub(super) seconds: f64,
}

impl ImportSummary {
    /// Creates an empty summary.
    pub(super) fn new(unit: &'static str, left_out: u64) -> Self {
        Self {
            unit,
            left_out,
            ..Self::default()
        }
    }

    /// Returns the summary for people.
    pub(super) fn sentence(&self) -> String {
        let Self {
            unit,
            new,
            duplicates,
            rejected,
            left_out,
            position,
            seconds,
        } = *self;
        let events = new + duplicates + rejected;
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = events as f64 / seconds.max(0.001);
        let mut sentence = format!(
            "{new} new, {}, {rejected} rejected: {} in {seconds:.1} s, {rate:.0} events/s",
            count(duplicates, "duplicate"),
            count(events, "event")
        );
        if left_out > 0 {
            sentence = format!(
                "{sentence}; {} left out",
                count(left_out, &format!("invalid {unit}"))
            );
        }
        if position > 0 {
            sentence = format!("{sentence}; last position {position}");
        }
        sentence + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_every_outcome() {
        let summary = ImportSummary {
            new: 6660,
            duplicates: 200,
            position: 6660,
            seconds: 1.96,
            ..ImportSummary::new("row", 1)
        };
        assert_eq!(
            summary.sentence(),
            "6660 new, 200 duplicates, 0 rejected: 6860 events in 2.0 s, 3500 events/s; 1 invalid row left out; last \
             position 6660."
        );
    }

    #[test]
    fn nouns_agree_with_their_number() {
        let summary = ImportSummary {
            duplicates: 1,
            ..ImportSummary::new("line", 0)
        };
        let sentence = summary.sentence();
        assert!(
            sentence.starts_with("0 new, 1 duplicate, 0 rejected: 1 event in 0.0 s"),
            "{sentence}"
        );
    }
}

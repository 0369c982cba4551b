//! Risk sets: at each time at which something ended, how many could have, and how many did.

use super::{Cause, Span};

/// From how many at risk on a curve with late entries is trusted to start.
const ENOUGH_AT_RISK: usize = 10;

/// Those at risk at one time at which at least one of them ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RiskSet {
    pub(super) time_us: i64,
    pub(super) at_risk: usize,
    pub(super) resolved: usize,
    /// How many of these by each cause.
    pub(super) by_cause: [u32; Cause::COUNT],
}

/// The entries and exits of the spans of a group that are ever at risk, each in order of time.
pub(super) struct GroupTimeline {
    pub(super) entries: Vec<i64>,
    pub(super) exits: Vec<(i64, Option<Cause>)>,
}

impl GroupTimeline {
    /// Begins with the spans that enter at 0, and with capacity for the exits.
    pub(super) fn new(at_start: u32, exits: usize) -> GroupTimeline {
        GroupTimeline {
            entries: vec![0; at_start as usize],
            exits: Vec::with_capacity(exits),
        }
    }

    /// Sorts the entries and exits of one group.
    pub(super) fn from_spans(spans: &[Span]) -> GroupTimeline {
        let at_risk = || spans.iter().filter(|span| span.is_ever_at_risk());
        let mut entries: Vec<i64> = at_risk().map(|span| span.entry_us).collect();
        let mut exits: Vec<(i64, Option<Cause>)> =
            at_risk().map(|span| (span.exit_us, span.end)).collect();
        entries.sort_unstable();
        // The order of what is equal does not matter: all that leaves at one time is counted at once.
        exits.sort_unstable_by_key(|(exit_us, _)| *exit_us);
        GroupTimeline { entries, exits }
    }

    /// Where the curve starts: 0 if all enter at 0, else the first entry just after which ten or
    /// more are at risk, and 0 if there is none.
    ///
    /// Early risk sets with late entries are thin: one resolution among two would halve the curve
    /// for good.
    pub(super) fn start_us(&self) -> i64 {
        if self.entries.last().is_none_or(|&last| last == 0) {
            return 0;
        }
        let (mut entered, mut left) = (0, 0);
        for together in self.entries.chunk_by(|a, b| a == b) {
            let time_us = together[0];
            entered += together.len();
            left += self.exits[left..].partition_point(|&(exit_us, _)| exit_us <= time_us);
            if entered - left >= ENOUGH_AT_RISK {
                return time_us;
            }
        }
        0
    }

    /// The risk sets after `start_us`, or at and after it if that is 0, in order of time.
    ///
    /// What is censored at a time leaves after what ends at that time.
    pub(super) fn risk_sets(&self, start_us: i64) -> Vec<RiskSet> {
        let mut sets = Vec::new();
        let (mut entered, mut left) = (0, 0);
        for together in self.exits.chunk_by(|a, b| a.0 == b.0) {
            let time_us = together[0].0;
            let entries = self.entries[entered..].iter();
            entered += entries
                .take_while(|&&entry| enters_by(entry, time_us))
                .count();
            let (mut resolved, mut by_cause) = (0, [0; Cause::COUNT]);
            for cause in together.iter().filter_map(|(_, end)| *end) {
                resolved += 1;
                by_cause[cause.index()] += 1;
            }
            if resolved > 0 && (start_us == 0 || time_us > start_us) {
                let at_risk = entered - left;
                sets.push(RiskSet {
                    time_us,
                    at_risk,
                    resolved,
                    by_cause,
                });
            }
            left += together.len();
        }
        sets
    }
}

/// Whether one that enters at `entry_us` is at risk at `time_us`, unless it has left: those that
/// enter at 0 are at risk from 0 on, all others only after their entry.
pub(super) fn enters_by(entry_us: i64, time_us: i64) -> bool {
    entry_us < time_us || entry_us == 0
}

//! One pass over the entries and exits in all groups together, for the log-rank test.

use super::entries_and_exits::{EntriesAndExits, Exit};
use super::risk::enters_by;
use super::variance::RankChange;

/// What is counted of each group, and what its variance follows from.
pub(super) struct Sweep {
    /// How many ended while at risk.
    pub(super) observed: Vec<usize>,
    /// How many would have if all groups were alike.
    pub(super) expected: Vec<f64>,
    /// In order of time.
    pub(super) changes: Vec<RankChange>,
    /// Which groups were at risk together when something but not all ended.
    pub(super) linked: Linked,
    at_risk: Vec<u32>,
    /// How many are at risk in all groups.
    total: u32,
    /// The sum of d / n over the times so far, and what it was when each group last changed.
    hazard: f64,
    hazard_at: Vec<f64>,
    /// The sum of the weights of the times since the last change.
    weight: f64,
    /// Whether a group came to be at risk since groups were last linked.
    joined: bool,
}

/// Groups that are linked, however far: each points to one that it is linked with, the first to itself.
pub(super) struct Linked(Vec<usize>);

impl Sweep {
    pub(super) fn over(entries_and_exits: &EntriesAndExits) -> Self {
        let count = entries_and_exits.at_start.len();
        let mut sweep = Self {
            observed: vec![0; count],
            expected: vec![0.0; count],
            changes: Vec::with_capacity(
                count + entries_and_exits.entries.len() + entries_and_exits.exits.len(),
            ),
            linked: Linked((0..count).collect()),
            at_risk: vec![0; count],
            total: 0,
            hazard: 0.0,
            hazard_at: vec![0.0; count],
            weight: 0.0,
            joined: false,
        };
        for (group, at_start) in (0..).zip(&entries_and_exits.at_start) {
            sweep.change(group, i32::try_from(*at_start).unwrap_or(i32::MAX));
        }
        sweep.run(&entries_and_exits.entries, &entries_and_exits.exits);
        sweep
    }

    fn run(&mut self, entries: &[(i64, u32)], exits: &[Exit]) {
        let mut entries = entries.iter().peekable();
        for together in exits.chunk_by(|a, b| a.time_us == b.time_us) {
            let time_us = together[0].time_us;
            while let Some(&(_, group)) = entries.next_if(|entry| enters_by(entry.0, time_us)) {
                self.change(group, 1);
            }
            self.count(together);
            for exit in together {
                self.change(exit.group, -1);
            }
        }
    }

    /// Counts those that end at one time: d of the n at risk, with weight d (n − d) / (n² (n − 1)).
    fn count(&mut self, exits: &[Exit]) {
        let mut ended = 0_u32;
        for exit in exits.iter().filter(|exit| exit.end.is_some()) {
            self.observed[exit.group as usize] += 1;
            ended += 1;
        }
        if ended == 0 {
            return;
        }
        let (n, d) = (f64::from(self.total), f64::from(ended));
        self.hazard += d / n;
        if ended < self.total {
            self.weight += d / n * (n - d) / n / (n - 1.0);
            if self.joined {
                self.linked.link(&self.at_risk);
                self.joined = false;
            }
        }
    }

    /// Enters that so many more of a group are at risk.
    fn change(&mut self, group: u32, by: i32) {
        let index = group as usize;
        let since = self.hazard - self.hazard_at[index];
        self.expected[index] += f64::from(self.at_risk[index]) * since;
        self.hazard_at[index] = self.hazard;
        self.joined |= self.at_risk[index] == 0 && by > 0;
        self.at_risk[index] = self.at_risk[index].saturating_add_signed(by);
        self.total = self.total.saturating_add_signed(by);
        self.changes.push(RankChange {
            group,
            by,
            weight: std::mem::take(&mut self.weight),
        });
    }
}

impl Linked {
    /// Links all groups of which any are at risk.
    fn link(&mut self, at_risk: &[u32]) {
        let mut here = (0..at_risk.len()).filter(|group| at_risk[*group] > 0);
        let Some(first) = here.next() else { return };
        let first = self.end(first);
        for group in here {
            let end = self.end(group);
            self.0[end] = first;
        }
    }

    /// Whether all these groups are linked with each other.
    pub(super) fn are_one(&self, groups: &[usize]) -> bool {
        groups
            .windows(2)
            .all(|pair| self.end(pair[0]) == self.end(pair[1]))
    }

    fn end(&self, mut group: usize) -> usize {
        while self.0[group] != group {
            group = self.0[group];
        }
        group
    }
}

//! The comings and goings in all groups, sorted once: for the test between the groups and for the curve of each.

use super::risk::GroupTimeline;
use super::sort::sort_by_key;
use super::{Span, sort_key};

/// When those that are ever at risk come and go.
pub(super) struct EntriesAndExits {
    /// How many of each group enter at 0.
    pub(super) at_start: Vec<u32>,
    /// When others enter and of which group they are, in order of time, then group.
    pub(super) entries: Vec<(i64, u32)>,
    /// In order of time, then group.
    pub(super) exits: Vec<Exit>,
}

#[derive(Clone, Copy)]
pub(super) struct Exit {
    pub(super) time_us: i64,
    pub(super) group: u32,
    pub(super) ended: bool,
}

impl EntriesAndExits {
    pub(super) fn of(groups: &[&[Span]]) -> Self {
        let mut at_start = vec![0; groups.len()];
        let mut entries = Vec::new();
        let mut exits = Vec::with_capacity(groups.iter().map(|spans| spans.len()).sum());
        for ((group, spans), at_start) in (0..).zip(groups).zip(&mut at_start) {
            for span in spans.iter().filter(|span| span.is_ever_at_risk()) {
                if span.entry_us == 0 {
                    *at_start += 1;
                } else {
                    entries.push((span.entry_us, group));
                }
                exits.push(Exit {
                    time_us: span.exit_us,
                    group,
                    ended: span.ended,
                });
            }
        }
        // Groups were gone through in order, and what has the same time stays in the order in which it stands.
        sort_by_key(&mut entries, |(entry, _)| sort_key(*entry));
        sort_by_key(&mut exits, |exit| sort_key(exit.time_us));
        Self {
            at_start,
            entries,
            exits,
        }
    }

    /// Deals them out, still in order of time, to their groups.
    pub(super) fn timelines(&self) -> Vec<GroupTimeline> {
        let mut leaving = vec![0; self.at_start.len()];
        for exit in &self.exits {
            leaving[exit.group as usize] += 1;
        }
        let empty = self.at_start.iter().zip(leaving);
        let empty =
            empty.map(|(at_start, leaving)| GroupTimeline::starting_with(*at_start, leaving));
        let mut timelines: Vec<GroupTimeline> = empty.collect();
        for (entry_us, group) in &self.entries {
            timelines[*group as usize].entries.push(*entry_us);
        }
        for exit in &self.exits {
            let own = &mut timelines[exit.group as usize];
            own.exits.push((exit.time_us, exit.ended));
        }
        timelines
    }
}

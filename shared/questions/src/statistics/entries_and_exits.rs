//! The entries and exits of all groups, sorted once: for the test between the groups and for the curve of each.

use super::risk::GroupTimeline;
use super::{Cause, Span};

/// When the spans that are ever at risk enter and exit.
pub(super) struct EntriesAndExits {
    /// The number of spans of each group that enter at 0.
    pub(super) at_start: Vec<u32>,
    /// When others enter, and their groups, in order of time, then group.
    pub(super) entries: Vec<(i64, u32)>,
    /// In order of time, then group.
    pub(super) exits: Vec<Exit>,
}

#[derive(Clone, Copy)]
pub(super) struct Exit {
    pub(super) time_us: i64,
    pub(super) group: u32,
    pub(super) end: Option<Cause>,
}

impl EntriesAndExits {
    pub(super) fn new(groups: &[&[Span]]) -> Self {
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
                    end: span.end,
                });
            }
        }
        // The order of what is equal in both does not matter: all that enters or leaves at one time is counted at once.
        entries.sort_unstable();
        exits.sort_unstable_by_key(|exit| (exit.time_us, exit.group));
        Self {
            at_start,
            entries,
            exits,
        }
    }

    /// Distributes them, still in order of time, to their groups.
    pub(super) fn timelines(&self) -> Vec<GroupTimeline> {
        let mut exits = vec![0; self.at_start.len()];
        for exit in &self.exits {
            exits[exit.group as usize] += 1;
        }
        let empty = self.at_start.iter().zip(exits);
        let empty = empty.map(|(at_start, exits)| GroupTimeline::new(*at_start, exits));
        let mut timelines: Vec<GroupTimeline> = empty.collect();
        for (entry_us, group) in &self.entries {
            timelines[*group as usize].entries.push(*entry_us);
        }
        for exit in &self.exits {
            let own = &mut timelines[exit.group as usize];
            own.exits.push((exit.time_us, exit.end));
        }
        timelines
    }
}

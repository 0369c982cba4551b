//! One schedule from start to end: when it is over all is well, and then the views must be what the log is.

use std::panic::{AssertUnwindSafe, catch_unwind};

use questions::Columns;

use crate::{events::said, server::Entry, step::Step, tally::Tally, views::told, world::World};

/// How often all must be well until the reader has reached the end: a message that breaks each connection takes a few.
const CALMS: usize = 300;

/// What a schedule came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What was wrong, if anything was.
    pub(crate) violation: Option<String>,
    pub(crate) tally: Tally,
    /// What was folded in the end.
    pub(crate) folded: Vec<Entry>,
}

/// Runs a schedule; also a panic is a violation.
pub(crate) fn run(steps: &[Step]) -> Outcome {
    let mut world = World::new();
    let ended = catch_unwind(AssertUnwindSafe(|| world.run(steps)));
    let violation = match ended {
        Ok(()) => world.violation,
        Err(_) => Some("it panicked".to_owned()),
    };
    Outcome {
        violation,
        tally: world.tally,
        folded: world.views.folded,
    }
}

impl World {
    fn run(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(*step);
            if self.violation.is_some() {
                return;
            }
        }
        for _ in 0..CALMS {
            self.calm();
            if self.violation.is_some() {
                return;
            }
            if self.has_reached_the_end() {
                return self.compare();
            }
        }
        let unread = self.unread();
        self.demand(false, || {
            format!("it never got to the end: {unread:?} is missing")
        });
    }

    fn has_reached_the_end(&self) -> bool {
        let process = &self.process;
        let idle =
            !process.is_blocked() && process.waiting.is_empty() && !process.reader.has_ended();
        idle && process.seen.max(self.views.position) >= self.server.last()
            && self.unread().is_none()
            && !self.views_are_of_another_log()
    }

    /// A message that the log has and the views have not.
    fn unread(&self) -> Option<Entry> {
        self.server
            .present(0, u64::MAX)
            .find(|entry| !self.has_folded(entry))
    }

    fn has_folded(&self, entry: &Entry) -> bool {
        let place = self
            .views
            .folded
            .binary_search_by_key(&entry.sequence, |held| held.sequence);
        place.is_ok_and(|place| self.views.folded[place].what == entry.what)
    }

    /// The fold over what was committed, as it was committed, is the fold over the log, in the log's order.
    fn compare(&mut self) {
        let log = (1..=self.server.last()).filter_map(|sequence| self.server.entry(sequence));
        let present = |entry: &Entry| {
            self.server
                .present(entry.sequence - 1, entry.sequence)
                .next()
                .is_some()
        };
        let expected: Vec<Entry> = log
            .filter(|entry| present(entry) || self.has_folded(entry))
            .collect();
        let (count, folded) = (expected.len(), self.views.folded.len());
        self.demand(count == folded, || {
            format!("{folded} were folded of {count}")
        });
        let events = expected
            .iter()
            .filter_map(|entry| said()[entry.what].event.as_ref());
        let columns = Columns::from_events(events);
        let same = self.views.came_to() == told(&columns);
        self.demand(same, || {
            "the fold in steps came to something else than the fold at once".to_owned()
        });
    }
}

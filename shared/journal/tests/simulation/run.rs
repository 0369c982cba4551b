//! One run of a schedule. After its last step every failure ends, and then the views must equal the log.

use std::panic::{AssertUnwindSafe, catch_unwind};

use state::State;

use crate::{
    events::samples, server::Entry, step::Step, tally::Tally, views::summaries, world::World,
};

/// Calm steps within which the reader must reach the end: a message that breaks every connection takes several.
const CALMS: usize = 300;

/// The outcome of a schedule.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The first violation of an invariant, if any.
    pub(crate) violation: Option<String>,
    pub(crate) tally: Tally,
    /// What was folded.
    pub(crate) folded: Vec<Entry>,
}

/// Runs a schedule; a panic is a violation too.
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
        self.require(false, || {
            format!("it never reached the end: {unread:?} is missing")
        });
    }

    fn has_reached_the_end(&self) -> bool {
        let process = &self.process;
        let idle = !process.is_blocked() && process.queue.is_empty() && !process.reader.has_ended();
        idle && process.seen.max(self.views.position) >= self.server.last()
            && self.unread().is_none()
            && !self.views_are_of_another_log()
    }

    /// Returns a message that the log has and the views do not.
    fn unread(&self) -> Option<Entry> {
        self.server
            .present(0, u64::MAX)
            .find(|entry| !self.has_folded(entry))
    }

    fn has_folded(&self, entry: &Entry) -> bool {
        let index = self
            .views
            .folded
            .binary_search_by_key(&entry.sequence, |folded| folded.sequence);
        index.is_ok_and(|index| self.views.folded[index].what == entry.what)
    }

    /// Checks that the fold of the commits, one by one, equals the fold of the log in its order.
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
        self.require(count == folded, || {
            format!("{folded} of {count} messages were folded")
        });
        let events = expected
            .iter()
            .filter_map(|entry| samples()[entry.what].event.as_ref());
        let state = State::from_events(events);
        let same = self.views.summaries() == summaries(&state);
        self.require(same, || {
            "the incremental fold differs from the fold of the whole log".to_owned()
        });
    }
}

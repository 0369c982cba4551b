//! The views as the reader needs them: what was committed, atomically, with the position and the anchor.

use std::collections::HashMap;

use jiff::Timestamp;
use journal::{MessageFingerprint, ResumePoint};
use model::{Content, Event, Instant, KnelpuntId, Subject};
use state::{DatedResolution, EpisodeSpan, SourceInRound, State};

use crate::{events::samples, server::Entry};

/// How many of the last messages are remembered, as in `views::Anchor`.
const REMEMBERED: usize = 64;

/// The state that survives the end of the process.
#[derive(Debug, Default)]
pub(crate) struct Views {
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) position: u64,
    recent: Vec<(u64, MessageFingerprint)>,
    pub(crate) folded: Vec<Entry>,
    fold: Fold,
}

/// A state that each commit changes, as the views do.
#[derive(Debug, Default)]
struct Fold {
    state: State,
    contents: HashMap<u64, &'static Content>,
}

impl Views {
    pub(crate) fn resume(&self) -> ResumePoint {
        ResumePoint {
            stream_created_at: self.created_at,
            position: self.position,
            recent: self.recent.clone(),
        }
    }

    /// Commits messages after the position; returns how many were more than a further fact.
    pub(crate) fn commit(
        &mut self,
        created_at: Option<Timestamp>,
        messages: &[(Entry, MessageFingerprint)],
    ) -> u64 {
        let mut corrections = 0;
        for (entry, fingerprint) in messages {
            self.recent.push((entry.sequence, *fingerprint));
            self.folded.push(*entry);
            self.position = entry.sequence;
            if let Some(event) = &samples()[entry.what].event {
                self.fold.insert(event, entry.sequence);
                corrections += u64::from(self.fold.is_corrected(event));
            }
        }
        self.fold.fold();
        let surplus = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..surplus);
        self.created_at = created_at;
        corrections
    }

    /// Returns the knelpunten after all commits.
    pub(crate) fn summaries(&self) -> Vec<KnelpuntSummary<'_>> {
        summaries(&self.fold.state)
    }
}

impl Fold {
    fn insert(&mut self, event: &'static Event, sequence: u64) {
        self.contents.insert(sequence, &event.content);
        self.state.insert_event(event, sequence);
    }

    /// Whether the subject of an event has more than facts that follow one another.
    fn is_corrected(&self, event: &Event) -> bool {
        let Subject::Knelpunt(subject) = event.subject else {
            return false;
        };
        let row = self.state.subject_row(subject);
        row.is_some_and(|row| self.state.has_corrections()[row])
    }

    fn fold(&mut self) {
        self.state.rank_by(&self.contents);
        self.state.fold(|_, _| {});
    }
}

/// A knelpunt as text, so that two can be compared whatever the numbers of their symbols.
#[derive(Debug, PartialEq)]
pub(crate) struct KnelpuntSummary<'a> {
    id: KnelpuntId,
    members: Vec<KnelpuntId>,
    category: Option<&'a str>,
    episodes: &'a [EpisodeSpan],
    reports: &'a [Instant],
    sources: Vec<(&'a str, Option<&'a str>, Instant)>,
    dated_resolutions: &'a [DatedResolution],
    round_facts: usize,
}

/// Returns the knelpunten of a state, ordered by id.
pub(crate) fn summaries(state: &State) -> Vec<KnelpuntSummary<'_>> {
    let mut summaries: Vec<KnelpuntSummary<'_>> =
        state.roots().map(|row| summary(state, row)).collect();
    summaries.sort_unstable_by_key(|knelpunt| knelpunt.id);
    summaries
}

fn summary(state: &State, row: usize) -> KnelpuntSummary<'_> {
    let interner = state.interner();
    let text = |symbol| interner.text(symbol);
    let timeline = state.timeline(row);
    let source = |source: &SourceInRound| {
        let round = source.round.map(text);
        (text(source.source), round, source.visible_from)
    };
    let mut sources: Vec<_> = timeline.sources.iter().map(source).collect();
    sources.sort_unstable();
    KnelpuntSummary {
        id: state.id(row),
        members: state.members(row),
        category: state
            .header(row)
            .identity
            .map(|identity| text(identity.category)),
        episodes: timeline.episodes,
        reports: timeline.reports,
        sources,
        dated_resolutions: timeline.dated_resolutions,
        round_facts: timeline.round_facts.len(),
    }
}

//! How often each thing really happened: a simulation in which nothing goes wrong proves nothing.

use std::collections::BTreeMap;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Count {
    Dropped,
    Doubled,
    Swapped,
    GapNoticed,
    LateMessage,
    LateReply,
    Cut,
    BreakUnnoticed,
    StartedEarly,
    ConsumerDied,
    HeartbeatMissed,
    RequestFailed,
    Poisoned,
    ErasedUnread,
    ErasedAfterRead,
    PurgedRead,
    PurgedUnread,
    TailLostUnread,
    TailLostRead,
    RefilledBehindLoss,
    Recreated,
    SlowCommit,
    CommitFailed,
    KilledWithUncommitted,
    SameContentAgain,
    FoldedLateOrCorrecting,
    FetchedByItself,
    AsideRecreated,
    AsideTailLost,
    AsideDiverged,
    AsideHeadMissing,
}

impl Count {
    /// All of them.
    pub(crate) const ALL: [Self; 31] = [
        Self::Dropped,
        Self::Doubled,
        Self::Swapped,
        Self::GapNoticed,
        Self::LateMessage,
        Self::LateReply,
        Self::Cut,
        Self::BreakUnnoticed,
        Self::StartedEarly,
        Self::ConsumerDied,
        Self::HeartbeatMissed,
        Self::RequestFailed,
        Self::Poisoned,
        Self::ErasedUnread,
        Self::ErasedAfterRead,
        Self::PurgedRead,
        Self::PurgedUnread,
        Self::TailLostUnread,
        Self::TailLostRead,
        Self::RefilledBehindLoss,
        Self::Recreated,
        Self::SlowCommit,
        Self::CommitFailed,
        Self::KilledWithUncommitted,
        Self::SameContentAgain,
        Self::FoldedLateOrCorrecting,
        Self::FetchedByItself,
        Self::AsideRecreated,
        Self::AsideTailLost,
        Self::AsideDiverged,
        Self::AsideHeadMissing,
    ];
}

/// Counts, of one run or of many.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    counts: BTreeMap<Count, u64>,
    /// Messages folded.
    pub(crate) folded: u64,
    pub(crate) steps: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, what: Count) {
        *self.counts.entry(what).or_default() += 1;
    }

    pub(crate) fn of(&self, what: Count) -> u64 {
        self.counts.get(&what).copied().unwrap_or(0)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (what, count) in &other.counts {
            *self.counts.entry(*what).or_default() += count;
        }
        self.folded += other.folded;
        self.steps += other.steps;
    }
}

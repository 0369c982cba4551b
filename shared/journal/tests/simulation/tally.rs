//! How often each event really happened: a simulation in which nothing fails proves nothing.

use std::collections::BTreeMap;

macro_rules! counts {
    ($($name:ident)*) => {
        /// A counted event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Count {
            $($name,)*
        }

        impl Count {
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

counts! {
    Dropped
    Duplicated
    Swapped
    GapNoticed
    LateMessage
    LateReply
    Cut
    BreakUnnoticed
    StartedEarly
    ConsumerDied
    HeartbeatMissed
    RequestFailed
    Poisoned
    ErasedUnread
    ErasedAfterRead
    PurgedRead
    PurgedUnread
    TailLostUnread
    TailLostRead
    RefilledBehindLoss
    Recreated
    SlowCommit
    CommitFailed
    KilledWithUncommitted
    SameContentAgain
    FoldedLateOrCorrecting
    FetchedByItself
    ArchivedRecreated
    ArchivedTailLost
    ArchivedDiverged
    ArchivedHeadMissing
}

/// The counts of one run or of many.
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

    pub(crate) fn count(&self, what: Count) -> u64 {
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

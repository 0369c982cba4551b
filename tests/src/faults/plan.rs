//! The faults of one run: a function of its seed.

use std::{fmt, str::FromStr};

use anyhow::Context as _;

use crate::Random;

/// The least and the most faults of a run.
const FAULTS: (usize, usize) = (3, 6);

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A `knelpunt serve` is killed (SIGKILL), perhaps several times, and started again.
    KnelpuntKilled,
    /// A `knelpunt serve` is paused (SIGSTOP) while the log grows.
    KnelpuntStopped,
    /// The nats-server is killed (SIGKILL) and started again.
    NatsKilled,
    /// The nats-server is paused (SIGSTOP).
    NatsStopped,
    /// The disk with the views is full.
    DiskFull,
    /// The largest file of a folder of views is truncated.
    ViewsTruncated,
    /// One bit of the largest file of a folder of views is flipped.
    ViewsFlipped,
    /// The log is deleted and created again.
    LogDeleted,
    /// The log is replaced by an older copy.
    LogRestored,
    /// Another `knelpunt serve` joins, and one tries to use a folder that is in use.
    ServeJoined,
}

impl FaultKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::KnelpuntKilled,
        Self::KnelpuntStopped,
        Self::NatsKilled,
        Self::NatsStopped,
        Self::DiskFull,
        Self::ViewsTruncated,
        Self::ViewsFlipped,
        Self::LogDeleted,
        Self::LogRestored,
        Self::ServeJoined,
    ];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KnelpuntKilled => "knelpunt-killed",
            Self::KnelpuntStopped => "knelpunt-stopped",
            Self::NatsKilled => "nats-killed",
            Self::NatsStopped => "nats-stopped",
            Self::DiskFull => "disk-full",
            Self::ViewsTruncated => "views-truncated",
            Self::ViewsFlipped => "views-flipped",
            Self::LogDeleted => "log-deleted",
            Self::LogRestored => "log-restored",
            Self::ServeJoined => "serve-joined",
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FaultKind {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> anyhow::Result<Self> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.with_context(|| {
            let all = Self::ALL.map(Self::name).join(", ");
            format!("{name:?} is not a kind of fault; these are: {all}")
        })
    }
}

/// The faults of one run, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultPlan {
    /// The seed of everything random in the run.
    pub seed: u64,
    /// The faults, in order.
    pub faults: Vec<FaultKind>,
}

impl FaultPlan {
    /// Draws the faults of a seed, no kind twice.
    pub fn from_seed(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut faults = FaultKind::ALL.to_vec();
        random.shuffle(&mut faults);
        faults.truncate(random.between(FAULTS.0, FAULTS.1));
        Self { seed, faults }
    }

    /// Returns the random numbers of the fault of this number, independent of what other faults draw.
    pub(super) fn random(&self, number: usize) -> Random {
        let mut random = Random::new(self.seed);
        let own = (0..=number).fold(0, |_, _| random.next_number());
        Random::new(!own)
    }
}

impl fmt::Display for FaultPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.faults.iter().map(|kind| kind.name()).collect();
        f.write_str(&names.join(","))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_hundred_runs_have_every_kind_many_times_and_none_twice() {
        let plans: Vec<FaultPlan> = (1..=100).map(FaultPlan::from_seed).collect();
        for kind in FaultKind::ALL {
            let runs = plans.iter().filter(|plan| plan.faults.contains(&kind));
            assert!(runs.count() > 25, "{kind}");
        }
        for FaultPlan { seed, faults } in plans {
            let kinds: BTreeSet<FaultKind> = faults.iter().copied().collect();
            assert!(
                kinds.len() == faults.len() && (3..=6).contains(&kinds.len()),
                "{seed}"
            );
        }
    }

    #[test]
    fn a_kind_is_known_by_its_name() {
        for kind in FaultKind::ALL {
            assert_eq!(kind.name().parse::<FaultKind>().unwrap(), kind);
        }
        assert!("flood".parse::<FaultKind>().is_err());
    }
}

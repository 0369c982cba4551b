//! What goes wrong in one run: a function of its seed.

use std::{fmt, str::FromStr};

use anyhow::Context as _;

use crate::Random;

/// How many faults a run has, at least and at most.
const FAULTS: (usize, usize) = (3, 6);

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A `knelpunt serve` is killed (SIGKILL), perhaps again and again, and started again.
    KnelpuntKilled,
    /// A `knelpunt serve` stands still (SIGSTOP) while the log grows.
    KnelpuntStopped,
    /// The nats-server is killed (SIGKILL) and started again.
    NatsKilled,
    /// The nats-server stands still (SIGSTOP).
    NatsStopped,
    /// The disk that views are on is full.
    DiskFull,
    /// The largest file of a folder of views is cut off.
    ViewsTruncated,
    /// One bit of the largest file of a folder of views is turned over.
    ViewsFlipped,
    /// The log is deleted with all that is in it, and created again.
    LogDeleted,
    /// An older copy of the log takes its place.
    LogRestored,
    /// One more `knelpunt serve` joins, and one tries to use a folder that is in use.
    ServeJoined,
}

impl Kind {
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

    /// Gives its name.
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

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> anyhow::Result<Self> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.with_context(|| {
            let all = Self::ALL.map(Self::name).join(", ");
            format!("{name:?} is no kind of fault; these are: {all}")
        })
    }
}

/// The faults of one run, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What everything that is drawn in the run follows from.
    pub seed: u64,
    /// What goes wrong.
    pub faults: Vec<Kind>,
}

impl Plan {
    /// Draws the faults of a seed: no kind twice.
    pub fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut faults = Kind::ALL.to_vec();
        random.shuffle(&mut faults);
        faults.truncate(random.between(FAULTS.0, FAULTS.1));
        Self { seed, faults }
    }

    /// Gives a row of numbers to draw from during one of its faults, whatever the others draw.
    pub(super) fn random(&self, place: usize) -> Random {
        let mut random = Random::new(self.seed);
        let own = (0..=place).fold(0, |_, _| random.next_number());
        Random::new(!own)
    }
}

impl fmt::Display for Plan {
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
        let plans: Vec<Plan> = (1..=100).map(Plan::of).collect();
        for kind in Kind::ALL {
            let runs = plans.iter().filter(|plan| plan.faults.contains(&kind));
            assert!(runs.count() > 25, "{kind}");
        }
        for Plan { seed, faults } in plans {
            let kinds: BTreeSet<Kind> = faults.iter().copied().collect();
            assert!(
                kinds.len() == faults.len() && (3..=6).contains(&kinds.len()),
                "{seed}"
            );
        }
    }

    #[test]
    fn a_kind_is_known_by_its_name() {
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse::<Kind>().unwrap(), kind);
        }
        assert!("flood".parse::<Kind>().is_err());
    }
}

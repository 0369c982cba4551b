//! A few fault runs, the same each time, and every run that once found a bug. `src/bin/faults.rs` runs many.

use std::collections::BTreeSet;

use anyhow::Context as _;
use tests::faults::{FaultKind, FaultPlan, run};

/// Seeds that together have every kind of fault.
const SEEDS: [u64; 3] = [5, 6, 33];

/// Runs that once failed: the seed, the faults, and what was wrong.
const ONCE_FAILED: [(u64, &[FaultKind], &str); 1] = [(
    1,
    &[FaultKind::ViewsTruncated],
    "views that were put aside answered as if nothing had ever been reported, until the log was there",
)];

#[test]
fn the_runs_have_every_kind_of_fault() {
    let kinds: BTreeSet<FaultKind> = SEEDS
        .into_iter()
        .flat_map(|seed| FaultPlan::from_seed(seed).faults)
        .collect();
    assert_eq!(kinds, BTreeSet::from(FaultKind::ALL));
}

#[test]
fn the_first_run_loses_and_invents_nothing() -> anyhow::Result<()> {
    run(&FaultPlan::from_seed(SEEDS[0])).map(drop)
}

#[test]
fn the_second_run_loses_and_invents_nothing() -> anyhow::Result<()> {
    run(&FaultPlan::from_seed(SEEDS[1])).map(drop)
}

#[test]
fn the_third_run_loses_and_invents_nothing() -> anyhow::Result<()> {
    run(&FaultPlan::from_seed(SEEDS[2])).map(drop)
}

#[test]
fn runs_that_once_failed_pass() -> anyhow::Result<()> {
    for (seed, faults, what) in ONCE_FAILED {
        let faults = faults.to_vec();
        run(&FaultPlan { seed, faults }).with_context(|| format!("once it was that {what}"))?;
    }
    Ok(())
}

//! Faults, one after the other, while two publishers continue: every acknowledged event counts once, and nothing else does.
//!
//! A run is a function of its seed: [`FaultPlan::from_seed`] draws the faults, [`run`] injects them and checks
//! after each of them that
//!
//! - every acknowledged event is in the log at its sequence, and nothing else is;
//! - each replica reports what a replay of the log gives: digest, checkpoints, quarantine, duplicates;
//! - its answers, and the ids of its events, agree with the publishers' own record;
//! - every answer that it gave meanwhile agrees with the log up to the position of the answer.
//!
//! Where a fault removes events from the log by its nature, the remaining log counts, and each replica must
//! have logged that it moved its views aside.

mod check;
mod inject;
mod observer;
mod plan;
mod publication_log;
mod publishing;
mod reference;
mod world;

use std::time::Duration;

use anyhow::Context as _;
pub use plan::{FaultKind, FaultPlan};
use world::TestSystem;

use crate::now;

/// The result of a run that found no violation.
#[derive(Debug, Clone)]
pub struct CompletedRun {
    /// The faults that were injected: one that this machine does not permit is replaced by another.
    pub faults: Vec<FaultKind>,
    /// The faults that it did not permit.
    pub not_permitted: Vec<FaultKind>,
    /// Events that were acknowledged.
    pub acknowledged: usize,
    /// How long it took.
    pub took: Duration,
}

/// Injects the faults of a plan.
///
/// # Errors
///
/// If an event was lost, duplicated or invented, or a process misbehaved. The message has the command that runs this
/// plan alone.
pub fn run(plan: &FaultPlan) -> anyhow::Result<CompletedRun> {
    let seed = plan.seed;
    inject_all(plan).with_context(|| {
        format!("seed {seed} failed; alone: cargo build && cargo run -p tests --bin faults -- --seed {seed} --faults {plan}")
    })
}

fn inject_all(plan: &FaultPlan) -> anyhow::Result<CompletedRun> {
    let began = now();
    let mut random = plan.random(0);
    let mut world = TestSystem::start(&mut random).context("before any fault")?;
    let mut ran = CompletedRun {
        faults: Vec::new(),
        not_permitted: Vec::new(),
        acknowledged: 0,
        took: Duration::ZERO,
    };
    for (number, kind) in (1..).zip(&plan.faults) {
        let mut random = plan.random(number);
        let injected = inject::inject(*kind, &mut world, &mut random)
            .and_then(|injected| world.check(&mut random).map(|()| injected))
            .with_context(|| format!("fault {number}, {kind}\n{}", world.stderr_tails()))?;
        if injected != *kind {
            ran.not_permitted.push(*kind);
        }
        ran.faults.push(injected);
    }
    ran.acknowledged = world.publishers.record().count();
    world.end().context("at the end")?;
    ran.took = began.elapsed();
    Ok(ran)
}

//! Faults, one after the other, while two publishers go on: what was acknowledged counts once, and nothing else does.
//!
//! A run is a function of its seed: [`Plan::of`] draws what goes wrong, [`run`] makes it so on real parts and checks
//! after each fault that
//!
//! - everything that was acknowledged is in the log at its place, and nothing is that nobody sent;
//! - each replica says what a replay of the log comes to: digest, checkpoints, quarantine, doubles;
//! - its answers, and the ids of its events, are those of the publishers' own record;
//! - no answer that it gave meanwhile, at whatever position, was another than the log's up to there.
//!
//! Where a fault takes events from the log by its nature, the log that is left is what counts, and each replica must
//! have said that it put its views aside.

mod check;
mod inflict;
mod observer;
mod plan;
mod publishing;
mod record;
mod truth;
mod world;

use std::time::{Duration, Instant};

use anyhow::Context as _;
pub use plan::{Kind, Plan};
use world::World;

/// What a run that found nothing wrong came to.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The faults that were inflicted: what a machine does not permit is replaced by another.
    pub faults: Vec<Kind>,
    /// Those that it did not permit.
    pub not_permitted: Vec<Kind>,
    /// Events that were acknowledged.
    pub acknowledged: usize,
    /// How long it took.
    pub took: Duration,
}

/// Inflicts what a plan says.
///
/// # Errors
///
/// When something was lost, doubled or invented, or a part did not do what it must: with how to run it alone.
pub fn run(plan: &Plan) -> anyhow::Result<Ran> {
    let seed = plan.seed;
    inflict_all(plan).with_context(|| {
        format!("seed {seed} failed; alone: cargo build && cargo run -p tests --bin faults -- --seed {seed} --faults {plan}")
    })
}

fn inflict_all(plan: &Plan) -> anyhow::Result<Ran> {
    let began = now();
    let mut random = plan.random(0);
    let mut world = World::start(&mut random).context("before any fault")?;
    let mut ran = Ran {
        faults: Vec::new(),
        not_permitted: Vec::new(),
        acknowledged: 0,
        took: Duration::ZERO,
    };
    for (place, kind) in (1..).zip(&plan.faults) {
        let mut random = plan.random(place);
        let inflicted = inflict::inflict(*kind, &mut world, &mut random)
            .and_then(|inflicted| world.check(&mut random).map(|()| inflicted))
            .with_context(|| format!("fault {place}, {kind}\n{}", world.said()))?;
        if inflicted != *kind {
            ran.not_permitted.push(*kind);
        }
        ran.faults.push(inflicted);
    }
    ran.acknowledged = world.publishers.record().count();
    world.end().context("at the end")?;
    ran.took = began.elapsed();
    Ok(ran)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a run says how long it took; nothing in it depends on that"
)]
fn now() -> Instant {
    Instant::now()
}

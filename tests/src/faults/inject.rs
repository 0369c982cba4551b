//! The faults, kind by kind. Publishers continue before, during and after.

mod disk;
mod log;
mod processes;
mod views;

use super::{FaultKind, world::TestSystem};
use crate::Random;

/// Injects a fault, or another where the machine does not permit it; returns which.
pub(super) fn inject(
    kind: FaultKind,
    world: &mut TestSystem,
    random: &mut Random,
) -> anyhow::Result<FaultKind> {
    world.publishers.allow(random.between(4, 16));
    match kind {
        FaultKind::KnelpuntKilled => processes::knelpunt_killed(world, random)?,
        FaultKind::KnelpuntStopped => processes::knelpunt_stopped(world, random)?,
        FaultKind::NatsKilled => processes::nats_killed(world, random)?,
        FaultKind::NatsStopped => processes::nats_stopped(world, random)?,
        FaultKind::ServeJoined => processes::serve_joined(world, random)?,
        FaultKind::ViewsTruncated => views::damaged(world, random, views::truncate)?,
        FaultKind::ViewsFlipped => views::damaged(world, random, views::flip)?,
        FaultKind::LogDeleted => log::deleted(world, random)?,
        FaultKind::LogRestored => log::restored(world, random)?,
        FaultKind::DiskFull => {
            if !disk::full(world, random)? {
                processes::knelpunt_killed(world, random)?;
                return Ok(FaultKind::KnelpuntKilled);
            }
        }
    }
    Ok(kind)
}

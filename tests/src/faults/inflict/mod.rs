//! What goes wrong, kind by kind. Publishers go on before, during and after.

mod disk;
mod log;
mod processes;
mod views;

use super::{Kind, world::World};
use crate::Random;

/// Inflicts a fault, or another where the machine does not permit it; gives which.
pub(super) fn inflict(kind: Kind, world: &mut World, random: &mut Random) -> anyhow::Result<Kind> {
    world.publishers.allow(random.between(4, 16));
    match kind {
        Kind::KnelpuntKilled => processes::knelpunt_killed(world, random)?,
        Kind::KnelpuntStopped => processes::knelpunt_stopped(world, random)?,
        Kind::NatsKilled => processes::nats_killed(world, random)?,
        Kind::NatsStopped => processes::nats_stopped(world, random)?,
        Kind::ServeJoined => processes::serve_joined(world, random)?,
        Kind::ViewsTruncated => views::damaged(world, random, views::truncate)?,
        Kind::ViewsFlipped => views::damaged(world, random, views::flip)?,
        Kind::LogDeleted => log::deleted(world, random)?,
        Kind::LogRestored => log::restored(world, random)?,
        Kind::DiskFull => {
            if !disk::full(world, random)? {
                processes::knelpunt_killed(world, random)?;
                return Ok(Kind::KnelpuntKilled);
            }
        }
    }
    Ok(kind)
}

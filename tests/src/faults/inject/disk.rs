//! A full disk.

use anyhow::{Context as _, ensure};

use crate::{Random, Server, SmallDisk, faults::world::TestSystem, until};

/// Enough for the views of a run several times over.
const DISK_MEBIBYTES: usize = 96;
/// The most that is left free when it is filled.
const LEFT_BYTES: usize = 512 * 1024;
/// Batches to publish until the disk is full.
const BATCHES: usize = 40;
/// What the message must contain.
const DISK_FULL_MESSAGE: &str = "the disk is full";

/// Starts a replica on a small disk and fills it. Returns false where no disk may be mounted.
///
/// The replica ends with one clear message, or continues; it has lost nothing once there is space again.
pub(super) fn full(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<bool> {
    let Some(disk) = SmallDisk::mount(&world.path("small"), DISK_MEBIBYTES)? else {
        return Ok(false);
    };
    let replica = world.serve(disk.path().to_owned())?;
    world.replicas.push(replica);
    let filled = fill(world, &disk, random);
    let done = filled.and_then(|()| world.check(random));
    let mut replica = world.replicas.pop().context("one had joined")?;
    if done.is_ok() {
        let code = replica.end("TERM")?;
        ensure!(code == Some(0), "it ended with {code:?}");
    }
    done.with_context(|| {
        format!(
            "on the small disk: {}",
            replica.stderr().unwrap_or_default()
        )
    })?;
    Ok(true)
}

fn fill(world: &mut TestSystem, disk: &SmallDisk, random: &mut Random) -> anyhow::Result<()> {
    let before = world.publishers.record().last();
    let [.., replica] = &mut world.replicas[..] else {
        anyhow::bail!("no replica is on the small disk");
    };
    replica.reached(before)?;
    disk.fill(random.below(LEFT_BYTES))?;
    world.publishers.allow(BATCHES);
    world.publishers.settle()?;
    let last = world.publishers.record().last();
    let ended = until("it has ended, or folded all", || {
        let ended = replica.ended().ok()?;
        let folded = replica.position() >= Some(last);
        (ended.is_some() || folded).then_some(ended)
    })?;
    if let Some(status) = ended {
        ensure!(status.code() == Some(1), "it ended with {status}");
        reported_once(&replica.stderr()?)?;
        if random.once_in(2) {
            refused_while_full(replica)?;
        }
    }
    disk.free_space()?;
    if ended.is_some() {
        replica.start_again()?;
    }
    Ok(())
}

/// Restarted without space, it either serves the views that it has, or reports the same message.
fn refused_while_full(replica: &mut Server) -> anyhow::Result<()> {
    let before = replica.stderr()?.len();
    if replica.start_again().is_ok() {
        return replica.kill();
    }
    reported_once(&replica.stderr()?[before..])
}

/// One message states the cause, and there is no panic.
fn reported_once(stderr: &str) -> anyhow::Result<()> {
    let failed = stderr.lines().filter(|line| line.starts_with("knelpunt: "));
    let sentences: Vec<&str> = failed.collect();
    ensure!(
        matches!(sentences[..], [sentence] if sentence.contains(DISK_FULL_MESSAGE)),
        "it does not report once that {DISK_FULL_MESSAGE}: {stderr}"
    );
    ensure!(!stderr.contains("panicked"), "it panicked: {stderr}");
    Ok(())
}

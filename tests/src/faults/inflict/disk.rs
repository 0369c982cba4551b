//! A disk that takes no more.

use anyhow::{Context as _, ensure};

use crate::{
    Knelpunt, Random, SmallDisk,
    faults::world::{World, position},
    until,
};

/// Room for the views of a run several times over.
const DISK_MEBIBYTES: usize = 96;
/// What is left of it at most when it is filled.
const LEFT_BYTES: usize = 512 * 1024;
/// Batches that may come until the disk is full.
const BATCHES: usize = 40;
/// What is said of it, once.
const SAID: &str = "the disk is full";

/// One more serves on a small disk, which is filled; false where no disk may be mounted.
///
/// It ends with one clear sentence, or goes on, and has lost nothing when there is room again.
pub(super) fn full(world: &mut World, random: &mut Random) -> anyhow::Result<bool> {
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
    done.with_context(|| format!("on the small disk: {}", replica.said().unwrap_or_default()))?;
    Ok(true)
}

fn fill(world: &mut World, disk: &SmallDisk, random: &mut Random) -> anyhow::Result<()> {
    let before = world.publishers.record().last();
    let [.., replica] = &mut world.replicas[..] else {
        anyhow::bail!("nobody serves on the small disk");
    };
    replica.reached(before)?;
    disk.fill(random.below(LEFT_BYTES))?;
    world.publishers.allow(BATCHES);
    world.publishers.settle()?;
    let last = world.publishers.record().last();
    let ended = until("it has ended, or folded all", || {
        let ended = replica.ended().ok()?;
        let folded = position(replica) >= Some(last);
        (ended.is_some() || folded).then_some(ended)
    })?;
    if let Some(status) = ended {
        ensure!(status.code() == Some(1), "it ended with {status}");
        said_once(&replica.said()?)?;
        if random.once_in(2) {
            refused_while_full(replica)?;
        }
    }
    disk.make_room()?;
    if ended.is_some() {
        replica.start_again()?;
    }
    Ok(())
}

/// Started again without room it either serves what it has, or says the same once more.
fn refused_while_full(replica: &mut Knelpunt) -> anyhow::Result<()> {
    let before = replica.said()?.len();
    if replica.start_again().is_ok() {
        return replica.kill();
    }
    said_once(&replica.said()?[before..])
}

/// One sentence says what it is, and nothing frightens.
fn said_once(said: &str) -> anyhow::Result<()> {
    let failed = said
        .lines()
        .filter(|line| line.starts_with("knelpunt: failed"));
    let sentences: Vec<&str> = failed.collect();
    ensure!(
        matches!(sentences[..], [sentence] if sentence.contains(SAID)),
        "it does not say once that {SAID}: {said}"
    );
    ensure!(!said.contains("panicked"), "it panicked: {said}");
    Ok(())
}

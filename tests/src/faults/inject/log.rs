//! Logs that are deleted, or replaced by an older copy.

use std::{fs, path::Path};

use crate::{Paused, Random, faults::world::TestSystem};

/// Deletes the log, by its server or as a folder, and creates it again, at once or once replicas have noticed.
pub(super) fn deleted(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    world.check(random)?;
    let before = world.archive_counts()?;
    world.will_lose_behind(0);
    let still = paused(world, random)?;
    if random.once_in(2) {
        world.log.delete_stream()?;
    } else {
        world.nats.end()?;
        fs::remove_dir_all(world.nats.store())?;
        world.nats.start_again()?;
    }
    // Publishing goes on while there is no stream.
    world.publishers.allow(random.between(2, 30));
    if still.is_empty() && random.once_in(2) {
        world.noticed(&before)?;
    }
    world.create_log(random)?;
    world.publishers.more(random.below(300))?;
    drop(still);
    world.noticed(&before)
}

/// Copies the log, lets it grow, and restores the copy, which may then grow to the same length or beyond.
pub(super) fn restored(world: &mut TestSystem, random: &mut Random) -> anyhow::Result<()> {
    world.publishers.settle()?;
    world.nats.end()?;
    let copy = world.path("copy");
    copy_folder(world.nats.store(), &copy)?;
    world.nats.start_again()?;
    let last_copied = world.log.last_sequence()?;
    world.publishers.allow(random.between(1, 10));
    world.check(random)?;
    let before = world.archive_counts()?;
    world.will_lose_behind(last_copied);
    let still = paused(world, random)?;
    world.nats.kill()?;
    fs::remove_dir_all(world.nats.store())?;
    fs::rename(copy, world.nats.store())?;
    world.nats.start_again()?;
    world.publishers.allow(random.below(25));
    if !still.is_empty() {
        world.publishers.settle()?;
    }
    drop(still);
    world.noticed(&before)
}

/// Half of the time, pauses both replicas, so that they see the log again only when it has grown.
fn paused(world: &TestSystem, random: &mut Random) -> anyhow::Result<Vec<Paused>> {
    let stands_still = random.once_in(2);
    let replicas = world.replicas.iter().filter(|_| stands_still);
    replicas
        .map(|replica| Paused::stop(replica.pid()))
        .collect()
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.metadata()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

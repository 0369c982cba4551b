//! Damaged files of views.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{Paused, Random, faults::world::TestSystem};

/// So short that nothing of the contents can be left.
const START_BYTES: usize = 512;

/// Ends a replica, damages its views, and starts it again; its first answers must be right, too.
pub(super) fn damaged(
    world: &mut TestSystem,
    random: &mut Random,
    damage: impl FnOnce(&Path, &mut Random) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let replica = random.below(2);
    world.at_any_moment(replica, random);
    let ended = &mut world.replicas[replica];
    if random.once_in(2) {
        ended.kill()?;
    } else {
        ended.end("TERM")?;
    }
    damage(&largest_file(ended.data())?, random)?;
    world.publishers.more(random.below(100))?;
    start_again(world, replica, random)
}

/// Starts it again, half of the time while its log is unavailable: then it has nothing to build its views from.
fn start_again(world: &mut TestSystem, replica: usize, random: &mut Random) -> anyhow::Result<()> {
    let away = random.once_in(2).then(|| Paused::stop(world.nats.pid()));
    let away = away.transpose()?;
    world.replicas[replica].start_again()?;
    world.ask(replica)?;
    drop(away);
    Ok(())
}

/// Truncates a file anywhere: often the rest is complete views of some time ago; near its start nothing is left.
pub(super) fn truncate(file: &Path, random: &mut Random) -> anyhow::Result<()> {
    let file = File::options().write(true).open(file)?;
    let length = if random.once_in(4) {
        START_BYTES
    } else {
        usize::try_from(file.metadata()?.len())?
    };
    Ok(file.set_len(random.below(length) as u64)?)
}

/// Flips one bit of a byte that is not 0: most zero bytes are unused space.
pub(super) fn flip(file: &Path, random: &mut Random) -> anyhow::Result<()> {
    let mut file = File::options().read(true).write(true).open(file)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let from = random.below(bytes.len());
    let used = |offset: &usize| bytes[*offset] != 0;
    let offset = (from..bytes.len()).chain(0..from).find(used);
    let offset = offset.context("the file has only zeros")?;
    file.seek(SeekFrom::Start(offset as u64))?;
    file.write_all(&[bytes[offset] ^ (1 << random.below(8))])?;
    Ok(())
}

/// Returns the largest file of the views in use; views that were moved aside are left alone.
fn largest_file(data: &Path) -> anyhow::Result<PathBuf> {
    let (mut folders, mut largest) = (vec![data.join("views")], None);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, found) = (entry.path(), entry.metadata()?);
            if path.to_string_lossy().contains("aside") {
                continue;
            }
            if found.is_dir() {
                folders.push(path);
            } else {
                largest = largest.max(Some((found.len(), path)));
            }
        }
    }
    let (_, path) = largest.context("there are no views to damage")?;
    Ok(path)
}

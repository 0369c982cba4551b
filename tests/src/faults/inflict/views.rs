//! Views whose files are not what was written.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{Paused, Random, faults::world::World};

/// So little of a file that nothing can be left of what it held.
const START_BYTES: usize = 512;

/// Ends one, damages its views while it is away, and starts it again; what it answers at once must be right, too.
pub(super) fn damaged(
    world: &mut World,
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

/// Starts it again, half of the time while its log is away: then it has nothing to build its views from.
fn start_again(world: &mut World, replica: usize, random: &mut Random) -> anyhow::Result<()> {
    let away = random.once_in(2).then(|| Paused::stop(world.nats.pid()));
    let away = away.transpose()?;
    world.replicas[replica].start_again()?;
    world.ask(replica)?;
    drop(away);
    Ok(())
}

/// Cuts it off anywhere: often what is left are whole views of some time ago, and at its very start nothing is.
pub(super) fn truncate(file: &Path, random: &mut Random) -> anyhow::Result<()> {
    let file = File::options().write(true).open(file)?;
    let length = if random.once_in(4) {
        START_BYTES
    } else {
        usize::try_from(file.metadata()?.len())?
    };
    Ok(file.set_len(random.below(length) as u64)?)
}

/// Turns over one bit of a byte that is not 0: most of those are room that is not used.
pub(super) fn flip(file: &Path, random: &mut Random) -> anyhow::Result<()> {
    let mut file = File::options().read(true).write(true).open(file)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let from = random.below(bytes.len());
    let used = |place: &usize| bytes[*place] != 0;
    let place = (from..bytes.len()).chain(0..from).find(used);
    let place = place.context("the file holds nothing")?;
    file.seek(SeekFrom::Start(place as u64))?;
    file.write_all(&[bytes[place] ^ (1 << random.below(8))])?;
    Ok(())
}

/// Gives the largest file of views in use; those that were put aside stay as they are.
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

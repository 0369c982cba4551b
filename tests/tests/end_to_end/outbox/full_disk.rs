//! A full disk: reported to callers, and recovered from without a restart once there is space.

use anyhow::{Context as _, ensure};
use outbox::{AcceptError, OutboxError};
use tests::{Log, Nats, PublishingOutbox, SmallDisk};

use super::{all_published, entries, stored};

const DISK_MEBIBYTES: usize = 16;
/// Entries at a time, and the most attempts until the disk is full.
const COUNT: usize = 100;
const TIMES: usize = 1_000;

#[test]
fn a_full_disk_is_reported_and_costs_no_restart_and_no_accepted_entry() -> anyhow::Result<()> {
    let (mut nats, folder) = (Nats::start()?, tempfile::tempdir()?);
    let Some(disk) = SmallDisk::mount(&folder.path().join("small"), DISK_MEBIBYTES)? else {
        println!("not looked at: nothing may be mounted here");
        return Ok(());
    };
    Log::connect(&nats.url())?.create_stream()?;
    nats.kill()?;
    let emitter = PublishingOutbox::start(&disk.path().join("outbox"), &nats.url())?;
    let mut accepted = emitter.accept(entries("first", COUNT))?;
    disk.fill(0)?;
    let refused = (0..TIMES).find_map(|time| {
        let answers = emitter.accept(entries(&format!("more-{time}"), COUNT));
        answers.map(|answers| accepted.extend(answers)).err()
    });
    let refused = refused.context("the disk did not fill")?;
    ensure!(
        matches!(
            refused.downcast_ref(),
            Some(AcceptError::Outbox(OutboxError::DiskFull))
        ),
        "{refused:?}"
    );
    let failure = emitter.outbox().last_failure();
    ensure!(
        matches!(failure, Some(OutboxError::DiskFull)),
        "{failure:?}"
    );
    nats.start_again()?;
    disk.free_space()?;
    all_published(&emitter.settled(&mut accepted)?)?;
    let mut after = emitter.accept(entries("after", COUNT))?;
    all_published(&emitter.settled(&mut after)?)?;
    emitter.drained()?;
    ensure!(emitter.outbox().last_failure().is_none() && emitter.dead()?.is_empty());
    let stored = stored(&Log::connect(&nats.url())?)?;
    let lost = accepted
        .iter()
        .find(|one| !stored.contains_key(&one.event_id));
    ensure!(lost.is_none(), "lost: {lost:?}");
    drop(emitter);
    Ok(())
}

//! Every entry is published and removed, also those accepted while NATS was unavailable.

use anyhow::ensure;
use outbox::{DeliveryState, OutboxState};
use tests::{Log, Nats, PublishingOutbox};

use super::{all_published, entries, stored};

const COUNT: usize = 2_000;

#[test]
fn every_accepted_entry_is_published_once_and_removed() -> anyhow::Result<()> {
    let ((nats, log), folder) = (Nats::with_stream()?, tempfile::tempdir()?);
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    let mut accepted = emitter.accept(entries("a", COUNT))?;
    all_published(&emitter.settled(&mut accepted)?)?;
    ensure!(emitter.outbox().state() == OutboxState::default());
    ensure!(log.last_sequence()? == COUNT as u64 && stored(&log)?.len() == COUNT);
    drop(emitter);
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    let state = emitter.outbox().state();
    ensure!(
        state == OutboxState::default(),
        "opened again it has {state:?}"
    );
    Ok(())
}

#[test]
fn entries_accepted_while_nats_is_unavailable_are_published_later() -> anyhow::Result<()> {
    let ((mut nats, _), folder) = (Nats::with_stream()?, tempfile::tempdir()?);
    nats.kill()?;
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    emitter.accept(entries("before", COUNT))?;
    drop(emitter);
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    let mut accepted = emitter.accept(entries("after", COUNT))?;
    ensure!(
        accepted
            .iter()
            .all(|one| one.delivery_state() == DeliveryState::Waiting)
    );
    ensure!(emitter.outbox().state().waiting == 2 * COUNT as u64);
    nats.start_again()?;
    all_published(&emitter.settled(&mut accepted)?)?;
    emitter.drained()?;
    ensure!(stored(&Log::connect(&nats.url())?)?.len() == 2 * COUNT);
    Ok(())
}

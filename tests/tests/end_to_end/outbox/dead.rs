//! Entries that cannot be published: dead with a reason, retried on request, and blocking nothing.

use anyhow::{Context as _, ensure};
use journal::STREAM;
use outbox::{DeliveryState, OutboxEntry, RetrySelection};
use tempfile::TempDir;
use tests::{Log, Nats, PublishingOutbox, emitted_on};

use super::{all_published, entries, stored};

const DENIED: &str = "knelpunten.knelpunt-reported.GM0363";
/// Entries that can be published.
const GOOD: usize = 300;
/// More than the outbox publishes at a time.
const HOPELESS: usize = 1_200;
/// Entries for which there is no stream: if each blocked those behind it, these would be published after many minutes.
const UNTAKEN: usize = 10_000;
/// More than the server accepts in one message.
const LARGE_BYTES: usize = 2 << 20;

/// A server whose emitter may not publish everything.
struct Strict {
    nats: Nats,
    log: Log,
    folder: TempDir,
}

impl Strict {
    fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let denied = users(&format!("publish: {{ deny: [\"{DENIED}\"] }}"));
        let nats = Nats::start_configured(&folder.path().join("nats"), &denied)?;
        let log = Log::connect(&nats.url())?;
        log.create_stream()?;
        Ok(Self { nats, log, folder })
    }

    fn emitter(&self) -> anyhow::Result<PublishingOutbox> {
        let url = self.nats.url().replace("//", "//emitter:emitter@");
        PublishingOutbox::start(&self.folder.path().join("outbox"), &url)
    }

    /// Permits the emitter to publish everything.
    fn permit(&mut self) -> anyhow::Result<()> {
        self.nats.end()?;
        self.nats.configure(&users("publish: \">\""));
        self.nats.start_again()
    }
}

/// A configuration with an emitter that has these permissions; an anonymous client may do everything.
fn users(permissions: &str) -> String {
    format!(
        "authorization {{ users: [\n\
         {{ user: keeper, password: keeper }},\n\
         {{ user: emitter, password: emitter, permissions: {{ {permissions} }} }}\n] }}\n\
         no_auth_user: keeper\n"
    )
}

fn denied(count: usize) -> impl Iterator<Item = OutboxEntry> {
    (0..count).map(|number| emitted_on(DENIED, &format!("denied-{number}")))
}

fn too_large() -> OutboxEntry {
    let subject = "knelpunten.knelpunt-reported.GM0344";
    let mut entry = emitted_on(subject, "large");
    let payload = format!("{{\"id\":\"large\",\"x\":\"{}\"}}", "x".repeat(LARGE_BYTES));
    entry.outgoing.payload = payload.into();
    entry
}

#[test]
fn denied_and_too_large_entries_are_dead_with_a_reason_and_all_others_are_published()
-> anyhow::Result<()> {
    let mut strict = Strict::start()?;
    let emitter = strict.emitter()?;
    let mut bad = emitter.accept(denied(1).chain([too_large()]))?;
    let mut good = emitter.accept(entries("good", GOOD))?;
    all_published(&emitter.settled(&mut good)?)?;
    let settled = emitter.settled(&mut bad)?;
    ensure!(
        settled
            .iter()
            .all(|one| matches!(one, DeliveryState::Dead { .. }))
    );
    let [first, second] = &emitter.dead()?[..] else {
        anyhow::bail!("these are dead: {:?}", emitter.dead()?);
    };
    ensure!(first.0 == "denied-0" && first.1.contains(DENIED) && first.1.contains("no permission"));
    ensure!(second.0 == "large" && second.1.contains("limit is 1048576"));
    ensure!(stored(&strict.log)?.len() == GOOD);
    strict.permit()?;
    ensure!(emitter.retry(RetrySelection::All)? == 2);
    emitter.drained()?;
    let dead = emitter.dead()?;
    ensure!(dead.len() == 1 && dead[0].0 == "large", "dead: {dead:?}");
    ensure!(stored(&strict.log)?.contains_key("denied-0"));
    Ok(())
}

#[test]
fn many_denied_entries_block_nothing_and_drain_once_permitted() -> anyhow::Result<()> {
    let mut strict = Strict::start()?;
    let emitter = strict.emitter()?;
    let mut bad = emitter.accept(denied(HOPELESS))?;
    let mut good = emitter.accept(entries("good", GOOD))?;
    all_published(&emitter.settled(&mut good)?)?;
    let settled = emitter.settled(&mut bad)?;
    ensure!(
        settled
            .iter()
            .all(|one| matches!(one, DeliveryState::Dead { .. }))
    );
    ensure!(emitter.outbox().state().dead == HOPELESS as u64);
    strict.permit()?;
    ensure!(emitter.retry(RetrySelection::All)? == HOPELESS);
    emitter.drained()?;
    ensure!(emitter.dead()?.is_empty() && stored(&strict.log)?.len() == GOOD + HOPELESS);
    Ok(())
}

#[test]
fn entries_without_a_stream_block_nothing_and_are_published_once_there_is_one() -> anyhow::Result<()>
{
    let ((nats, log), folder) = (Nats::with_stream()?, tempfile::tempdir()?);
    let whole = log.configuration()?;
    log.delete_stream()?;
    let mut narrow = whole.clone();
    narrow.subjects = vec!["knelpunten.knelpunt-reported.GM0344".to_owned()];
    log.create_configured(narrow)?;
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    let mut hopeless = emitter.accept(denied(UNTAKEN))?;
    let mut good = emitter.accept(entries("good", GOOD))?;
    all_published(&emitter.settled(&mut good)?)?;
    ensure!(
        hopeless
            .iter()
            .all(|one| one.delivery_state() == DeliveryState::Waiting)
    );
    ensure!(whole.name == STREAM);
    log.delete_stream().context("the narrow stream is there")?;
    log.create_configured(whole)?;
    all_published(&emitter.settled(&mut hopeless)?)?;
    ensure!(emitter.outbox().state().waiting == 0 && emitter.dead()?.is_empty());
    ensure!(
        stored(&log)?.len() == UNTAKEN,
        "not each is in the stream, once"
    );
    Ok(())
}

//! Data that earlier commits wrote, in `tests/data/fixtures`: their logs and outboxes open and give the same answers.
//!
//! With `KNELPUNT_NEW_FIXTURE=NAME` the test first writes one more, with the program as it is; none is ever changed.

mod accepted;
mod answers;
mod archive;
mod hard_cases;
mod history;
mod invalid;
mod links;
mod write;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tests::{Log, Nats, Server, compare_reviewed, until};

/// The name of a fixture to write.
const NEW: &str = "KNELPUNT_NEW_FIXTURE";

/// The head of the list of what changed.
const CHANGES: &str = "\
# What later rules changed on purpose

The first difference in each answer that is not as it was. The answers themselves are never changed. A resolution given as
a date holds at the end of its day in rounds too, where it held from the start of it. Where nothing was followed for any
time, the restricted mean is null, where it was 0.

";

/// A fixture, in a folder of its own.
struct Fixture {
    folder: PathBuf,
}

/// A copy of a fixture's log and outbox, to be used.
struct Restored {
    folder: TempDir,
}

impl Fixture {
    fn read_all() -> anyhow::Result<Vec<Self>> {
        let entries = fs::read_dir(Self::parent())?;
        let folders = entries.map(|entry| {
            Ok(Self {
                folder: entry?.path(),
            })
        });
        folders.collect()
    }

    fn parent() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data/fixtures")
    }

    fn archive(&self) -> PathBuf {
        self.folder.join("log-and-outbox.zip")
    }

    fn answers(&self) -> PathBuf {
        self.folder.join("answers.json")
    }

    fn answers_after_delivery(&self) -> PathBuf {
        self.folder.join("answers-after-delivery.json")
    }

    fn outbox(&self) -> PathBuf {
        self.folder.join("outbox.json")
    }

    fn restore(&self) -> anyhow::Result<Restored> {
        let folder = tempfile::tempdir()?;
        archive::unpack(&self.archive(), folder.path())?;
        Ok(Restored { folder })
    }

    /// Opens a copy, and compares everything with what was stored.
    fn check(&self) -> anyhow::Result<()> {
        let restored = self.restore()?;
        let stored: Value = serde_json::from_str(&fs::read_to_string(self.outbox())?)?;
        let keys = stored["keys"].as_object().into_iter().flatten();
        let found = accepted::state(&restored.data(), keys.map(|(key, _)| key.as_str()))?;
        ensure!(found == stored, "the outbox has {found:#}, not {stored:#}");

        let nats = restored.nats()?;
        let log = Log::connect(&nats.url())?;
        let stored = answers::read(&self.answers())?;
        let position = stored[answers::POSITION]["position"]
            .as_u64()
            .context("no position")?;
        let mut server = restored.serve(&nats, &[], position)?;
        let mut changed = answers::differences(&self.answers(), &server)?;
        server.run(&["verify"])?.prints(0, &["No differences."])?;
        server.end("TERM")?;

        let server = restored.deliver(&nats, &log)?;
        changed.extend(answers::differences(
            &self.answers_after_delivery(),
            &server,
        )?);
        self.check_changes(&changed)?;
        server
            .run(&["verify"])?
            .prints(0, &["No differences."])
            .map(drop)
    }
}

impl Fixture {
    /// Compares how answers differ with what later rules changed on purpose.
    fn check_changes(&self, changed: &[String]) -> anyhow::Result<()> {
        let file = self.folder.join("changes.md");
        let file = file.to_str().context("a path in UTF-8")?;
        let lines: Vec<String> = changed.iter().map(|line| format!("- {line}\n")).collect();
        compare_reviewed(file, &format!("{CHANGES}{}", lines.concat()))
    }
}

impl Restored {
    fn data(&self) -> PathBuf {
        self.folder.path().join(archive::DATA)
    }

    fn nats(&self) -> anyhow::Result<Nats> {
        Nats::start_synced(&self.folder.path().join(archive::NATS))
    }

    /// Serves the log, and waits until it is folded up to a position.
    fn serve(&self, nats: &Nats, more: &[&str], position: u64) -> anyhow::Result<Server> {
        let url = nats.url();
        let arguments = [&["serve", "--nats", &url], more].concat();
        let server = Server::start(&arguments, self.data(), None)?;
        server.reached(position)?;
        Ok(server)
    }

    /// Serves the log with its outbox, and waits until every event of that is in the log, and folded.
    fn deliver(&self, nats: &Nats, log: &Log) -> anyhow::Result<Server> {
        let before = log.last_sequence()?;
        let state = accepted::state(&self.data(), [])?;
        let of_page = |member: &str| state["page"][member].as_u64().unwrap_or_default();
        let server = self.serve(nats, &["--intake"], before)?;
        let remaining = |member: &str| {
            let page: Value = serde_json::from_str(&server.get("/v1/outbox").ok()?.body).ok()?;
            page[member].as_u64()
        };
        until("nothing waits", || {
            (remaining("waiting")? == 0).then_some(())
        })?;
        server.run(&["outbox", "retry"])?.prints(0, &[])?;
        until("nothing is left", || {
            (remaining("waiting")? + remaining("dead")? == 0).then_some(())
        })?;
        let last = log.last_sequence()?;
        ensure!(
            last == before + of_page("waiting") + of_page("dead"),
            "{state:#} has added {}",
            last - before
        );
        server.reached(last)?;
        Ok(server)
    }
}

#[test]
fn logs_and_outboxes_of_earlier_commits_give_the_same_answers() -> anyhow::Result<()> {
    if let Some(name) = std::env::var_os(NEW) {
        let folder = Fixture::parent().join(name);
        write::write(&Fixture { folder })?;
    }
    let fixtures = Fixture::read_all()?;
    ensure!(!fixtures.is_empty(), "there are no fixtures");
    for fixture in fixtures {
        fixture
            .check()
            .with_context(|| fixture.folder.display().to_string())?;
    }
    Ok(())
}

//! SIGKILL at any point: every accepted entry is in the outbox or in the stream, always with the same bytes.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, ensure};
use tests::{Log, Nats, PublishingOutbox, Random, emitted};

use super::stored;

/// Number of kills.
const KILLS: usize = 8;
/// The most answers before a kill.
const ANSWERS: usize = 3_000;

#[test]
fn every_entry_accepted_before_a_kill_is_published_in_the_end() -> anyhow::Result<()> {
    let ((mut nats, _), folder) = (Nats::with_stream()?, tempfile::tempdir()?);
    let (mut random, mut answered) = (Random::new(1), Vec::new());
    for round in 0..KILLS {
        // NATS is available, unavailable, or killed halfway.
        let (before, after) = (random.below(ANSWERS), random.below(ANSWERS));
        let mut emitter = Killed::start(folder.path(), &nats.url(), &format!("round-{round}"))?;
        answered.extend(emitter.answers(before)?);
        match round % 3 {
            0 => {}
            1 => nats.kill()?,
            _ => nats.start_again()?,
        }
        answered.extend(emitter.answers(after)?);
        answered.extend(emitter.kill()?);
    }
    // The last round killed it.
    nats.start_again()?;
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    emitter.drained()?;
    let stored = stored(&Log::connect(&nats.url())?)?;
    for id in &answered {
        let bytes = stored.get(id).with_context(|| format!("{id} is lost"))?;
        ensure!(
            *bytes == emitted(id).outgoing.payload,
            "{id} has other bytes"
        );
    }
    println!(
        "{KILLS} kills, {} answered, {} stored",
        answered.len(),
        stored.len()
    );
    ensure!(answered.len() >= KILLS && emitter.dead()?.is_empty());
    Ok(())
}

/// An emitter to kill.
struct Killed {
    child: std::process::Child,
    printed: BufReader<std::process::ChildStdout>,
}

impl Killed {
    fn start(folder: &Path, url: &str, name: &str) -> anyhow::Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_emitter"))
            .arg(folder)
            .args([url, name])
            .stdout(Stdio::piped())
            .spawn()?;
        let printed = child.stdout.take().context("it says nothing")?;
        Ok(Self {
            child,
            printed: BufReader::new(printed),
        })
    }

    /// Reads so many answers.
    fn answers(&mut self, count: usize) -> anyhow::Result<Vec<String>> {
        let mut answers = Vec::new();
        for _ in 0..count {
            answers.push(self.answer()?.context("it ended by itself")?);
        }
        Ok(answers)
    }

    /// Kills it, and reads the rest of its output.
    fn kill(&mut self) -> anyhow::Result<Vec<String>> {
        self.child.kill()?;
        self.child.wait()?;
        let mut answers = Vec::new();
        while let Some(answer) = self.answer()? {
            answers.push(answer);
        }
        Ok(answers)
    }

    /// Reads one whole line; none at the end, or if a kill cut it short.
    fn answer(&mut self) -> anyhow::Result<Option<String>> {
        let mut line = String::new();
        self.printed.read_line(&mut line)?;
        Ok(line.strip_suffix('\n').map(str::to_owned))
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! An emitter to kill: it accepts events into an outbox endlessly, prints the id of each, and publishes them.
//!
//! `emitter FOLDER URL NAME`: the ids of the events begin with the name. It prints a line for each accepted event.

use std::{
    io::{self, Write as _},
    path::Path,
};

use anyhow::{Context as _, bail};
use futures_util::{StreamExt as _, stream};
use journal::{Journal, JournalOptions};
use model::Instant;
use outbox::Outbox;
use tests::emitted;
use tokio_util::sync::CancellationToken;

/// Concurrent callers.
const CALLERS: usize = 64;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, url, name] = &arguments[..] else {
        bail!("usage: emitter FOLDER URL NAME");
    };
    let outbox = Outbox::open(Path::new(folder))?;
    let journal = Journal::connect(url, "emitter", JournalOptions::default()).await?;
    let clock = || Instant::from_microseconds(0);
    tokio::select! {
        () = outbox.run(&journal, clock, CancellationToken::new()) => bail!("the outbox stopped publishing"),
        answered = accept(&outbox, name) => answered,
    }
}

async fn accept(outbox: &Outbox, name: &str) -> anyhow::Result<()> {
    let accepting = stream::iter(0_u64..).map(async |number| {
        let accepted = outbox.accept(emitted(&format!("{name}-{number}"))).await;
        accepted.map(|accepted| accepted.event_id)
    });
    let mut answers = accepting.buffer_unordered(CALLERS);
    while let Some(answer) = answers.next().await {
        writeln!(io::stdout(), "{}", answer?)?;
    }
    None.context("there are no more numbers")
}

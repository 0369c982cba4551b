//! Measures how many entries a second an outbox accepts and publishes: `cargo run -p tests --bin outbox_rates`.
//!
//! Its files are below the folder that `TMPDIR` names: choose one that is on a disk.

use futures_util::{StreamExt as _, stream};
use outbox::Outbox;
use tests::{Nats, PublishingOutbox, emitted};
use tokio::{runtime::Runtime, time::Instant};

/// Callers, and the entries that they submit together.
const MEASURED: [(usize, usize); 2] = [(1, 1_000), (64, 50_000)];

fn main() -> anyhow::Result<()> {
    let ((nats, _), folder) = (Nats::with_stream()?, tempfile::tempdir()?);
    let outbox = Outbox::open(folder.path())?;
    for (callers, count) in MEASURED {
        let began = Instant::now();
        Runtime::new()?.block_on(accept(&outbox, callers, count))?;
        print_rate(&format!("accepted, {callers} callers"), count, began);
    }
    drop(outbox);
    let count = MEASURED.iter().map(|(_, count)| count).sum();
    let began = Instant::now();
    let emitter = PublishingOutbox::start(folder.path(), &nats.url())?;
    emitter.drained()?;
    print_rate("published", count, began);
    Ok(())
}

async fn accept(outbox: &Outbox, callers: usize, count: usize) -> anyhow::Result<()> {
    let accepting = (0..count).map(|number| outbox.accept(emitted(&format!("{callers}-{number}"))));
    let mut answers = stream::iter(accepting).buffer_unordered(callers);
    while let Some(answer) = answers.next().await {
        answer?;
    }
    Ok(())
}

fn print_rate(what: &str, count: usize, began: Instant) {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = count as f64 / began.elapsed().as_secs_f64();
    println!("{what}: {count}, {rate:.0} a second");
}

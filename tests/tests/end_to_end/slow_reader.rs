//! Slow readers do not slow down the fold: some that read an answer of megabytes at 1 kB/s do not change the lag.
//!
//! Measured in one run, in turns with readers and without, and compared as a ratio: any other load of the machine
//! then affects both.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use model::{Data, Draft, KnelpuntReported};
use tests::{Log, Nats, Server, now};

/// Knelpunten whose descriptions make one answer about 7 MB: more than fits in all buffers between server and reader.
const DESCRIBED: usize = 600;
const DESCRIPTION: usize = 3_900;
/// 2 000 events a second, a hundred at a time.
const BATCH: usize = 100;
const BETWEEN_BATCHES: Duration = Duration::from_millis(50);
/// Turns without readers and with, and the batches of each.
const TURNS: usize = 4;
const BATCHES: usize = 40;
/// Readers read 100 bytes, ten times a second.
const READERS: usize = 6;
const SIP: usize = 100;
const BETWEEN_SIPS: Duration = Duration::from_millis(100);
/// By how much the median may grow, and floors below which values are too small to compare.
const FACTOR: u32 = 3;
const VISIBLE_FLOOR: Duration = Duration::from_millis(40);
const LAG_FLOOR: u64 = 2 * BATCH as u64;

/// The list of all open knelpunten, with their descriptions.
const LINK: &str = "/v1/persisting?status=open&limit=1000&asOf=2019-12-31";

#[derive(Debug, Default)]
struct Seen {
    visible: Vec<Duration>,
    lag: Vec<u64>,
}

fn report(number: usize, description: Option<String>) -> anyhow::Result<(String, Vec<u8>)> {
    let data = Data::Reported(KnelpuntReported {
        reference: Some(format!("ticket-{}", number % (2 * DESCRIBED))),
        description,
        ..KnelpuntReported::new("GM0344", "supplier-delivery", "2019-01-01")
    });
    let time = model::Observed::parse("2019-01-02")
        .context("a date")?
        .last();
    let source = "urn:nld:knelpunt:slow-reader".to_owned();
    let subject = data.nats_subject();
    let draft = Draft::with_derived_subject(source, format!("told-{number}"), time, data);
    Ok((subject, draft.context("it has a subject")?.to_json().into()))
}

/// A reader that reads one answer slowly until it is stopped; returns the bytes read and the length of the answer.
fn slow_reader(host: &str, stop: Arc<AtomicBool>) -> anyhow::Result<JoinHandle<(usize, usize)>> {
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "GET {LINK} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
    // Once the head has arrived, the answer is computed and being sent.
    let mut head = vec![0; 1_000];
    stream.read_exact(&mut head)?;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    ensure!(head.starts_with("http/1.1 200"), "{head}");
    let length = head.split_once("content-length: ").context("no length")?.1;
    let length = length
        .split_once("\r\n")
        .context("no end of line")?
        .0
        .parse()?;
    Ok(thread::spawn(move || {
        let (mut taken, mut sip) = (0, [0; SIP]);
        while !stop.load(Ordering::Relaxed) && stream.read_exact(&mut sip).is_ok() {
            taken += SIP;
            thread::sleep(BETWEEN_SIPS);
        }
        (taken, length)
    }))
}

/// Publishes batches at fixed times; sends the time and the last sequence of each once it is acknowledged.
fn publish(
    log: &Log,
    numbers: &mut impl Iterator<Item = usize>,
    newest: &AtomicU64,
    acknowledged: &mpsc::Sender<(Instant, u64)>,
) -> anyhow::Result<()> {
    let mut due = now();
    for _ in 0..BATCHES {
        thread::sleep(due.saturating_duration_since(now()));
        let batch = numbers.take(BATCH).map(|number| report(number, None));
        let batch = batch.collect::<anyhow::Result<Vec<_>>>()?;
        let began = now();
        let last = log.publish(batch)?.last().copied().unwrap_or_default();
        newest.store(last, Ordering::Relaxed);
        acknowledged.send((began, last))?;
        due += BETWEEN_BATCHES;
    }
    Ok(())
}

/// Measures how far the views are behind the acknowledged events, and how soon these are visible.
fn look(
    knelpunt: &Server,
    newest: &AtomicU64,
    acknowledged: &mpsc::Receiver<(Instant, u64)>,
    seen: &mut Seen,
) -> anyhow::Result<()> {
    for (began, last) in acknowledged {
        let newest = newest.load(Ordering::Relaxed);
        seen.lag
            .push(newest.saturating_sub(knelpunt.status()?.position));
        while knelpunt
            .get(&format!("/v1/position?atLeast={last}"))?
            .status
            == 503
        {}
        seen.visible.push(began.elapsed());
    }
    Ok(())
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

#[test]
fn readers_at_1_kb_a_second_do_not_change_the_lag() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let knelpunt = Server::serve(&nats.url())?;
    let described = (0..DESCRIBED).map(|number| report(number, Some("€".repeat(DESCRIPTION))));
    let last = log.publish(described.collect::<anyhow::Result<Vec<_>>>()?)?;
    knelpunt.reached(last.last().copied().unwrap_or_default())?;

    let (mut without, mut with) = (Seen::default(), Seen::default());
    let (mut numbers, newest) = (DESCRIBED.., AtomicU64::new(0));
    for turn in 0..TURNS {
        let slow = turn % 2 == 1;
        let stop = Arc::new(AtomicBool::new(false));
        let readers = (0..if slow { READERS } else { 0 })
            .map(|_| slow_reader(knelpunt.address(), Arc::clone(&stop)))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let seen = if slow { &mut with } else { &mut without };
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let publishing = scope
                .spawn(|| publish(&log, &mut numbers, &newest, &sender).map(|()| drop(sender)));
            look(&knelpunt, &newest, &receiver, seen)?;
            publishing.join().ok().context("publishing panicked")?
        })?;
        stop.store(true, Ordering::Relaxed);
        for reader in readers {
            let (taken, length) = reader.join().ok().context("a reader panicked")?;
            ensure!(
                taken > 10 * SIP && taken < length / 100,
                "a reader took {taken} bytes of {length}: it was not a slow one"
            );
        }
    }
    let [fast, slow] = [&without, &with].map(|seen| median(seen.visible.clone()));
    let [low, high] = [&without, &with].map(|seen| median(seen.lag.clone()));
    println!(
        "publish to visible {fast:?} without and {slow:?} with slow readers; lag {low} and {high}"
    );
    ensure!(
        slow <= FACTOR * fast.max(VISIBLE_FLOOR),
        "publish to visible took {slow:?} with slow readers, {fast:?} without"
    );
    ensure!(
        high <= u64::from(FACTOR) * low.max(LAG_FLOOR),
        "the views were {high} events behind with slow readers, {low} without"
    );
    Ok(())
}

//! A thousand readers, one of which reads nothing: how soon the others get a change, and whether any misses one while the
//! server is restarted.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::watch,
    task::JoinSet,
    time::{self, Instant},
};

use super::{Reader, WITHIN, reports};
use crate::world::{World, arrivals};

const READERS: usize = 1_000;
/// Changes before and after the restart, one a commit, and changes while the server is away.
const LIVE: usize = 25;
const MEANWHILE: usize = 40;
const BETWEEN: Duration = Duration::from_millis(100);
/// The limit for 99 of 100; a build without optimisation on a machine that does other things gets ten times that.
const SOON: Duration = Duration::from_millis(100);
const FACTOR: u32 = 10;

/// When each position was committed, in microseconds since the start of the test; 0 for those that nobody waited for.
type Committed = Arc<Vec<AtomicU64>>;

/// Reads until it has the last position, and reconnects when the server has moved; returns how long each change took.
async fn read_all(
    mut address: watch::Receiver<String>,
    committed: Committed,
    begun: Instant,
) -> Vec<Duration> {
    let first = address.borrow_and_update().clone();
    let mut reader = Reader::connect(&first, "?after=1", None).await;
    let (mut position, mut took) = (1, Vec::new());
    while position < committed.len() as u64 - 1 {
        let Some(message) = reader.message().await else {
            address.changed().await.unwrap();
            let moved = address.borrow_and_update().clone();
            reader = Reader::connect(&moved, "", Some(&reader.last_id.clone())).await;
            continue;
        };
        let arrived = begun.elapsed();
        let change: api::Change = serde_json::from_str(&message.data).unwrap();
        assert_eq!(change.position, position + 1, "every change once, in order");
        position = change.position;
        let at = committed[usize::try_from(position).unwrap()].load(Ordering::SeqCst);
        if at > 0 {
            took.push(arrived.saturating_sub(Duration::from_micros(at)));
        }
    }
    took
}

/// Waits until so many readers are connected.
async fn wait_for_readers(world: &World, readers: usize) {
    let begun = Instant::now();
    let line = format!("knelpunt_change_readers {readers}\n");
    while !world.get("/metrics").await.body.contains(&line) {
        assert!(begun.elapsed() < WITHIN, "not all readers are connected");
    }
}

/// Commits one report after the other.
async fn commit_live(
    world: &World,
    positions: std::ops::Range<usize>,
    committed: &Committed,
    begun: Instant,
) {
    for position in positions {
        let arrival = arrivals(position as u64, &reports("GM0344", position..position + 1));
        let at = u64::try_from(begun.elapsed().as_micros()).unwrap();
        committed[position].store(at, Ordering::SeqCst);
        world.commit(&arrival);
        time::sleep(BETWEEN).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_readers_get_every_change_soon_and_none_is_missed_across_a_restart() {
    let begun = Instant::now();
    let mut world = World::with(&reports("GM0344", 0..1)).await;
    let (moved, address) = watch::channel(world.address.clone());
    let last = 1 + LIVE + MEANWHILE + LIVE;
    let committed: Committed = Arc::new((0..=last).map(|_| AtomicU64::new(0)).collect());
    let stuck = Reader::connect(&world.address, "", None).await;
    let mut readers = JoinSet::new();
    for _ in 1..READERS {
        readers.spawn(read_all(address.clone(), Arc::clone(&committed), begun));
    }
    wait_for_readers(&world, READERS).await;
    commit_live(&world, 2..2 + LIVE, &committed, begun).await;
    let first = 2 + LIVE;
    let meanwhile = reports("GM0344", first..first + MEANWHILE);
    world = world.restarted(&arrivals(first as u64, &meanwhile)).await;
    moved.send(world.address.clone()).unwrap();
    wait_for_readers(&world, READERS - 1).await;
    commit_live(&world, first + MEANWHILE..last + 1, &committed, begun).await;
    let mut took = Vec::new();
    while let Some(read) = readers.join_next().await {
        took.extend(read.unwrap());
    }
    drop(stuck);
    took.sort_unstable();
    let [p50, p99] = [2, 100].map(|part| took[took.len() - 1 - took.len() / part]);
    println!(
        "{} changes to {READERS} readers: p50 {p50:?}, p99 {p99:?}",
        took.len()
    );
    assert!(p99 < SOON * FACTOR, "p50 {p50:?}, p99 {p99:?}");
    world.stop().await;
}

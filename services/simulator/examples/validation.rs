//! Measures the validation of a simulated history: `cargo run --release -p simulator --example validation`.
//!
//! Prints the nanoseconds of processor time that an event takes, the least of several rounds in alternation: to validate it, to
//! validate it on the JSON tree (which happens only where the common path gives up), and merely to parse that tree. Given
//! a name, measures that one alone, for a profiler.

use std::{env, fs, hint::black_box, io};

use jiff::civil::date;
use model::Decoder;
use register::Register;
use simulator::SimulationPlan;

const EVENTS: usize = 100_000;
const SEED: u64 = 2013;
const ROUNDS: usize = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let register = Register::embedded();
    let plan = SimulationPlan::new(EVENTS, 10, SEED, date(2022, 1, 1))?;
    let payloads: Vec<Vec<u8>> = simulator::history(&plan, register)
        .map(|draft| draft.to_json().into_bytes())
        .collect();
    let bytes: usize = payloads.iter().map(Vec::len).sum();
    println!("{EVENTS} events of {} bytes", bytes / EVENTS);
    let headers = [("Content-Type".to_owned(), model::STRUCTURED_MODE.to_owned())];
    let mut decoder = Decoder::new(register);
    let mut ways: [(&str, Way<'_>); 3] = [
        (
            "validate",
            Box::new(|payload| black_box(decoder.decode(&headers, payload)).is_ok()),
        ),
        (
            "tree",
            Box::new(|payload| {
                black_box(model::testing::decode_on_tree(&headers, payload, register)).is_ok()
            }),
        ),
        (
            "parse",
            Box::new(|payload| {
                black_box(serde_json::from_slice::<serde_json::Value>(payload)).is_ok()
            }),
        ),
    ];
    let only = env::args().nth(1);
    let mut least = [u64::MAX; 3];
    for _ in 0..ROUNDS {
        for ((name, way), least) in ways.iter_mut().zip(&mut least) {
            if only.as_ref().is_none_or(|only| only == name) {
                *least = (*least).min(nanoseconds(&payloads, way)?);
            }
        }
    }
    for ((name, _), least) in ways.iter().zip(least) {
        if least < u64::MAX {
            println!("{name:>9}: {least} ns an event");
        }
    }
    Ok(())
}

/// Handles a payload; returns whether it is valid.
type Way<'a> = Box<dyn FnMut(&[u8]) -> bool + 'a>;

/// Returns the nanoseconds an event takes.
fn nanoseconds(payloads: &[Vec<u8>], way: &mut Way<'_>) -> io::Result<u64> {
    let start = processor_time()?;
    let valid = payloads.iter().filter(|payload| way(payload)).count();
    assert_eq!(valid, payloads.len(), "every simulated event is valid");
    Ok((processor_time()? - start) / payloads.len() as u64)
}

/// Returns the nanoseconds that this thread has run for: other processes disturb them less than a clock.
fn processor_time() -> io::Result<u64> {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat")?;
    let first = statistics.split(' ').next().unwrap_or_default();
    first.parse().map_err(io::Error::other)
}

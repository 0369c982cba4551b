//! The reader and a fold behind it under thousands of random schedules.
//!
//! The log, the network, the driver and the views are simulated (`world` and its parts); a schedule is a list of steps
//! derived from a seed (`step`, `schedule`). Whatever a schedule does, at every step the reader must keep its invariants
//! (`invariants`), and once every failure has ended the views must equal the log (`run`): nothing lost, nothing twice,
//! nothing from another log. A schedule that fails is shrunk (`shrink`) and printed as `regressions` has it.
//!
//! To run more of them, from another seed:
//! `KNELPUNT_SCHEDULES=1000000 KNELPUNT_SEED=1 cargo test --release -p journal --test simulation -- --nocapture no_schedule`

mod events;
mod invariants;
mod log_changes;
mod network;
mod process;
mod regressions;
mod requests;
mod run;
mod schedule;
mod server;
mod shrink;
mod step;
mod tally;
mod views;
mod world;

use run::run;
use schedule::schedule;
use shrink::{shrink, written};
use step::Step;
use tally::{Count, Tally};

/// The default number of schedules.
const SCHEDULES: u64 = 4_000;

/// Returns a number from the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "a test has no arguments of its own"
)]
fn environment_number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn no_schedule_loses_a_message_duplicates_one_or_mistakes_the_log() {
    let first = environment_number("KNELPUNT_SEED").unwrap_or(0);
    let schedules = environment_number("KNELPUNT_SCHEDULES").unwrap_or(SCHEDULES);
    #[expect(
        clippy::disallowed_methods,
        reason = "prints how long it took, and decides nothing"
    )]
    let start = std::time::Instant::now();
    let mut tally = Tally::default();
    for seed in first..first + schedules {
        let steps = schedule(seed);
        let outcome = run(&steps);
        if let Some(violation) = outcome.violation {
            let ran = seed - first + 1;
            panic!(
                "seed {seed}, after {ran} schedules: {violation}\n{}",
                shortest(&steps)
            );
        }
        tally.join(&outcome.tally);
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "seeds {first} to {}: {schedules} schedules, 0 violations",
        first + schedules - 1
    );
    println!("{} steps, {} messages folded", tally.steps, tally.folded);
    for what in Count::ALL {
        println!("{:>10} {what:?}", tally.count(*what));
    }
    println!("{seconds:.1} s");
    for what in Count::ALL {
        assert!(
            schedules < SCHEDULES || tally.count(*what) > 0,
            "{what:?} never happened"
        );
    }
}

/// Shrinks a schedule that fails; returns the violation and the steps.
fn shortest(steps: &[Step]) -> String {
    let shrunk = shrink(steps, |steps| run(steps).violation.is_some());
    let why = run(&shrunk).violation.unwrap_or_default();
    format!(
        "shrunk to {} steps: {why}\nadd it to tests/simulation/regressions.rs:\n{}",
        shrunk.len(),
        written(&shrunk)
    )
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in 0..50 {
        let (one, other) = (schedule(seed), schedule(seed));
        assert_eq!(one, other);
        assert_eq!(run(&one).folded, run(&other).folded);
    }
}

#[test]
fn a_schedule_that_fails_is_shrunk_to_the_steps_that_matter() {
    let steps = schedule(7);
    let (first, last) = (steps[1], steps[steps.len() - 1]);
    let fails = |steps: &[Step]| steps.contains(&first) && steps.last() == Some(&last);
    let shrunk = shrink(&steps, fails);
    assert!(fails(&shrunk) && shrunk.len() <= 2, "{shrunk:?}");
}

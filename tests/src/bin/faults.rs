//! Many runs of faults, each a function of its seed, on the `knelpunt` that was built last:
//! `cargo build && cargo run -p tests --bin faults -- --runs 100 --seed 1`.

use std::{
    collections::BTreeMap,
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Parser;
use tests::faults::{Kind, Plan, Ran, run};

/// Inflicts faults on real parts, run after run, and says what came of it.
#[derive(Debug, Parser)]
struct Args {
    /// How many runs
    #[arg(long, default_value_t = 1)]
    runs: u64,
    /// The seed of the first; each next run has the next seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Which faults, in this order, instead of those that each seed draws
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    faults: Vec<Kind>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let (began, mut all, mut failed) = (now(), Vec::new(), Vec::new());
    for seed in args.seed..args.seed + args.runs {
        let mut plan = Plan::of(seed);
        if !args.faults.is_empty() {
            plan.faults.clone_from(&args.faults);
        }
        match run(&plan) {
            Ok(ran) => {
                println!("{}", line(seed, &ran));
                all.push(ran);
            }
            Err(error) => {
                println!("seed {seed:>5}  FAILED  {plan}\n{error:?}");
                failed.push(seed);
            }
        }
    }
    say(&all, &failed, began.elapsed());
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn line(seed: u64, ran: &Ran) -> String {
    let names = |kinds: &[Kind]| {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        names.join(" ")
    };
    let not_permitted = match &ran.not_permitted[..] {
        [] => String::new(),
        kinds => format!("  (not permitted here: {})", names(kinds)),
    };
    format!(
        "seed {seed:>5}  {:>6} events  {:>5.1} s  {}{not_permitted}",
        ran.acknowledged,
        ran.took.as_secs_f64(),
        names(&ran.faults)
    )
}

fn say(all: &[Ran], failed: &[u64], took: Duration) {
    let mut counts: BTreeMap<Kind, usize> = Kind::ALL.map(|kind| (kind, 0)).into();
    for kind in all.iter().flat_map(|ran| &ran.faults) {
        *counts.entry(*kind).or_default() += 1;
    }
    for (kind, count) in counts {
        println!("{count:>6} × {kind}");
    }
    let events: usize = all.iter().map(|ran| ran.acknowledged).sum();
    println!(
        "{} runs in {:.0} s, {events} events acknowledged, {} runs with a violation; seeds {failed:?}",
        all.len() + failed.len(),
        took.as_secs_f64(),
        failed.len(),
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "it says how long all took; nothing depends on that"
)]
fn now() -> Instant {
    Instant::now()
}

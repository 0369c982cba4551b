//! Many fault runs, each a function of its seed, on the `knelpunt` that was built last:
//! `cargo build && cargo run -p tests --bin faults -- --runs 100 --seed 1`.

use std::{collections::BTreeMap, process::ExitCode, time::Duration};

use clap::Parser;
use tests::{
    faults::{CompletedRun, FaultKind, FaultPlan, run},
    now,
};

/// Injects faults into real processes, run after run, and prints the results.
#[derive(Debug, Parser)]
struct Args {
    /// Number of runs
    #[arg(long, default_value_t = 1)]
    runs: u64,
    /// Seed of the first run; each next run has the next seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Faults to inject, in this order, instead of those that each seed draws
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    faults: Vec<FaultKind>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let (began, mut all, mut failed) = (now(), Vec::new(), Vec::new());
    for seed in args.seed..args.seed + args.runs {
        let mut plan = FaultPlan::from_seed(seed);
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
    print_summary(&all, &failed, began.elapsed());
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn line(seed: u64, ran: &CompletedRun) -> String {
    let names = |kinds: &[FaultKind]| {
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

fn print_summary(all: &[CompletedRun], failed: &[u64], took: Duration) {
    let mut counts: BTreeMap<FaultKind, usize> = FaultKind::ALL.map(|kind| (kind, 0)).into();
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

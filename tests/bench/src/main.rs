//! `bench`: throughput, size and latency, with real processes on this machine.
//!
//! `tests/bench/run` builds and starts it. It fails only if figures
//! cannot be measured or answers are wrong; whether a target is met is shown beside the figure.

mod clock;
mod figures;
mod history;
mod latency;
mod load;
mod machine;
mod measure;
mod nats;
mod nats_bench;
mod one_knelpunt;
mod parts;
mod plot;
mod process;
mod profile;
mod queries;
mod questions;
mod rebuild;
mod report;
mod samples;
mod sanity;
mod served;
mod soak;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::ensure;
use clap::Parser;
use tokio::runtime::Runtime;

use crate::{
    figures::grouped,
    measure::Bench,
    profile::Profiles,
    queries::Times,
    report::{BenchFigure, FigureColumn, table, write_section},
    soak::Soak,
};

/// The sizes to measure, the events of the one knelpunt, and their values with `--quick`.
const EVENTS: [usize; 2] = [100_000, 1_000_000];
const ONE_KNELPUNT: u64 = 100_000;
const QUICK_EVENTS: usize = 20_000;
const QUICK_ONE_KNELPUNT: u64 = 2_000;
/// Events of a history beyond those that fill the log.
const SPARE: usize = 600_000;
const QUICK_SPARE: usize = 150_000;
/// 200 requests of each question, or as many as are answered in this time.
const TIMES: Times = Times {
    requests: 200,
    at_most: Duration::from_secs(25),
};
const QUICK_TIMES: Times = Times {
    requests: 50,
    at_most: Duration::from_secs(2),
};
/// Whether this build, and so that of the server, is a debug build.
const UNOPTIMISED: bool = cfg!(debug_assertions);
const VISIBLE_FOR: Duration = Duration::from_secs(20);
const QUICK_VISIBLE_FOR: Duration = Duration::from_secs(4);

/// Measures throughput, size and latency, with real processes on this machine
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
#[derive(Debug, Parser)]
#[command(name = "tests/bench/run", bin_name = "tests/bench/run")]
struct Args {
    /// Measure little, in less than a minute: only to check that it works
    #[arg(long)]
    quick: bool,
    /// Numbers of events to measure; from 5 000 000 on rebuild and memory only
    #[arg(long, value_delimiter = ',', value_name = "N,N", value_parser = clap::value_parser!(u64).range(1_000..))]
    events: Vec<u64>,
    /// Instead: publish 2 000 events a second for so long, with queries, and check what grows
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..))]
    soak: Option<u64>,
    /// With --soak: repeat the same events, so that the views have no reason to grow
    #[arg(long, requires = "soak")]
    again: bool,
    /// Instead: fold histories by the library alone, and list the size of each part of the views
    #[arg(long, conflicts_with = "soak")]
    parts: bool,
    /// Write the figures into tests/bench/README.md
    #[arg(long)]
    write: bool,
    /// Folder for logs, views and results; only results are left after a run
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench"))]
    folder: PathBuf,
    /// Profile the server with perf during each measurement
    #[arg(long)]
    perf: bool,
    /// Commit so many events of one knelpunt, into --folder
    #[arg(long, hide = true)]
    one_knelpunt: Option<u64>,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let Some(events) = args.one_knelpunt {
        return one_knelpunt::run(&args.folder, events);
    }
    ensure!(
        !args.write || !UNOPTIMISED,
        "cannot write figures of a build that is not optimised: unset KNELPUNT_BENCH_PROFILE"
    );
    fs::create_dir_all(&args.folder)?;
    let described = machine::description(&command());
    let runtime = Runtime::new()?;
    let (section, columns) = match args.soak {
        Some(minutes) => ("soak", vec![vec![args.soak(&runtime, minutes)?]]),
        None if args.parts => ("parts", vec![args.parts()?]),
        None => ("figures", args.figures(&runtime)?),
    };
    let tables: Vec<String> = columns.iter().map(|columns| table(columns)).collect();
    let text = format!("{described}\n{}", tables.join("\n"));
    println!("{text}");
    if args.write {
        let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        write_section(&readme, section, &text)?;
    }
    Ok(())
}

impl Args {
    /// All figures: a table by size, and one for one knelpunt.
    fn figures(&self, runtime: &Runtime) -> anyhow::Result<Vec<Vec<FigureColumn>>> {
        let profiles = Profiles(self.perf.then(|| self.folder.join("profiles")));
        let bench = Bench {
            runtime,
            folder: &self.folder,
            profiles: &profiles,
            visible_for: if self.quick {
                QUICK_VISIBLE_FOR
            } else {
                VISIBLE_FOR
            },
            times: if self.quick { QUICK_TIMES } else { TIMES },
            spare: if self.quick { QUICK_SPARE } else { SPARE },
        };
        let sizes = self.sizes()?;
        let columns = sizes.iter().map(|events| bench.column(*events));
        let columns = columns.collect::<anyhow::Result<Vec<FigureColumn>>>()?;
        Ok(vec![columns, vec![self.one_knelpunt_column()?]])
    }

    /// The size of each part of the views, by number of events.
    fn parts(&self) -> anyhow::Result<Vec<FigureColumn>> {
        let sizes = self.sizes()?.into_iter();
        let columns = sizes.map(|events| {
            let folder = tempfile::tempdir_in(&self.folder)?;
            parts::measure(&folder.path().join("views"), events)
        });
        columns.collect()
    }

    fn sizes(&self) -> anyhow::Result<Vec<usize>> {
        if !self.events.is_empty() {
            let sizes = self.events.iter().map(|events| usize::try_from(*events));
            return Ok(sizes.collect::<Result<_, _>>()?);
        }
        Ok(if self.quick {
            vec![QUICK_EVENTS]
        } else {
            EVENTS.to_vec()
        })
    }

    fn one_knelpunt_column(&self) -> anyhow::Result<FigureColumn> {
        let events = if self.quick {
            QUICK_ONE_KNELPUNT
        } else {
            ONE_KNELPUNT
        };
        let folder = tempfile::tempdir_in(&self.folder)?;
        let figures: Vec<BenchFigure> =
            one_knelpunt::measure(&folder.path().join("views"), events)?;
        let title = format!("one knelpunt, {} events, one per commit", grouped(events));
        Ok(FigureColumn { title, figures })
    }

    fn soak(&self, runtime: &Runtime, minutes: u64) -> anyhow::Result<FigureColumn> {
        let results = if self.write {
            PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        } else {
            self.folder.clone()
        };
        let soak = Soak {
            runtime,
            folder: &self.folder,
            results: &results,
            minutes,
            events: self.sizes()?.first().copied().unwrap_or(QUICK_EVENTS),
            again: self.again,
        };
        soak.run()
    }
}

/// The command as it is typed.
fn command() -> String {
    let arguments = std::env::args().skip(1);
    std::iter::once("tests/bench/run".to_owned())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

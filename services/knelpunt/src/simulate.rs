//! `knelpunt simulate`: writes a simulated history, one event in structured mode per line.
//!
//! The output is a function of the arguments alone, without a server or a clock: the same arguments give the same bytes.

use std::{
    fmt::Display,
    io::{self, IsTerminal as _},
    ops::RangeInclusive,
    path::PathBuf,
    process::ExitCode,
    str::FromStr,
};

use indicatif::{ProgressBar, ProgressDrawTarget};
use jiff::civil::Date;
use model::Draft;
use register::Register;
use serde::Serialize;
use simulator::{EVENTS_LIMIT, SimulationPlan, UNTIL, YEARS};
use tokio_util::sync::CancellationToken;

use crate::{
    files::Target,
    lifecycle::{self, Lifecycle},
    output::FormatArgs,
    progress,
    settings::{self, BadUsage, CatalogueArgs},
};

/// The possible speeds with support, in percent.
const SUPPORT: RangeInclusive<usize> = 1..=1_000;

/// The error for a catalogue for which only consultations could be simulated.
const NOTHING_TO_SIMULATE: &str = "cannot simulate with this --catalogue: it has none of the simulated categories, which \
are those of the built-in one";

const AFTER_HELP: &str = "\
The history uses the real municipalities and their mergers. It has telephone rounds, reports by machines, knelpunten that \
persist, recur and are solved, and events that are late, withdrawn, merged and redacted. Nothing in it was observed; the \
source of every event says so: urn:nld:knelpunt:simulatie:….

The same arguments give the same bytes, with the same program, register and catalogue. Every event is valid and recorded \
before --until. A million events take seconds and 160 MB of memory. With --catalogue, the codes that it shares with the \
built-in catalogue are used.

Examples:
  knelpunt simulate --until 2016-01-01 | head -1
  knelpunt simulate --events 1000000 --years 10 --seed 7 --until 2026-01-01 --out history.ndjson
  knelpunt simulate --until 2016-01-01 | knelpunt events import -";

/// Options of `simulate`, as text: every violation is named at once.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Number of events, 0 to 100000000
    #[arg(long, value_name = "N", default_value = "4000")]
    events: String,
    /// Number of years, 1 to 20
    #[arg(long, value_name = "N", default_value = "4")]
    years: String,
    /// Seed of the random numbers, a whole number
    #[arg(long, value_name = "S", default_value = "2013")]
    seed: String,
    /// Date on which the history ends, such as 2016-01-01; no event is recorded on it or later
    #[arg(long, value_name = "DATE")]
    until: String,
    /// Add support of two in five municipalities, late, after which their knelpunten are solved at this percentage of the
    /// usual rate, 1 to 1000: 150 is a hazard ratio of 1.5; no support if not given
    #[arg(long, value_name = "PERCENT")]
    support_percent: Option<String>,
    /// File to write, such as history.ndjson; it appears when it is complete; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The summary, which is printed to standard error with --format json.
#[derive(Serialize)]
struct SimulationSummary {
    events: usize,
}

/// Writes the history.
///
/// # Errors
///
/// When the options are invalid, with every violation; or when the history cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let plan = plan(args)?;
    let register = settings::register(&args.catalogue)?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        // Before the file is created: a signal would leave it behind.
        lifecycle.handle_signals()?;
        let written = write_complete(&plan, register, args, &lifecycle.stop());
        lifecycle.close();
        written?;
        if args.format.is_json() {
            let events = plan.events();
            eprintln!("{}", serde_json::to_string(&SimulationSummary { events })?);
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Writes the complete history, or leaves nothing behind.
fn write_complete(
    plan: &SimulationPlan,
    register: &Register,
    args: &Args,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let mut target = Target::open(args.out.as_deref())?;
    let written = write(plan, register, &mut target, stop).and_then(|()| target.finish());
    if written.is_err() {
        target.abandon();
    }
    written
}

/// Returns the plan for the options, or every violation in them.
fn plan(args: &Args) -> anyhow::Result<SimulationPlan> {
    let mut violations = Vec::new();
    let events = within(
        "--events",
        &args.events,
        &(0..=EVENTS_LIMIT),
        &mut violations,
    );
    let years = within("--years", &args.years, &YEARS, &mut violations);
    let seed = within("--seed", &args.seed, &(0..=u64::MAX), &mut violations);
    let until = day("--until", &args.until, &mut violations);
    let support = args.support_percent.as_ref();
    let support = support.map(|text| within("--support-percent", text, &SUPPORT, &mut violations));
    let (Some(events), Some(years), Some(seed), Some(until), None | Some(Some(_))) =
        (events, years, seed, until, support)
    else {
        return Err(BadUsage(format!(
            "cannot simulate; correct:\n  {}",
            violations.join("\n  ")
        ))
        .into());
    };
    let plan = SimulationPlan::new(events, years, seed, until)?;
    Ok(match support.flatten() {
        Some(percent) => plan.with_support(percent),
        None => plan,
    })
}

fn within<T: FromStr + PartialOrd + Display>(
    name: &str,
    text: &str,
    range: &RangeInclusive<T>,
    violations: &mut Vec<String>,
) -> Option<T> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (first, last) = (range.start(), range.end());
        violations.push(format!(
            "{name} {text:?} is not a whole number from {first} to {last}"
        ));
    }
    number
}

fn day(name: &str, text: &str, violations: &mut Vec<String>) -> Option<Date> {
    // The date is written back and compared: jiff would parse a date-time too, and drop its time.
    let day: Option<Date> = text
        .parse()
        .ok()
        .filter(|day: &Date| UNTIL.contains(&day.year()) && day.to_string() == text);
    if day.is_none() {
        let (first, last) = (UNTIL.start(), UNTIL.end());
        violations.push(format!(
            "{name} {text:?} is not a date, such as {first}-01-31, from {first} to {last}"
        ));
    }
    day
}

fn write(
    plan: &SimulationPlan,
    register: &Register,
    target: &mut Target,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let bar = bar(target, plan.events());
    let written = history(plan, register)
        .map_err(anyhow::Error::from)
        .and_then(|history| write_lines(history, target, &bar, stop));
    bar.finish_and_clear();
    written
}

/// Simulates a history.
///
/// # Errors
///
/// When nothing but consultations can be simulated with the catalogue.
pub(crate) fn history<'a>(
    plan: &SimulationPlan,
    register: &'a Register,
) -> Result<impl ExactSizeIterator<Item = Draft> + use<'a>, BadUsage> {
    let history = simulator::history(plan, register);
    if history.len() == plan.events() {
        Ok(history)
    } else {
        Err(BadUsage(NOTHING_TO_SIMULATE.to_owned()))
    }
}

fn write_lines(
    history: impl Iterator<Item = Draft>,
    target: &mut Target,
    bar: &ProgressBar,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    for draft in history {
        if stop.is_cancelled() {
            anyhow::bail!("cannot simulate everything: stopped by a signal");
        }
        if !target.write_line(draft.to_json().as_bytes())? {
            break;
        }
        bar.inc(1);
    }
    Ok(())
}

/// Returns a progress bar, hidden if the lines themselves go to the terminal.
fn bar(target: &Target, events: usize) -> ProgressBar {
    let bar = progress::bar(events as u64, "simulating");
    if matches!(target, Target::Output(_)) && io::stdout().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    // Drawn at once: there may be a pause before the first line.
    bar.tick();
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(events: &str, years: &str, seed: &str, until: &str) -> Args {
        Args {
            events: events.to_owned(),
            years: years.to_owned(),
            seed: seed.to_owned(),
            until: until.to_owned(),
            support_percent: None,
            out: None,
            catalogue: CatalogueArgs::default(),
            format: FormatArgs::default(),
        }
    }

    #[track_caller]
    fn check_invalid(args: &Args, reasons: &[&str]) {
        let error = plan(args).unwrap_err();
        assert!(error.is::<BadUsage>(), "{error}");
        assert_eq!(
            error.to_string(),
            format!("cannot simulate; correct:\n  {}", reasons.join("\n  "))
        );
    }

    #[test]
    fn the_defaults_are_those_of_the_demo() {
        let until = "2016-01-01";
        let planned = plan(&args("4000", "4", "2013", until)).unwrap();
        assert_eq!(
            planned,
            SimulationPlan::demo(until.parse().unwrap()).unwrap()
        );
    }

    #[test]
    fn every_violation_is_named_at_once() {
        check_invalid(
            &args("many", "21", "-1", "2016-02-30"),
            &[
                "--events \"many\" is not a whole number from 0 to 100000000",
                "--years \"21\" is not a whole number from 1 to 20",
                "--seed \"-1\" is not a whole number from 0 to 18446744073709551615",
                "--until \"2016-02-30\" is not a date, such as 2000-01-31, from 2000 to 2199",
            ],
        );
        for until in ["1999-12-31", "2016-01-01T00:00", "20160101", ""] {
            let reason =
                format!("--until {until:?} is not a date, such as 2000-01-31, from 2000 to 2199");
            check_invalid(&args("1", "1", "1", until), &[&reason]);
        }
    }
}

//! `knelpunt simulate`: a made-up history, one event in structured mode a line.
//!
//! A function of its arguments alone: it asks nobody, and no clock, so that two who give the same arguments hold the
//! same bytes.

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
use simulator::{EVENTS_LIMIT, SimulationPlan, UNTIL, YEARS};
use tokio_util::sync::CancellationToken;

use crate::{
    events::Target,
    lifecycle::{self, Lifecycle},
    progress::bar_style,
    settings::{self, BadUsage, CatalogueArgs},
};

/// Said of a catalogue of which only consultations could be made up.
const NOTHING_TO_SIMULATE: &str = "simulate by that catalogue: it has none of the categories that are simulated, which \
are those of the built-in one";

const MORE: &str = "\
The history plays in the real municipalities and their mergers: telephone rounds, what they hear and what machines \
notice, what persists, comes back and is solved, told late, withdrawn, merged and redacted. Nothing in it was observed, \
and the source of every event says so: urn:nld:knelpunt:simulatie:….

The same arguments give the same bytes, everywhere and for ever, as long as program, register and catalogue are the \
same. Every event is valid and recorded before --until. A million take seconds, and 160 MB of memory. With --catalogue the codes that both catalogues have are used.

Examples:
  knelpunt simulate --until 2016-01-01 | head -1
  knelpunt simulate --events 1000000 --years 10 --seed 7 --until 2026-01-01 --out history.ndjson
  knelpunt simulate --until 2016-01-01 | knelpunt events import -";

/// What `simulate` can be told: taken as text, so that all that is wrong with it is said at once.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// How many events
    #[arg(long, value_name = "N", default_value = "4000")]
    events: String,
    /// How many years they span
    #[arg(long, value_name = "N", default_value = "4")]
    years: String,
    /// Which of all such histories
    #[arg(long, value_name = "S", default_value = "2013")]
    seed: String,
    /// The day on which it ends: nothing is recorded on it or later
    #[arg(long, value_name = "DATE")]
    until: String,
    /// The file to write, put in place when it is whole; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Writes the history.
///
/// # Errors
///
/// When no history can be made as asked, with every reason; or when it cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let plan = plan(args)?;
    let register = settings::register(&args.catalogue)?;
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        // Before there is a file: a signal must not end the program between the two.
        lifecycle.handle_signals()?;
        let written = write_whole(&plan, register, args, &lifecycle.stop());
        lifecycle.close();
        written.map(|()| ExitCode::SUCCESS)
    })
}

/// Writes all of it, or leaves nothing behind.
fn write_whole(
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

/// Reads the plan out of the arguments, and names everything that is wrong with them.
fn plan(args: &Args) -> anyhow::Result<SimulationPlan> {
    let mut wrong = Vec::new();
    let events = within("--events", &args.events, &(0..=EVENTS_LIMIT), &mut wrong);
    let years = within("--years", &args.years, &YEARS, &mut wrong);
    let seed = within("--seed", &args.seed, &(0..=u64::MAX), &mut wrong);
    let until = day("--until", &args.until, &mut wrong);
    let (Some(events), Some(years), Some(seed), Some(until)) = (events, years, seed, until) else {
        return Err(BadUsage(format!("plan a history: {}", wrong.join("; "))).into());
    };
    Ok(SimulationPlan::new(events, years, seed, until)?)
}

fn within<T: FromStr + PartialOrd + Display>(
    name: &str,
    text: &str,
    range: &RangeInclusive<T>,
    wrong: &mut Vec<String>,
) -> Option<T> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (first, last) = (range.start(), range.end());
        wrong.push(format!(
            "{name} {text:?} is not a whole number from {first} to {last}"
        ));
    }
    number
}

fn day(name: &str, text: &str, wrong: &mut Vec<String>) -> Option<Date> {
    // Other ways to write a date are refused: what looks like a time of day would be cut off unseen.
    let day: Option<Date> = text
        .parse()
        .ok()
        .filter(|day: &Date| UNTIL.contains(&day.year()) && day.to_string() == text);
    if day.is_none() {
        let (first, last) = (UNTIL.start(), UNTIL.end());
        wrong.push(format!(
            "{name} {text:?} is not a day, such as {first}-01-31, from {first} to {last}"
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

/// Makes up a history.
///
/// # Errors
///
/// When the catalogue has nothing to simulate but consultations.
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
            anyhow::bail!("simulate all: stopped by a signal");
        }
        if !target.write_line(draft.to_json().as_bytes())? {
            break;
        }
        bar.inc(1);
    }
    Ok(())
}

/// Progress for people, unless the lines themselves go to their terminal.
fn bar(target: &Target, events: usize) -> ProgressBar {
    let drawn = match target {
        Target::Output(_) if io::stdout().is_terminal() => ProgressDrawTarget::hidden(),
        Target::Output(_) | Target::File { .. } => ProgressDrawTarget::stderr(),
    };
    let bar = ProgressBar::with_draw_target(Some(events as u64), drawn)
        .with_style(bar_style())
        .with_message("simulating");
    // What takes time before the first line is a bar at nought, not nothing.
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
            out: None,
            catalogue: CatalogueArgs::default(),
        }
    }

    #[track_caller]
    fn check_refused(args: &Args, reasons: &[&str]) {
        let error = plan(args).unwrap_err();
        assert!(error.is::<BadUsage>(), "{error}");
        assert_eq!(
            error.to_string(),
            format!("plan a history: {}", reasons.join("; "))
        );
    }

    #[test]
    fn what_is_left_out_is_as_in_the_demo() {
        let until = "2016-01-01";
        let asked = plan(&args("4000", "4", "2013", until)).unwrap();
        assert_eq!(asked, SimulationPlan::demo(until.parse().unwrap()).unwrap());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        check_refused(
            &args("many", "21", "-1", "2016-02-30"),
            &[
                "--events \"many\" is not a whole number from 0 to 100000000",
                "--years \"21\" is not a whole number from 1 to 20",
                "--seed \"-1\" is not a whole number from 0 to 18446744073709551615",
                "--until \"2016-02-30\" is not a day, such as 2000-01-31, from 2000 to 2199",
            ],
        );
        for until in ["1999-12-31", "2016-01-01T00:00", "20160101", ""] {
            let reason =
                format!("--until {until:?} is not a day, such as 2000-01-31, from 2000 to 2199");
            check_refused(&args("1", "1", "1", until), &[&reason]);
        }
    }
}

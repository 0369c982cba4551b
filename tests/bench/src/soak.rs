//! A server under load for a long time, with queries all the time: does anything grow that should not?

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Stopwatch,
    figures::{grouped, megabytes},
    history::{History, Known},
    latency::{Latencies, milliseconds},
    load::Load,
    machine,
    nats::{LogServer, Sync},
    process::disk_bytes,
    queries::ask_once,
    questions::{MeasuredQuestion, Variety},
    rebuild,
    report::{BenchFigure, FigureColumn},
    samples::{Sample, Samples},
    served::{QueryClient, Served},
};

const RATE: usize = 2_000;
/// The interval between queries, and between samples.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(100);
const BETWEEN_SAMPLES: Duration = Duration::from_secs(5);
/// Not queried: what was known long ago, whose cost grows with the events since, as it must.
const EXCLUDED: MeasuredQuestion = MeasuredQuestion::KnownLongAgo;

/// The parameters of a soak.
pub(crate) struct Soak<'a> {
    pub(crate) runtime: &'a Runtime,
    /// The folder for log and views.
    pub(crate) folder: &'a Path,
    /// The folder for samples and plot.
    pub(crate) results: &'a Path,
    pub(crate) minutes: u64,
    /// Events in the log when it begins.
    pub(crate) events: usize,
    /// Whether to repeat the same events, so that the views have no reason to grow.
    pub(crate) again: bool,
}

impl Soak<'_> {
    /// Runs it; returns the figures of its first and last quarter.
    pub(crate) fn run(&self) -> anyhow::Result<FigureColumn> {
        let incoming = usize::try_from(self.minutes * 60)? * RATE;
        machine::ensure_disk_space(self.folder, self.events + incoming)?;
        let folder = tempfile::tempdir_in(self.folder)?;
        let (log_folder, data) = (folder.path().join("log"), folder.path().join("data"));
        let log = LogServer::start(&log_folder, Sync::Default)?;
        let described = self.events
            + if self.again {
                0
            } else {
                incoming + incoming / 10
            };
        let mut history = History::new(described, self.again)?;
        let journal = self.runtime.block_on(log.journal())?;
        let known = self.runtime.block_on(history.fill(&journal, self.events))?;
        let last = self.events as u64;
        let (_, mut served) = rebuild::by_serving(&log.url(), &data, last, |_| Ok(()))?;
        let load = Load::start(self.runtime, journal, history, RATE, served.client());
        let samples = self.watch(&served, &load, &known, &log_folder)?;
        let (published, _) = load.stop(self.runtime)?;
        served.client().reached(published.last_sequence, |_| ())?;
        let mut figures = self.results(&samples)?;
        let rate = format!("{:.0}/s", published.rate);
        figures.push(BenchFigure::new("events published", rate));
        figures.extend(fresh(&mut served)?);
        served.end()?;
        let kind = if self.again { "again and again" } else { "new" };
        let (begun, minutes) = (grouped(self.events as u64), self.minutes);
        let title = format!("{minutes} min, {begun} events, then 2 000/s, {kind}");
        Ok(FigureColumn { title, figures })
    }

    /// Collects samples during queries, until the time is over.
    fn watch(
        &self,
        served: &Served,
        load: &Load,
        known: &Known,
        log_folder: &Path,
    ) -> anyhow::Result<Samples> {
        let (stop, answered) = (CancellationToken::new(), Mutex::default());
        thread::scope(|scope| {
            let queries = scope.spawn(|| keep_querying(served.client(), known, &answered, &stop));
            let sampled = self.sample(served, load, log_folder, &answered);
            stop.cancel();
            queries
                .join()
                .ok()
                .context("the querying thread panicked")??;
            sampled
        })
    }

    fn sample(
        &self,
        served: &Served,
        load: &Load,
        log_folder: &Path,
        answered: &Mutex<Vec<Duration>>,
    ) -> anyhow::Result<Samples> {
        let (mut samples, began) = (Samples::default(), Stopwatch::start());
        let until = Duration::from_secs(self.minutes * 60);
        let mut next = BETWEEN_SAMPLES;
        while next <= until {
            thread::sleep(next.saturating_sub(began.elapsed()));
            let acknowledged = load.acknowledged();
            let (position, _) = served.client().status()?;
            let mut taken = answered.lock().unwrap_or_else(PoisonError::into_inner);
            let questions: Latencies = std::mem::take(&mut *taken).into_iter().collect();
            drop(taken);
            let visible = load.take_visible();
            let sample: Sample = [
                began.elapsed().as_secs_f64(),
                as_float(position),
                as_float(acknowledged.saturating_sub(position)),
                in_megabytes(served.memory()?.resident),
                in_megabytes(served.views_bytes()),
                in_megabytes(disk_bytes(log_folder)),
                milliseconds(visible.percentile(50)),
                milliseconds(visible.percentile(99)),
                milliseconds(questions.percentile(50)),
                milliseconds(questions.percentile(99)),
            ];
            eprintln!("{sample:.1?}");
            ensure!(!load.has_ended(), "the load ended too early");
            samples.add(sample);
            next += BETWEEN_SAMPLES;
        }
        Ok(samples)
    }

    fn results(&self, samples: &Samples) -> anyhow::Result<Vec<BenchFigure>> {
        fs::create_dir_all(self.results)?;
        fs::write(self.results.join("soak.csv"), samples.csv())?;
        fs::write(self.results.join("soak.svg"), samples.plot())?;
        eprintln!("plot: {}", self.results.join("soak.svg").display());
        let mut figures = samples.quarters();
        let grown = format!("{:.0} bytes", samples.bytes_per_event());
        figures.push(BenchFigure::new("memory growth for each event", grown));
        Ok(figures)
    }
}

/// Compares memory with that of a server just started on the same views: the difference was not freed.
fn fresh(served: &mut Served) -> anyhow::Result<Vec<BenchFigure>> {
    let (memory, views) = (served.memory()?.resident, served.views_bytes());
    served.restart()?;
    let again = served.memory()?.resident;
    let ratio = in_megabytes(memory) / in_megabytes(again);
    let value = format!("{} ÷ {} = {ratio:.2}", megabytes(memory), megabytes(again));
    let figure = BenchFigure::new(
        "memory at the end ÷ of a fresh start on the same views",
        value,
    );
    Ok(vec![
        figure.with_target("1.25 at most", ratio <= 1.25),
        BenchFigure::new("views on disk at the end", megabytes(views)),
    ])
}

fn keep_querying(
    client: &QueryClient,
    known: &Known,
    answered: &Mutex<Vec<Duration>>,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let (position, _) = client.status()?;
    let mut variety = Variety::new(1, known, position);
    let query = MeasuredQuestion::ALL.into_iter();
    let query = query.filter(|question| *question != EXCLUDED);
    for question in query.cycle() {
        if stop.is_cancelled() {
            break;
        }
        let took = ask_once(client, &mut variety, question)?;
        answered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(took);
        thread::sleep(BETWEEN_QUESTIONS.saturating_sub(took));
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes and sequences are far below 2^52"
)]
fn as_float(number: u64) -> f64 {
    number as f64
}

fn in_megabytes(bytes: u64) -> f64 {
    as_float(bytes) / 1e6
}

//! All figures of one size of history, from an empty log to a server under load.

use std::{path::Path, time::Duration};

use anyhow::ensure;
use tokio::runtime::Runtime;

use crate::{
    clock::Stopwatch,
    figures::{ColumnBuilder, grouped},
    history::{History, Known},
    latency::Latencies,
    load::Load,
    machine,
    nats::{LogServer, Sync},
    nats_bench,
    process::disk_bytes,
    profile::Profiles,
    queries::{Times, ask_all},
    rebuild::{self, Drain},
    report::{BenchFigure, FigureColumn},
    sanity,
    served::{QueryClient, QueryLink, Served, remove},
};

/// From this size on, only rebuild and memory are measured.
const ONLY_REBUILD_FROM: usize = 5_000_000;
/// Events a second during queries, and during publish → visible.
const RATE_BESIDE_QUESTIONS: usize = 2_000;
const RATE_OF_VISIBLE: usize = 1_000;
/// How often to drain the log: the median counts.
const DRAINS: usize = 3;

/// How to measure.
pub(crate) struct Bench<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) folder: &'a Path,
    pub(crate) profiles: &'a Profiles,
    /// The duration of publish → visible.
    pub(crate) visible_for: Duration,
    /// The requests of each question.
    pub(crate) times: Times,
    /// Events in the history beyond those that fill the log.
    pub(crate) spare: usize,
}

/// One history that is measured.
struct Run<'a> {
    bench: &'a Bench<'a>,
    events: usize,
    log: LogServer,
    known: Known,
    figures: ColumnBuilder,
}

impl Bench<'_> {
    /// Measures all figures of a history of so many events.
    pub(crate) fn column(&self, events: usize) -> anyhow::Result<FigureColumn> {
        machine::ensure_disk_space(self.folder, events)?;
        let folder = tempfile::tempdir_in(self.folder)?;
        let (log_folder, data) = (folder.path().join("log"), folder.path().join("data"));
        let whole = events < ONLY_REBUILD_FROM;
        let mut history = History::new(events + if whole { self.spare } else { 0 }, false)?;
        let mut run = Run {
            bench: self,
            events,
            log: LogServer::start(&log_folder, Sync::Default)?,
            known: Known::default(),
            figures: ColumnBuilder::new(grouped(events as u64)),
        };
        run.fill(&mut history)?;
        // A history that is no longer needed must not take memory during the next measurements.
        let history = whole.then_some(history);
        let drained = run.drain()?;
        let mut served = run.rebuild(&data, drained)?;
        sanity::check(served.client(), &run.known)?;
        run.start_again(&mut served, &log_folder)?;
        if let Some(history) = history {
            run.questions_idle(&served)?;
            let history = run.questions_under_load(&served, history)?;
            run.visible(&served, history)?;
        }
        served.end()?;
        Ok(run.figures.into_column())
    }
}

impl Run<'_> {
    fn fill(&mut self, history: &mut History) -> anyhow::Result<()> {
        let began = Stopwatch::start();
        self.known = self.bench.runtime.block_on(async {
            let journal = self.log.journal().await?;
            history.fill(&journal, self.events).await
        })?;
        let name = "filling the log, sync by default";
        self.figures.rate(name, self.events, began.elapsed());
        Ok(())
    }

    /// Returns the median time of a drain.
    fn drain(&mut self) -> anyhow::Result<Duration> {
        let drain = |what| {
            self.bench.runtime.block_on(async {
                let journal = self.log.journal().await?;
                rebuild::drain(&journal, self.events as u64, what).await
            })
        };
        let counted = (0..DRAINS).map(|_| drain(Drain::Count));
        let counted: Latencies = counted
            .collect::<anyhow::Result<Vec<_>>>()?
            .into_iter()
            .collect();
        let (median, validated) = (counted.percentile(50), drain(Drain::Validate)?);
        let theirs = nats_bench::drain(&self.log.url(), self.events);
        let figures = &mut self.figures;
        figures.rate(
            "drain: the same reader, nothing folded",
            self.events,
            median,
        );
        figures.rate(
            "drain, every event validated, nothing folded",
            self.events,
            validated,
        );
        figures.add(BenchFigure::new("drain by `nats bench js ordered`", theirs));
        Ok(median)
    }

    fn rebuild(&mut self, data: &Path, drained: Duration) -> anyhow::Result<Served> {
        let (url, other) = (self.log.url(), data.with_extension("rebuilt"));
        let (took, digest) = rebuild::by_command(&url, &other)?;
        remove(&other)?;
        let watch = |pid| {
            self.bench
                .profiles
                .start(pid, &format!("rebuild-{}", self.events))
        };
        let (built, served) = rebuild::by_serving(&url, data, self.events as u64, watch)?;
        ensure!(digest == built.digest, "two rebuilds have two digests");
        let knelpunten = knelpunten(served.client())?;
        let figures = &mut self.figures;
        figures.rate(
            "rebuild: `serve` from an empty folder",
            self.events,
            built.took,
        );
        figures.share_of_drain(drained, built.took);
        let took = format!("{:.1} s", took.as_secs_f64());
        figures.add(BenchFigure::new(
            "`knelpunt rebuild`, from start to end",
            took,
        ));
        figures.add(BenchFigure::new("knelpunten", grouped(knelpunten)));
        figures.memory("memory after the rebuild", built.memory, knelpunten);
        Ok(served)
    }

    fn start_again(&mut self, served: &mut Served, log_folder: &Path) -> anyhow::Result<()> {
        let knelpunten = knelpunten(served.client())?;
        let took = served.restart()?;
        let memory = served.settled_memory()?;
        self.figures
            .disk(disk_bytes(log_folder), served.views_bytes());
        self.figures.first_answer(took, knelpunten);
        self.figures
            .memory("memory after a start", memory, knelpunten);
        Ok(())
    }

    fn questions_idle(&mut self, served: &Served) -> anyhow::Result<()> {
        let name = format!("questions-idle-{}", self.events);
        let profile = self.bench.profiles.start(served.pid(), &name)?;
        ask_all(
            served.client(),
            &self.known,
            "idle",
            self.bench.times,
            &mut self.figures,
        )?;
        drop(profile);
        Ok(())
    }

    fn questions_under_load(
        &mut self,
        served: &Served,
        history: History,
    ) -> anyhow::Result<History> {
        let (bench, client) = (self.bench, served.client());
        let journal = bench.runtime.block_on(self.log.journal())?;
        let name = format!("questions-under-load-{}", self.events);
        let profile = bench.profiles.start(served.pid(), &name)?;
        let load = Load::start(
            bench.runtime,
            journal,
            history,
            RATE_BESIDE_QUESTIONS,
            client,
        );
        ask_all(
            client,
            &self.known,
            "beside 2 000 events/s",
            bench.times,
            &mut self.figures,
        )?;
        let (published, visible) = load.stop(bench.runtime)?;
        drop(profile);
        client.reached(published.last_sequence, |_| ())?;
        let rate = format!("{:.0}/s", published.rate);
        self.figures
            .add(BenchFigure::new("events published beside questions", rate));
        let name = "publish → visible beside questions, 2 000/s, sync by default";
        self.figures.add(BenchFigure::new(name, visible));
        let (memory, knelpunten) = (served.settled_memory()?, knelpunten(client)?);
        self.figures
            .memory("memory after the load", memory, knelpunten);
        Ok(published.history)
    }

    /// Publish → visible as a user of `knelpunt up` has it: the server syncs each event before it acknowledges.
    fn visible(&mut self, served: &Served, history: History) -> anyhow::Result<()> {
        let (bench, client) = (self.bench, served.client());
        self.log.restart(Sync::Always)?;
        let journal = bench.runtime.block_on(self.log.journal())?;
        client.reached(0, |_| ())?;
        let name = format!("visible-{}", self.events);
        let profile = bench.profiles.start(served.pid(), &name)?;
        let load = Load::start(bench.runtime, journal, history, RATE_OF_VISIBLE, client);
        std::thread::sleep(bench.visible_for);
        let (published, visible) = load.stop(bench.runtime)?;
        drop(profile);
        client.reached(published.last_sequence, |_| ())?;
        let rate = format!("{:.0}/s", published.rate);
        self.figures
            .add(BenchFigure::new("events published, sync always", rate));
        let name = "publish → visible, 1 000/s, sync always";
        self.figures.visible(name, &visible);
        Ok(())
    }
}

fn knelpunten(client: &QueryClient) -> anyhow::Result<u64> {
    let summary = client.json(&QueryLink::to("/v1/summary"))?;
    Ok(summary["knelpunten"].as_u64().unwrap_or_default())
}

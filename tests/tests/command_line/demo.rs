//! `up --demo`: an empty log filled with a simulated history, once and whole, whatever came between.

use std::{collections::HashSet, process::Child};

use anyhow::{Context as _, ensure};
use api::{AnswerEnvelope, PositionReport, answers::Persisting};
use async_nats::jetstream::stream;
use serde::de::DeserializeOwned;
use tests::{Ended, Log, Nats, Server, history, signal, until};

use crate::running::{end, run, run_with, start, until_stdout};

const EVENTS: u64 = 4_000;

/// A running `up --demo`; killed on drop.
struct Demo {
    child: Option<Child>,
    printed: String,
}

impl Demo {
    /// Starts one that adds its whole history at once.
    fn start(arguments: &[&str]) -> anyhow::Result<Self> {
        Self::follow(&[&["--paused"], arguments].concat())
    }

    /// Starts one of which the last days follow.
    fn follow(arguments: &[&str]) -> anyhow::Result<Self> {
        let up = ["up", "--demo", "--listen", "127.0.0.1:0"];
        Ok(Self {
            child: Some(start(&[&up, arguments].concat())?),
            printed: String::new(),
        })
    }

    /// Waits until it prints something on standard output.
    fn prints(&mut self, part: &str) -> anyhow::Result<()> {
        let child = self.child.as_mut().context("it has ended")?;
        self.printed += &until_stdout(child, part)?;
        Ok(())
    }

    fn json<T: DeserializeOwned>(&self, link: &str) -> anyhow::Result<T> {
        Ok(serde_json::from_str(&self.get(link)?)?)
    }

    fn get(&self, link: &str) -> anyhow::Result<String> {
        let mut arguments = self.printed.split_whitespace();
        let url = arguments
            .find(|arguments| arguments.starts_with("http://"))
            .context("it does not say where")?;
        let url = format!("{}{link}", url.trim_end_matches('/'));
        Ok(ureq::get(url).call()?.body_mut().read_to_string()?)
    }

    /// Waits until it has folded as much, and checks that all of it is valid.
    fn reached(&self, sequence: u64) -> anyhow::Result<()> {
        let position = until("it has folded all", || {
            let report: PositionReport = self.json("/v1/position").ok()?;
            (report.position == sequence).then_some(report)
        })?;
        ensure!(position.quarantined == 0, "{position:?}");
        Ok(())
    }

    /// Ends it as people do, by Ctrl-C.
    fn interrupt(mut self) -> anyhow::Result<Ended> {
        let child = self.child.take().context("it has ended")?;
        signal("INT", child.id())?;
        end(child)?.expect(0, &[])
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[test]
fn an_empty_folder_is_filled_once_and_its_pages_show_that_it_is_simulated() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data").display().to_string();
    let mut demo = Demo::start(&["--data", &data])?;
    demo.prints("4000 simulated events added; nothing in them was observed.\n")?;
    demo.reached(EVENTS)?;
    let listed: AnswerEnvelope<Persisting> = demo.json("/v1/persisting?limit=1")?;
    let first = listed.answer.items[0].id;
    for page in ["/".to_owned(), format!("/knelpunten/{first}")] {
        ensure!(
            demo.get(&page)?.contains("Voorbeeldgegevens"),
            "{page} does not say so"
        );
    }
    demo.interrupt()?;

    let mut again = Demo::start(&["--data", &data])?;
    again.prints("The stream has 4000 messages already: no simulated history added.\n")?;
    again.reached(EVENTS)?;
    again.interrupt()?;
    Ok(())
}

#[test]
fn its_last_days_follow_one_by_one() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data").display().to_string();
    let mut demo = Demo::follow(&["--data", &data])?;
    demo.prints("events follow, a day every 10 seconds; --paused adds them at once.\n")?;
    let position = |demo: &Demo| demo.json::<PositionReport>("/v1/position");
    let first = until("the start of the history is folded", || {
        let report = position(&demo).ok()?;
        (Some(report.position) == report.last_sequence).then_some(report.position)
    })?;
    ensure!(first < EVENTS, "nothing follows");
    until("a day has followed", || {
        (position(&demo).ok()?.position > first).then_some(())
    })?;
    demo.interrupt()?;
    let mut rest = Demo::start(&["--data", &data])?;
    rest.prints("events of an interrupted simulated history: adding the rest.")?;
    rest.reached(EVENTS)?;
    rest.interrupt()?;
    Ok(())
}

/// Changes how many messages the stream takes.
fn limit(log: &Log, max_messages: i64) -> anyhow::Result<()> {
    log.configure(stream::Config {
        max_messages,
        ..log.configuration()?
    })
}

#[test]
fn one_that_was_broken_off_is_gone_on_with() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    // It cannot be done before it is stopped.
    limit(&log, 1_000)?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data").display().to_string();
    let arguments = ["--data", &data, "--nats", &nats.url()];
    let demo = Demo::start(&arguments)?;
    until("the stream is full", || {
        (log.last_sequence().ok()? == 1_000).then_some(())
    })?;
    demo.interrupt()?.expect(
        0,
        &[
            " of 4000 simulated events added before the stop; nothing in them was observed.",
            "The same command adds the rest.",
        ],
    )?;

    limit(&log, -1)?;
    let mut demo = Demo::start(&arguments)?;
    demo.prints("The stream has 1000 of the 4000 events of an interrupted simulated history")?;
    demo.prints("3000 simulated events added; nothing in them was observed.\n")?;
    demo.reached(EVENTS)?;
    let messages = log.messages()?;
    let different: HashSet<_> = messages.iter().map(|message| &message.payload).collect();
    ensure!(different.len() == 4_000, "only {} differ", different.len());
    demo.interrupt()?;
    Ok(())
}

#[test]
fn a_folder_with_other_data_is_left_alone_and_the_error_names_a_way_out() -> anyhow::Result<()> {
    let other = run(&["simulate", "--events", "20", "--until", "2016-01-01"])?.expect(0, &[])?;
    let mut knelpunt = Server::up()?;
    let import = ["events", "import", "-", "--server", knelpunt.url()];
    run_with(&import, &other.out)?.expect(0, &["20 new"])?;
    knelpunt.end("TERM")?;
    let data = knelpunt.data().display().to_string();
    let mut demo = Demo::start(&["--data", &data])?;
    demo.prints("The stream has 20 messages already: no simulated history added.")?;
    demo.prints(&format!(
        "it cannot be completed: stop this program, remove the folder {data},"
    ))?;
    demo.reached(20)?;
    demo.interrupt()?;

    let (nats, log) = Nats::with_stream()?;
    log.publish_lines(history(1)[..30].iter().map(String::as_str))?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data").display().to_string();
    let arguments = ["--data", &data, "--nats", &nats.url()];
    let mut demo = Demo::start(&arguments)?;
    demo.prints("The stream has 30 messages already: no simulated history added.\n")?;
    demo.reached(30)?;
    demo.interrupt()?;

    log.publish_lines(other.out.lines())?;
    let mut demo = Demo::start(&arguments)?;
    demo.prints("The stream has 50 messages already: no simulated history added.")?;
    demo.prints("it cannot be completed: delete the stream KNELPUNTEN,")?;
    demo.reached(50)?;
    demo.interrupt()?;
    Ok(())
}

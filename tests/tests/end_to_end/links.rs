//! A link with `asOf` and `knownAt` returns the same bytes forever, whatever arrives later, and after a rebuild.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, ensure};
use api::answers::{Persisting, PersistingItem, RoundItem, Rounds};
use serde_json::{Value, json};
use tests::{Log, Server, data, expected, question_links};

/// Events in the log when the links are saved; later events must not change them.
const FIRST: usize = 1_500;
/// The open knelpunten, as known now: each later event must change this answer or the rounds, or it tests nothing.
const OPEN: &str = "/v1/persisting?asOf=2015-12-31&status=open&limit=1000";
/// The progress of rounds, as known now.
const ROUNDS: &str = "/v1/rounds?asOf=2015-12-31";

/// A server, its log, and every answer that must never change.
struct Story {
    knelpunt: Server,
    log: Log,
    /// The ids of the knelpunten that later events are about.
    about: Vec<String>,
    saved: BTreeMap<(String, &'static str), (u16, String)>,
    now: Now,
}

/// The open knelpunten and the progress of rounds.
#[derive(Debug, Default, PartialEq)]
struct Now {
    open: Vec<PersistingItem>,
    rounds: Vec<RoundItem>,
}

impl Story {
    /// Begins with a history.
    fn begin(history: &str) -> anyhow::Result<Self> {
        let knelpunt = Server::up()?;
        let log = knelpunt.log()?;
        log.publish_lines(history.lines().take(FIRST))?;
        knelpunt.reached(FIRST as u64)?;
        let mut story = Self {
            knelpunt,
            log,
            about: Vec::new(),
            saved: BTreeMap::new(),
            now: Now::default(),
        };
        story.now = story.now()?;
        Ok(story)
    }

    /// Saves the answers to every link, also about these events, as known now and long before.
    fn keep_links(&mut self, about: &[&Value]) -> anyhow::Result<()> {
        let ids = about.iter().filter_map(|event| event["subject"].as_str());
        self.about = ids.map(str::to_owned).collect();
        self.keep(FIRST / 2)?;
        self.keep(FIRST)
    }

    /// Publishes an event, which must change the open knelpunten or the rounds, and no saved answer.
    /// Then saves the answers to all links again.
    fn happens(&mut self, event: &Value) -> anyhow::Result<()> {
        let sequence = self.log.publish_lines([event.to_string().as_str()])?[0];
        self.knelpunt.reached(sequence)?;
        let now = self.now()?;
        ensure!(now != self.now, "nothing came of {event}");
        self.now = now;
        self.check()?;
        self.keep(usize::try_from(sequence)?)
    }

    fn now(&self) -> anyhow::Result<Now> {
        let quarantined = self.knelpunt.status()?.quarantined;
        ensure!(quarantined == 0, "{quarantined} are in quarantine");
        Ok(Now {
            open: self.knelpunt.answer::<Persisting>(OPEN)?.items,
            rounds: self.knelpunt.answer::<Rounds>(ROUNDS)?.items,
        })
    }

    /// Saves the answers to all links as known at a sequence.
    fn keep(&mut self, known_at: usize) -> anyhow::Result<()> {
        for (link, accept) in self.links() {
            let link = format!("{link}&knownAt={known_at}");
            let answer = self.ask(&link, accept)?;
            self.saved.insert((link, accept), answer);
        }
        Ok(())
    }

    /// Lists links to every question, in every form.
    fn links(&self) -> BTreeSet<(String, &'static str)> {
        const JSON: &str = "application/json";
        const CSV: &str = "text/csv,*/*;q=0.1";
        const AS_OF: &str = "?asOf=2015-12-31";
        let questions = expected("rules/history-answers.json");
        let of_then = |link: &&String| link.contains("asOf=2015") && !link.contains("knownAt");
        let questions = questions.keys().filter(of_then);
        let mut links: BTreeSet<_> = questions.map(|link| (link.clone(), JSON)).collect();
        for round in ["2015-01", "2014-09"] {
            for id in &self.about {
                let questions = question_links(id, round, &AS_OF[1..]);
                links.extend(questions.iter().map(|link| (link.clone(), JSON)));
                links.extend(questions.into_iter().map(|link| (link, CSV)));
            }
        }
        links.insert((format!("/v1/rounds/2015-01{AS_OF}&against=2014-09"), JSON));
        for page in ["/", "/rondes", "/rondes/2015-01", "/gemeenten/GM0653"] {
            links.insert((format!("{page}{AS_OF}"), "text/html"));
        }
        for id in &self.about {
            links.insert((format!("/knelpunten/{id}{AS_OF}"), "text/html"));
        }
        links
    }

    /// Requests every saved link again.
    fn check(&self) -> anyhow::Result<()> {
        for ((link, accept), before) in &self.saved {
            let now = self.ask(link, accept)?;
            ensure!(
                now == *before,
                "{link} ({accept}) was\n{before:?}\nand is now\n{now:?}"
            );
        }
        Ok(())
    }

    /// Returns status and body; 404 for a knelpunt that was not known yet is an answer too.
    fn ask(&self, link: &str, accept: &str) -> anyhow::Result<(u16, String)> {
        let answer = self.knelpunt.get_with(link, &[("Accept", accept)])?;
        let one = link.contains("knelpunten/");
        let right = answer.status == 200 || (answer.status == 404 && one);
        ensure!(right, "{link}: {} {}", answer.status, answer.body);
        Ok((answer.status, answer.body))
    }
}

/// The reports of open knelpunten that have no other event.
fn lone_reports(history: &str, open: &[PersistingItem]) -> anyhow::Result<Vec<Value>> {
    let mut by_subject: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in history.lines().take(FIRST) {
        let event: Value = serde_json::from_str(line)?;
        let subject = event["subject"].as_str().unwrap_or_default().to_owned();
        by_subject.entry(subject).or_default().push(event);
    }
    let once = open.iter().filter(|item| item.reports == 1);
    Ok(once
        .filter_map(|item| by_subject.remove(&item.id.to_string()))
        .filter(|events| events.len() == 1 && events[0]["data"]["knownSince"].is_null())
        .flatten()
        .collect())
}

/// The same report, late, about 2012.
fn late(report: &Value) -> Value {
    let mut late = report.clone();
    late["id"] = json!("told late");
    late["data"]["observedAt"] = json!("2012-01-02");
    late
}

/// The same event with another content; the smaller one counts, which is that of 2011.
fn conflicting(report: &Value) -> Value {
    let mut other = report.clone();
    other["data"]["observedAt"] = json!("2011-01-02");
    other
}

/// A late consultation of a municipality that was reached in a round.
fn call(municipality: &str, round: &str) -> Value {
    json!({
        "specversion": "1.0", "id": "called", "source": "urn:nld:oin:00000001823288444000:systeem:rondgang",
        "type": "nl.knelpunten.municipality-consulted.v1", "subject": format!("{municipality}/{round}"),
        "time": "2019-01-01T12:00:00Z", "datacontenttype": "application/json",
        "data": {
            "municipality": municipality, "round": round, "observedAt": "2015-01-02", "outcome": "reached",
        },
    })
}

/// The same event with another content.
fn answered_otherwise(call: &Value) -> Value {
    let mut other = call.clone();
    other["data"]["outcome"] = json!("declined");
    other
}

fn withdrawal(of: &Value, id: &str) -> Value {
    let mut event = of.clone();
    event["id"] = json!(id);
    event["type"] = json!("nl.knelpunten.event-withdrawn.v1");
    event["data"] = json!({
        "event": {"source": of["source"], "id": of["id"]}, "municipality": of["data"]["municipality"],
    });
    event
}

fn merge(one: &Value, into: &Value) -> Value {
    let mut event = one.clone();
    event["id"] = json!("they are one");
    event["type"] = json!("nl.knelpunten.knelpunt-merged.v1");
    let identity = |of: &Value| {
        let names = ["category", "buildingBlock", "party", "reference"];
        Value::from_iter(names.map(|name| (name, of["data"][name].clone())))
    };
    event["data"] = identity(one);
    event["data"]["municipality"] = one["data"]["municipality"].clone();
    event["data"]["into"] = identity(into);
    event
}

/// Removes two reports of the same municipality from the list.
fn pair(reports: &mut Vec<Value>) -> anyhow::Result<(Value, Value)> {
    let municipality = |report: &Value| report["data"]["municipality"].clone();
    let found = (0..reports.len()).find_map(|first| {
        let same = |other: &usize| municipality(&reports[*other]) == municipality(&reports[first]);
        (first + 1..reports.len())
            .find(same)
            .map(|second| (first, second))
    });
    let (first, second) = found.context("no two of one municipality")?;
    let into = reports.remove(second);
    Ok((reports.remove(first), into))
}

#[test]
fn no_late_event_nor_conflict_nor_withdrawal_nor_merge_nor_rebuild_changes_a_link()
-> anyhow::Result<()> {
    let history = data("rules/history.ndjson");
    let mut story = Story::begin(&history)?;
    let mut reports = lone_reports(&history, &story.now.open)?;
    let (one, into) = pair(&mut reports)?;
    let [first, second, third] = &reports[..3] else {
        anyhow::bail!("{} reports", reports.len());
    };
    story.keep_links(&[first, second, third, &one, &into])?;
    story.happens(&late(first))?;
    story.happens(&conflicting(second))?;
    story.happens(&withdrawal(third, "taken back"))?;
    let merge = merge(&one, &into);
    story.happens(&merge)?;
    story.happens(&withdrawal(&merge, "they are two"))?;
    let call = call("GM0653", "2015-01");
    story.happens(&call)?;
    story.happens(&answered_otherwise(&call))?;
    story.happens(&withdrawal(&call, "nobody was called"))?;

    ensure!(
        story.knelpunt.end("TERM")? == Some(0),
        "it did not end well"
    );
    story.knelpunt.run(&["rebuild"])?.expect(0, &[])?;
    story.knelpunt.start_again()?;
    story.knelpunt.reached(FIRST as u64 + 8)?;
    ensure!(
        story.now()? == story.now,
        "what is open, or how far rounds came, changed with the rebuild"
    );
    story.check()
}

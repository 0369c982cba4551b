//! A history as `tests/statistics` reads it: its episodes, and the answers to compare.

use std::{collections::BTreeMap, process::Command};

use anyhow::{Context as _, ensure};
use fold::ObservationKind;
use model::{Event, Instant};
use questions::{Population, testing};
use register::Register;
use serde_json::{Map, Value, json};
use state::State;
use tests::{command::printed, knelpunt_command};

/// Every question that has a statistic, `asOf` left out.
const LINKS: [&str; 19] = [
    "/v1/resolution-times?curve=full",
    "/v1/resolution-times?curve=full&groupBy=partyKind",
    "/v1/resolution-times?curve=full&groupBy=sizeClass",
    "/v1/recurrence?curve=full",
    "/v1/recurrence?curve=full&groupBy=partyKind",
    "/v1/outlook?groupBy=category&withinDays=90&limit=1000",
    "/v1/outlook?groupBy=none&withinDays=30&limit=1000",
    "/v1/movers?measure=opened",
    "/v1/movers?measure=recurred",
    "/v1/movers?measure=resolved&groupBy=municipality",
    "/v1/movers?measure=reported&groupBy=partyKind",
    "/v1/movers?measure=reported&exposure=consultations",
    "/v1/movers?measure=opened&from=2011-06-01&to=2011-09-30",
    "/v1/funnel?days=180",
    "/v1/funnel?days=90&groupBy=category",
    "/v1/funnel?days=30&groupBy=party",
    "/v1/waiting-on?limit=1000",
    "/v1/support-effect?curve=full&support=i-versneller",
    "/v1/support-effect?curve=full&support=funding-granted",
];

/// A history with its answers.
pub(super) struct AnsweredHistory(pub(super) Value);

impl AnsweredHistory {
    /// Answers every link over a simulated history with support, half a year before it ends.
    pub(super) fn simulated(seed: usize) -> anyhow::Result<Self> {
        let seed = seed.to_string();
        let mut simulate: Command = knelpunt_command()?;
        simulate.args(["simulate", "--events", "600", "--years", "3"]);
        simulate.args(["--until", "2013-01-01", "--support-percent", "150"]);
        let lines = printed(simulate.args(["--seed", &seed]))?;
        Self::of_events(&format!("seed {seed}"), &lines, "2012-06-30")
    }

    /// Answers every link over some lines of events as of a date.
    pub(super) fn of_events(name: &str, lines: &str, as_of: &str) -> anyhow::Result<Self> {
        let decode = |line: &str| model::decode_structured(line.as_bytes(), Register::embedded());
        let events: Vec<Event> = lines.lines().map(decode).collect::<Result<_, _>>()?;
        let state = State::from_events(&events);
        let all = AnswersAsOf {
            population: Population::new(&state),
            as_of,
        };
        let mut answers = Map::new();
        for link in LINKS {
            answers.insert(link.to_owned(), all.answer(link)?);
        }
        let mut size_classes = Map::new();
        for class in 1..=8 {
            let episodes = all.episodes(&format!("&sizeClass={class}"))?;
            let ids = episodes.into_iter().map(|episode| episode["id"].clone());
            size_classes.insert(class.to_string(), ids.collect());
        }
        Ok(Self(json!({
            "name": name,
            "asOf": as_of,
            "episodes": all.episodes("")?,
            "sizeClasses": size_classes,
            "reports": reports(&state, as_of)?,
            "support": support(lines)?,
            "answers": answers,
        })))
    }
}

/// Answers as of a date.
struct AnswersAsOf<'a> {
    population: Population<'a>,
    as_of: &'a str,
}

impl AnswersAsOf<'_> {
    fn answer(&self, link: &str) -> anyhow::Result<Value> {
        let link = format!("{link}&asOf={}", self.as_of);
        let answered = testing::answer(&link, Instant::LATEST, &self.population);
        Ok(answered.map_err(anyhow::Error::msg)?.0)
    }

    /// Returns all episodes of a filter, by their openings.
    fn episodes(&self, filter: &str) -> anyhow::Result<Vec<Value>> {
        let (mut episodes, mut cursor) = (Vec::new(), String::new());
        loop {
            let link = format!("/v1/episodes?event=opened&limit=1000{filter}{cursor}");
            let mut page = self.answer(&link)?;
            let items = page["items"].as_array_mut().context("items")?;
            episodes.append(items);
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        Ok(episodes)
    }
}

/// Returns the instants of all reports that are visible at the end of a date, by knelpunt.
fn reports(state: &State, as_of: &str) -> anyhow::Result<BTreeMap<String, Vec<Instant>>> {
    let at = Instant::end_of(as_of.parse()?).context("a date")?;
    let mut reports = BTreeMap::new();
    for knelpunt in state.roots().map(|row| state.knelpunt(row)) {
        let observed = knelpunt.facts().iter().map(|fact| fact.observation);
        let visible = observed
            .filter(|one| matches!(one.kind, ObservationKind::Report { .. }) && one.instant <= at);
        let instants: Vec<Instant> = visible.map(|one| one.instant).collect();
        reports.insert(knelpunt.id.to_string(), instants);
    }
    Ok(reports)
}

/// Returns the data of every event of support that was not withdrawn.
fn support(lines: &str) -> anyhow::Result<Vec<Value>> {
    let events: Vec<Value> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let of_type = |name: &'static str| {
        let is_of_type = move |event: &&Value| event["type"] == format!("nl.knelpunten.{name}.v1");
        events.iter().filter(is_of_type)
    };
    let withdrawn: Vec<&Value> = of_type("event-withdrawn")
        .map(|event| &event["data"]["event"])
        .collect();
    ensure!(
        withdrawn.iter().all(|event| event.is_object()),
        "a withdrawal names an event"
    );
    let counts = |event: &&Value| {
        let is_named =
            |named: &&Value| named["id"] == event["id"] && named["source"] == event["source"];
        !withdrawn.iter().any(is_named)
    };
    let counted = of_type("support-received").filter(counts);
    Ok(counted.map(|event| event["data"].clone()).collect())
}

//! A history that is simulated for one test: events of known times, and the answers over them.

use std::time::Duration;

use anyhow::Context as _;
use model::{Content, Data, Event, EventKey, Instant, KnelpuntReported, Outcome};
use questions::{Population, testing};
use register::Register;
use serde_json::Value;
use state::State;
use tests::Random;

/// The instant from which days are counted: midnight in Amsterdam, as 2012 begins.
const START: &str = "2011-12-31T23:00:00Z";

/// Events, and the random numbers that they follow from.
pub(super) struct History {
    random: Random,
    events: Vec<Event>,
    content: Content,
}

impl History {
    /// Starts an empty history; the same seed gives the same numbers.
    pub(super) fn new(seed: u64) -> anyhow::Result<Self> {
        Ok(Self {
            random: Random::new(seed),
            events: Vec::new(),
            content: content()?,
        })
    }

    /// Returns a number above 0 and below 1.
    pub(super) fn uniform(&mut self) -> f64 {
        let number = u32::try_from(self.random.next_number() >> 32).unwrap_or(0);
        (f64::from(number) + 0.5) / 4_294_967_296.0
    }

    /// Returns one of some things.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, things: &[&'a T]) -> &'a T {
        things[self.random.below(things.len())]
    }

    /// Adds a report on a day; each is of a knelpunt of its own.
    pub(super) fn report(
        &mut self,
        municipality: &str,
        category: &str,
        at_days: f64,
    ) -> anyhow::Result<KnelpuntReported> {
        let report = KnelpuntReported {
            reference: Some(format!("T-{}", self.events.len())),
            ..KnelpuntReported::new(municipality, category, &instant(at_days)?.to_string())
        };
        self.add(Data::Reported(report.clone()))?;
        Ok(report)
    }

    /// Adds the resolution of what was reported, on a day.
    pub(super) fn resolve(&mut self, report: KnelpuntReported, at_days: f64) -> anyhow::Result<()> {
        let observed_at = instant(at_days)?.to_string();
        let resolved = KnelpuntReported {
            observed_at,
            ..report
        };
        self.add(Data::Resolved(
            resolved.into_resolved(Outcome::Solved, None),
        ))
    }

    /// Adds an event.
    pub(super) fn add(&mut self, data: Data) -> anyhow::Result<()> {
        let (source, id) = ("urn:simulated".to_owned(), self.events.len().to_string());
        self.events.push(Event {
            key: EventKey::new(&source, &id),
            source,
            id,
            subject: data.subject().context("these data have a subject")?,
            time: instant(3_650.0)?,
            data,
            // Contents are compared under one key only, and here each has its own.
            content: self.content.clone(),
            replacement: None,
        });
        Ok(())
    }

    /// Answers a link.
    pub(super) fn answer(&self, link: &str) -> anyhow::Result<Value> {
        let state = State::from_events(&self.events);
        let answered = testing::answer(link, Instant::LATEST, &Population::new(&state));
        Ok(answered.map_err(anyhow::Error::msg)?.0)
    }
}

/// Returns so many municipalities of today.
pub(super) fn municipalities(count: usize) -> Vec<&'static str> {
    let all = Register::embedded().municipalities();
    let today = all.filter(|(_, one)| one.valid_until.is_none());
    today
        .map(|(_, one)| one.code.as_str())
        .take(count)
        .collect()
}

/// Returns the instant that is so many days after the start.
pub(super) fn instant(days: f64) -> anyhow::Result<Instant> {
    let since = Duration::from_secs_f64(days * 86_400.0).as_micros();
    let start = Instant::parse(START).context("an instant")?;
    Ok(start.plus_microseconds(i64::try_from(since)?))
}

fn content() -> anyhow::Result<Content> {
    let event = r#"{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1",
        "subject":"GM0344/2013-02","time":"2013-02-14T09:12:31Z",
        "data":{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}}"#;
    Ok(model::decode_structured(event.as_bytes(), Register::embedded())?.content)
}

//! Whether support helped, on histories whose truth is known: the answer finds an effect that is there, where a mean before
//! and after would mislead, and finds one that is not there as seldom as its level states.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use model::{Content, Data, Event, EventKey, Instant, KnelpuntReported, Outcome, SupportReceived};
use questions::{Population, testing};
use register::Register;
use serde_json::Value;
use state::State;
use tests::Random;

/// Half of all knelpunten take 208 days without support.
const HAZARD_PER_DAY: f64 = 1.0 / 300.0;
const START: &str = "2012-01-01T00:00:00Z";
const AS_OF: &str = "2014-12-31";
const KNELPUNTEN_OF_EACH: usize = 4;

/// A history: its events, and for the comparison of means the days that the knelpunten of supported municipalities took
/// that were resolved before the support and after it.
struct History {
    random: Random,
    events: Vec<Event>,
    content: Content,
    before_days: Vec<f64>,
    after_days: Vec<f64>,
}

impl History {
    /// Simulates so many municipalities, of which four in ten receive support, late; from then on their knelpunten are
    /// resolved `ratio` times as fast.
    fn simulate(seed: u64, municipalities: usize, ratio: f64) -> anyhow::Result<Self> {
        let mut history = Self {
            random: Random::new(seed),
            events: Vec::new(),
            content: content()?,
            before_days: Vec::new(),
            after_days: Vec::new(),
        };
        let register = Register::embedded();
        let now = register
            .municipalities()
            .map(|(_, municipality)| municipality);
        let now = now.filter(|one| one.valid_until.is_none());
        for municipality in now.take(municipalities) {
            let code = &municipality.code;
            let supported = (history.uniform() < 0.4).then(|| 300.0 + 500.0 * history.uniform());
            if let Some(at) = supported {
                history.support(code, at)?;
            }
            for number in 0..KNELPUNTEN_OF_EACH {
                history.knelpunt(code, number, supported, ratio)?;
            }
        }
        Ok(history)
    }

    /// Returns a number above 0 and below 1.
    fn uniform(&mut self) -> f64 {
        let number = u32::try_from(self.random.next_number() >> 32).unwrap_or(0);
        (f64::from(number) + 0.5) / 4_294_967_296.0
    }

    fn support(&mut self, municipality: &str, at_days: f64) -> anyhow::Result<()> {
        self.add(Data::Supported(SupportReceived {
            municipality: municipality.to_owned(),
            support: "i-versneller".to_owned(),
            observed_at: instant(at_days)?.to_string(),
            round: None,
            topics: None,
            organisation: None,
        }))
    }

    fn knelpunt(
        &mut self,
        municipality: &str,
        number: usize,
        supported: Option<f64>,
        ratio: f64,
    ) -> anyhow::Result<()> {
        let opened = 500.0 * self.uniform();
        let until = supported.map_or(f64::INFINITY, |at| (at - opened).max(0.0));
        let takes = -self.uniform().ln() / HAZARD_PER_DAY;
        let days = if takes <= until {
            takes
        } else {
            until + (takes - until) / ratio
        };
        let report = KnelpuntReported {
            reference: Some(format!("T-{number}")),
            ..KnelpuntReported::new(municipality, "funding", &instant(opened)?.to_string())
        };
        let observed_at = instant(opened + days)?.to_string();
        let resolution = KnelpuntReported {
            observed_at,
            ..report.clone()
        };
        self.add(Data::Reported(report))?;
        self.add(Data::Resolved(
            resolution.into_resolved(Outcome::Solved, None),
        ))?;
        if supported.is_some() {
            let of_time = if days <= until {
                &mut self.before_days
            } else {
                &mut self.after_days
            };
            of_time.push(days);
        }
        Ok(())
    }

    fn add(&mut self, data: Data) -> anyhow::Result<()> {
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

    /// Returns the rate ratio and the p of the test.
    fn effect(&self) -> anyhow::Result<(f64, f64)> {
        let state = State::from_events(&self.events);
        let link = format!("/v1/support-effect?support=i-versneller&asOf={AS_OF}");
        let answered = testing::answer(&link, Instant::LATEST, &Population::new(&state));
        let (answer, _) = answered.map_err(anyhow::Error::msg)?;
        let number = |pointer: &str| {
            let number = answer.pointer(pointer).and_then(Value::as_f64);
            number.with_context(|| format!("{pointer} in {answer}"))
        };
        Ok((number("/rateRatio/value")?, number("/mantelByar/p")?))
    }

    /// Whether the knelpunten of supported municipalities that were resolved after the support took longer than those
    /// before it: who compares these means concludes that support did harm.
    fn means_mislead(&self) -> bool {
        mean(&self.after_days) > mean(&self.before_days)
    }
}

fn content() -> anyhow::Result<Content> {
    let event = r#"{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1",
        "subject":"GM0344/2013-02","time":"2013-02-14T09:12:31Z",
        "data":{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}}"#;
    Ok(model::decode_structured(event.as_bytes(), Register::embedded())?.content)
}

fn instant(days: f64) -> anyhow::Result<Instant> {
    let since = Duration::from_secs_f64(days * 86_400.0).as_micros();
    let start = Instant::parse(START).context("an instant")?;
    Ok(start.plus_microseconds(i64::try_from(since)?))
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / real(numbers.len())
}

/// Returns the 95 % interval of a share (Wilson 1927).
fn wilson(count: usize, of: usize) -> (f64, f64) {
    let (n, z) = (real(of), 1.959_964_f64);
    let share = real(count) / n;
    let centre = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    ((centre - spread) / scale, (centre + spread) / scale)
}

#[test]
fn an_effect_is_found_where_a_mean_before_and_after_would_mislead() -> anyhow::Result<()> {
    const SEEDS: usize = 60;
    let (mut found, mut misled, mut ratios) = (0, 0, Vec::new());
    for seed in 0..SEEDS {
        let history = History::simulate(u64::try_from(seed)?, 300, 1.5)?;
        let (ratio, p) = history.effect()?;
        found += usize::from(p <= 0.05 && ratio > 1.0);
        misled += usize::from(history.means_mislead());
        ratios.push(ratio);
    }
    let (found_low, _) = wilson(found, SEEDS);
    let ratio = mean(&ratios);
    eprintln!("found in {found} of {SEEDS}, mean ratio {ratio:.3}; means mislead in {misled}");
    ensure!(found_low > 0.8, "found in {found} of {SEEDS} only");
    ensure!((1.4..1.6).contains(&ratio), "the mean ratio is {ratio}");
    ensure!(misled == SEEDS, "means mislead in {misled} of {SEEDS} only");
    Ok(())
}

#[test]
fn an_effect_that_is_not_there_is_found_as_seldom_as_the_level_states() -> anyhow::Result<()> {
    const SEEDS: usize = 500;
    let mut found = 0;
    for seed in 0..SEEDS {
        let history = History::simulate(1_000_000 + u64::try_from(seed)?, 60, 1.0)?;
        found += usize::from(history.effect()?.1 <= 0.05);
    }
    let (low, high) = wilson(found, SEEDS);
    eprintln!("found in {found} of {SEEDS}: 95 % interval {low:.3} to {high:.3}");
    ensure!(
        (low..=high).contains(&0.05),
        "found in {found} of {SEEDS}: 95 % interval {low:.3} to {high:.3}"
    );
    Ok(())
}

//! Whether support helped, on histories whose truth is known: the answer finds an effect that is there, where a mean before
//! and after would mislead, and finds one that is not there as seldom as its level states.

use anyhow::{Context as _, ensure};
use model::{Data, SupportReceived};
use serde_json::Value;

use super::{
    history::{History, instant, municipalities},
    rates::{Rate, mean},
};

/// Half of all knelpunten take 208 days without support.
const HAZARD_PER_DAY: f64 = 1.0 / 300.0;
const LINK: &str = "/v1/support-effect?support=i-versneller&asOf=2014-12-31";
const KNELPUNTEN_OF_EACH: usize = 4;

/// A history, and for the comparison of means the days that the knelpunten of supported municipalities took that were
/// resolved before the support and after it.
struct Supported {
    history: History,
    before_days: Vec<f64>,
    after_days: Vec<f64>,
}

impl Supported {
    /// Simulates so many municipalities, of which four in ten receive support, late; from then on their knelpunten are
    /// resolved `ratio` times as fast.
    fn simulate(seed: u64, count: usize, ratio: f64) -> anyhow::Result<Self> {
        let mut simulated = Self {
            history: History::new(seed)?,
            before_days: Vec::new(),
            after_days: Vec::new(),
        };
        for code in municipalities(count) {
            let history = &mut simulated.history;
            let is_supported = history.uniform() < 0.4;
            let supported = is_supported.then(|| 300.0 + 500.0 * history.uniform());
            if let Some(at) = supported {
                history.add(support(code, at)?)?;
            }
            for _ in 0..KNELPUNTEN_OF_EACH {
                simulated.knelpunt(code, supported, ratio)?;
            }
        }
        Ok(simulated)
    }

    fn knelpunt(&mut self, code: &str, supported: Option<f64>, ratio: f64) -> anyhow::Result<()> {
        let opened = 500.0 * self.history.uniform();
        let until = supported.map_or(f64::INFINITY, |at| (at - opened).max(0.0));
        let takes = -self.history.uniform().ln() / HAZARD_PER_DAY;
        let days = if takes <= until {
            takes
        } else {
            until + (takes - until) / ratio
        };
        let report = self.history.report(code, "funding", opened)?;
        self.history.resolve(report, opened + days)?;
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

    /// Returns the rate ratio and the p of the test.
    fn effect(&self) -> anyhow::Result<(f64, f64)> {
        let answer = self.history.answer(LINK)?;
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

fn support(municipality: &str, at_days: f64) -> anyhow::Result<Data> {
    Ok(Data::Supported(SupportReceived {
        municipality: municipality.to_owned(),
        support: "i-versneller".to_owned(),
        observed_at: instant(at_days)?.to_string(),
        round: None,
        topics: None,
        organisation: None,
    }))
}

#[test]
fn an_effect_is_found_where_a_mean_before_and_after_would_mislead() -> anyhow::Result<()> {
    const SEEDS: u64 = 60;
    let (mut found, mut misled, mut ratios) = (Rate::default(), Rate::default(), Vec::new());
    for seed in 0..SEEDS {
        let history = Supported::simulate(seed, 300, 1.5)?;
        let (ratio, p) = history.effect()?;
        found.add(p <= 0.05 && ratio > 1.0);
        misled.add(history.means_mislead());
        ratios.push(ratio);
    }
    let ratio = mean(&ratios);
    eprintln!("effect: {found}, mean ratio {ratio:.3}; means that mislead: {misled}");
    ensure!(found.interval().0 > 0.8, "{found}");
    ensure!((1.4..1.6).contains(&ratio), "the mean ratio is {ratio}");
    ensure!(misled.interval().1 >= 1.0, "means that mislead: {misled}");
    Ok(())
}

#[test]
fn an_effect_that_is_not_there_is_found_as_seldom_as_the_level_states() -> anyhow::Result<()> {
    const SEEDS: u64 = 500;
    let mut found = Rate::default();
    for seed in 0..SEEDS {
        let history = Supported::simulate(1_000_000 + seed, 60, 1.0)?;
        found.add(history.effect()?.1 <= 0.05);
    }
    found.check("support, p <= 0.05", 0.05)
}

//! Cumulative incidence: the share that has ended by each of several causes that compete.

use api::answers::PointAnswer;

use super::interval::log_log_interval;
use super::survival::{Step, Survival};
use super::{Cause, real};

/// The share that ended by one cause, at one time, with its variance.
#[derive(Clone, Copy, Debug, Default)]
struct Incidence {
    share: f64,
    survival_variance: f64,
    /// Σ (F(t) − F(tᵢ)) dᵢ / (nᵢ (nᵢ − dᵢ)).
    first_order: f64,
    /// Σ (F(t) − F(tᵢ))² dᵢ / (nᵢ (nᵢ − dᵢ)).
    second_order: f64,
    /// Σ S(tᵢ−)² dₖᵢ (nᵢ − dₖᵢ) / nᵢ³.
    own: f64,
    /// Σ S(tᵢ−) dₖᵢ / nᵢ².
    weight: f64,
    /// Σ (F(t) − F(tᵢ)) S(tᵢ−) dₖᵢ / nᵢ².
    covariance: f64,
}

impl Survival {
    /// Reads at each of `days` the share that had ended by a cause: F(t) = Σ S(t−) dₖ / n over the times up to t
    /// (Aalen and Johansen 1978), over the risk sets of the curve and conditional on its start as the curve is. Unknown
    /// where the curve is. The shares of all causes and the curve add up to 1.
    ///
    /// The variance is that of the delta method (Marubini and Valsecchi 1995; Collett 2015, 12.3), without the terms
    /// whose divisor is 0: Σ (F(t) − F(tᵢ))² dᵢ / (nᵢ (nᵢ − dᵢ)) + Σ S(tᵢ−)² dₖᵢ (nᵢ − dₖᵢ) / nᵢ³
    /// − 2 Σ (F(t) − F(tᵢ)) S(tᵢ−) dₖᵢ / nᵢ². The interval is F^exp(±z se / (F ln F)).
    ///
    /// `days` must be in order: all are read in one pass.
    pub fn incidence<const N: usize>(&self, cause: Cause, days: [f64; N]) -> [PointAnswer; N] {
        let (mut incidence, mut left, mut survival) = (Incidence::default(), &*self.steps, 1.0);
        days.map(|days| {
            let (passed, rest) = left.split_at(left.partition_point(|step| step.days() <= days));
            for step in passed {
                incidence.step(step, survival, real(step.by_cause[cause.index()] as usize));
                survival = step.survival;
            }
            left = rest;
            let is_known = self.at(days).value.is_some();
            if is_known {
                incidence.answer()
            } else {
                PointAnswer::default()
            }
        })
    }
}

impl Incidence {
    /// Adds a time at which something ended, `by_cause` of them by the cause; `survival` is the curve just before.
    ///
    /// The sums over (F(t) − F(tᵢ)) are updated as F grows, so that nothing is subtracted.
    fn step(&mut self, step: &Step, survival: f64, by_cause: f64) {
        let at_risk = real(step.at_risk);
        let growth = survival * by_cause / at_risk;
        self.second_order += growth * (2.0 * self.first_order + growth * self.survival_variance);
        self.first_order += growth * self.survival_variance;
        self.covariance += growth * self.weight;
        self.share += growth;
        if step.survivors() > 0 {
            self.survival_variance += step.added_variance();
        }
        self.own += survival * survival * by_cause * (at_risk - by_cause) / at_risk.powi(3);
        self.weight += growth / at_risk;
    }

    fn answer(&self) -> PointAnswer {
        let variance = self.second_order + self.own - 2.0 * self.covariance;
        let has_interval = self.share > 0.0 && self.share < 1.0 && variance > 0.0;
        let interval = has_interval.then(|| log_log_interval(self.share, variance.sqrt()));
        let (low, high) = interval.unzip();
        PointAnswer {
            value: Some(self.share),
            low,
            high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{DAY_US, Span};

    const CAUSES: [Cause; Cause::COUNT] = [Cause::FIRST, Cause::SECOND, Cause::THIRD];

    fn spans(days: &[(i64, Option<Cause>)]) -> Vec<Span> {
        let span = |&(days, end): &(i64, Option<Cause>)| Span {
            entry_us: 0,
            exit_us: days * DAY_US,
            end,
        };
        days.iter().map(span).collect()
    }

    /// Compares the share with its interval after 90 days.
    #[track_caller]
    fn check(spans: &[Span], cause: Cause, expected: (f64, Option<(f64, f64)>)) {
        let [point] = Survival::from_spans(spans).incidence(cause, [90.0]);
        let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
        assert!(near(point.value.unwrap(), expected.0), "{point:?}");
        match (point.low.zip(point.high), expected.1) {
            (Some((low, high)), Some(bounds)) => {
                assert!(near(low, bounds.0) && near(high, bounds.1), "{point:?}");
            }
            (found, bounds) => assert_eq!(found, bounds),
        }
    }

    #[test]
    fn by_hand_of_ten_two_ended_by_one_cause_and_one_by_another() {
        // 1/10 + 63/80 × 1/7 = 17/80, and 9/10 × 1/8 = 9/80.
        let mut days = vec![
            (30, Some(Cause::FIRST)),
            (45, None),
            (60, Some(Cause::SECOND)),
            (80, Some(Cause::FIRST)),
        ];
        days.extend([(140, None); 6]);
        let spans = spans(&days);
        let first = Some((0.032_042_703_947_718_65, 0.497_981_093_431_754_2));
        check(&spans, Cause::FIRST, (17.0 / 80.0, first));
        let second = Some((0.006_198_581_251_643_872, 0.391_017_526_947_867_8));
        check(&spans, Cause::SECOND, (9.0 / 80.0, second));
        check(&spans, Cause::THIRD, (0.0, None));
    }

    #[test]
    fn where_all_ended_by_one_cause_there_is_no_interval() {
        let spans = spans(&[(5, Some(Cause::SECOND)), (5, Some(Cause::SECOND))]);
        check(&spans, Cause::SECOND, (1.0, None));
        check(&spans, Cause::FIRST, (0.0, None));
    }

    #[test]
    fn shares_and_survival_add_up_to_one() {
        let ends = [
            None,
            Some(Cause::FIRST),
            Some(Cause::SECOND),
            Some(Cause::THIRD),
        ];
        let numbered = (0..200_i64).zip(ends.into_iter().cycle());
        let days = numbered.map(|(number, end)| (number * 37 % 101, end));
        let days: Vec<_> = days.chain([(120, None)]).collect();
        let survival = Survival::from_spans(&spans(&days));
        for day in [0.0, 10.0, 50.0, 90.0] {
            let shares = CAUSES.map(|cause| survival.incidence(cause, [day])[0].value.unwrap());
            let sum: f64 = shares.iter().sum::<f64>() + survival.at(day).value.unwrap();
            assert!((sum - 1.0).abs() < 1e-12, "{sum} at {day}");
        }
        assert_eq!(
            survival.incidence(Cause::FIRST, [365.0])[0],
            PointAnswer::default()
        );
    }
}

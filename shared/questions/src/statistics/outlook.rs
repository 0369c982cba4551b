//! How likely what has reached some age is to stay open for so much longer.

use api::answers::PointAnswer;

use super::interval::log_log_interval;
use super::risk::GroupTimeline;
use super::survival::Survival;
use super::{Span, real};

/// How many others must be at risk just after an age.
const ENOUGH_AT_RISK: usize = 10;

/// The curve of a stratum, to look ahead from any age.
pub struct OutlookCurve {
    curve: Survival,
    timeline: GroupTimeline,
    start_us: i64,
}

/// The outlook from an age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StillOpen {
    /// The share that is still open after the time, of those that reached the age.
    pub share: PointAnswer,
    /// How many were at risk just after the age.
    pub at_risk: usize,
}

/// What is passed while ages grow: how many entered, left, and ended.
#[derive(Clone, Copy, Default)]
struct Passed {
    entered: usize,
    left: usize,
    /// The number of steps up to the age.
    steps: usize,
    /// The number of steps up to the age and the time after it.
    steps_ahead: usize,
}

/// The product over some steps, and what its interval follows from.
#[derive(Clone, Copy)]
struct Product {
    /// Over the steps that did not bring the curve to 0.
    share: f64,
    zeros: usize,
    /// The Greenwood sum over the same steps.
    variance: f64,
}

impl OutlookCurve {
    /// Estimates the curve of `spans`, as that of resolution times.
    pub fn new(spans: &[Span]) -> Self {
        let timeline = GroupTimeline::from_spans(spans);
        Self {
            curve: Survival::over(spans, &timeline),
            start_us: timeline.start_us(),
            timeline,
        }
    }

    /// Returns the outlook from each of `ages_us`, which must be in order: S(a + w) / S(a), the product of 1 − d/n over
    /// the times t with a < t ≤ a + w, with its log-log interval by the Greenwood sum over the same times (Klein and
    /// Moeschberger 2003, 4.2.2 and 4.3.2; conditional on the age).
    ///
    /// Unknown where fewer than 10 were at risk just after a (entry ≤ a < exit), where a lies before the start of the
    /// curve, and where a + w lies beyond the last exit while the product is above 0.
    pub fn look_ahead(&self, ages_us: impl Iterator<Item = i64>, within_us: i64) -> Vec<StillOpen> {
        let products = self.products();
        let mut passed = Passed::default();
        ages_us
            .map(|age_us| {
                self.pass(&mut passed, age_us, within_us);
                let at_risk = passed.entered.saturating_sub(passed.left);
                let (from, to) = (products[passed.steps], products[passed.steps_ahead]);
                let share = self.share(&from, &to, age_us + within_us);
                let is_known = at_risk >= ENOUGH_AT_RISK && age_us >= self.start_us;
                StillOpen {
                    share: share.filter(|_| is_known).unwrap_or_default(),
                    at_risk,
                }
            })
            .collect()
    }

    /// Returns the products over the first so many steps.
    fn products(&self) -> Vec<Product> {
        let mut all = Product {
            share: 1.0,
            zeros: 0,
            variance: 0.0,
        };
        let mut products = vec![all];
        products.extend(self.curve.steps.iter().map(|step| {
            if step.survivors() == 0 {
                all.zeros += 1;
            } else {
                all.share *= real(step.survivors()) / real(step.at_risk);
                all.variance += step.added_variance();
            }
            all
        }));
        products
    }

    fn pass(&self, passed: &mut Passed, age_us: i64, within_us: i64) {
        let (entries, exits) = (&self.timeline.entries, &self.timeline.exits);
        let steps = &self.curve.steps;
        while entries
            .get(passed.entered)
            .is_some_and(|entry| *entry <= age_us)
        {
            passed.entered += 1;
        }
        while exits
            .get(passed.left)
            .is_some_and(|(exit, _)| *exit <= age_us)
        {
            passed.left += 1;
        }
        let is_by =
            |step: usize, time_us| steps.get(step).is_some_and(|step| step.time_us <= time_us);
        while is_by(passed.steps, age_us) {
            passed.steps += 1;
        }
        while is_by(passed.steps_ahead, age_us + within_us) {
            passed.steps_ahead += 1;
        }
    }

    fn share(&self, from: &Product, to: &Product, until_us: i64) -> Option<PointAnswer> {
        if to.zeros > from.zeros {
            return Some(PointAnswer {
                value: Some(0.0),
                ..PointAnswer::default()
            });
        }
        if until_us > self.curve.largest_exit_us {
            return None;
        }
        let share = to.share / from.share;
        let interval = (share < 1.0)
            .then(|| log_log_interval(share, share * (to.variance - from.variance).sqrt()));
        let (low, high) = interval.unzip();
        Some(PointAnswer {
            value: Some(share),
            low,
            high,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Cause, DAY_US};

    /// Two end at each of 20, 40, 60 and 80 days, one is open for 30, and six for 200.
    fn fifteen() -> Vec<Span> {
        let span = |days: i64, ended: bool| Span {
            entry_us: 0,
            exit_us: days * DAY_US,
            end: ended.then_some(Cause::FIRST),
        };
        let ended = [20, 20, 40, 40, 60, 60, 80, 80].map(|days| span(days, true));
        let open = [30, 200, 200, 200, 200, 200, 200].map(|days| span(days, false));
        [ended.as_slice(), &open].concat()
    }

    fn outlook(spans: &[Span], ages: &[i64], within: i64) -> Vec<StillOpen> {
        let ages = ages.iter().map(|days| days * DAY_US);
        OutlookCurve::new(spans).look_ahead(ages, within * DAY_US)
    }

    #[test]
    fn it_is_the_product_over_the_times_after_the_age() {
        let found = outlook(&fifteen(), &[30, 200], 90);
        let near = |one: Option<f64>, other: f64| (one.unwrap() - other).abs() < 1e-9;
        assert_eq!((found[0].at_risk, found[1].at_risk), (12, 0));
        assert!(near(found[0].share.value, 0.5), "{found:?}");
        assert!(
            near(found[0].share.low, 0.208_477_143_306_737_08),
            "{found:?}"
        );
        assert!(
            near(found[0].share.high, 0.736_073_097_373_044_8),
            "{found:?}"
        );
        assert_eq!(found[1].share, PointAnswer::default());
    }

    #[test]
    fn too_few_or_too_far_ahead_is_unknown_and_before_the_next_end_it_is_certain() {
        assert_eq!(
            outlook(&fifteen(), &[60], 20)[0].share,
            PointAnswer::default()
        );
        assert_eq!(
            outlook(&fifteen(), &[30], 171)[0].share,
            PointAnswer::default()
        );
        let certain = PointAnswer {
            value: Some(1.0),
            ..PointAnswer::default()
        };
        assert_eq!(outlook(&fifteen(), &[30], 9)[0].share, certain);
    }

    #[test]
    fn where_all_ended_within_the_time_it_is_zero_however_far_ahead() {
        let spans: Vec<Span> = fifteen()
            .into_iter()
            .map(|span| Span {
                end: Some(Cause::FIRST),
                ..span
            })
            .collect();
        let zero = PointAnswer {
            value: Some(0.0),
            ..PointAnswer::default()
        };
        assert_eq!(outlook(&spans, &[30], 3_650)[0].share, zero);
        assert_eq!(outlook(&[], &[30], 1)[0].at_risk, 0);
    }
}

//! The curve as a list of points, short enough to draw.

use super::DAY_US;
use super::survival::{Step, Survival};

/// The most points of a summary.
const MAX_POINTS: usize = 400;

/// How much of a curve is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// The last step of each whole day, at most 400 of them, spread evenly.
    #[default]
    Summary,
    /// Every step.
    Full,
}

impl Survival {
    /// The steps of the curve, in order of time, in as much `detail` as asked.
    pub fn curve(&self, detail: Detail) -> Vec<Step> {
        match detail {
            Detail::Summary => spread(&last_of_each_day(&self.steps)),
            Detail::Full => self.steps.clone(),
        }
    }
}

fn last_of_each_day(steps: &[Step]) -> Vec<Step> {
    let day = |step: &Step| step.time_us.div_euclid(DAY_US);
    let of_each_day = steps.chunk_by(|a, b| day(a) == day(b));
    of_each_day
        .filter_map(|of_day| of_day.last().copied())
        .collect()
}

/// At most [`MAX_POINTS`] of `steps` at equal distances, the first and the last among them.
fn spread(steps: &[Step]) -> Vec<Step> {
    if steps.len() <= MAX_POINTS {
        return steps.to_vec();
    }
    let last = steps.len() - 1;
    (0..MAX_POINTS)
        .map(|index| steps[index * last / (MAX_POINTS - 1)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Cause, Span};

    /// The days of the summary of a curve with one resolution at each of `times_us`.
    fn summary_days(times_us: impl Iterator<Item = i64>) -> Vec<f64> {
        let span = |exit_us| Span {
            entry_us: 0,
            exit_us,
            end: Some(Cause::FIRST),
        };
        let spans: Vec<_> = times_us.map(span).collect();
        let summary = Survival::from_spans(&spans).curve(Detail::Summary);
        summary.iter().map(Step::days).collect()
    }

    #[test]
    fn a_summary_keeps_the_last_step_of_each_whole_day() {
        let times_us = [0, 1, DAY_US - 1, DAY_US, DAY_US * 3 / 2, DAY_US * 5];
        let last_us = 86_399_999_999.0;
        assert_eq!(
            summary_days(times_us.into_iter()),
            [last_us / 86_400_000_000.0, 1.5, 5.0]
        );
    }

    #[test]
    fn a_summary_of_400_days_keeps_them_all_and_one_of_more_keeps_400() {
        assert_eq!(summary_days((0..400).map(|day| day * DAY_US)).len(), 400);
        let days = summary_days((0..1_000).map(|day| day * DAY_US));
        assert_eq!(days.len(), 400);
        assert_eq!((days[0], days[399]), (0.0, 999.0));
        let gaps: Vec<_> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (2.0..=3.0).contains(gap)), "{gaps:?}");
    }

    #[test]
    fn a_full_curve_has_every_step() {
        let span = |exit_us| Span {
            entry_us: 0,
            exit_us,
            end: Some(Cause::FIRST),
        };
        let survival = Survival::from_spans(&[span(1), span(2), span(2), span(3)]);
        assert_eq!(survival.curve(Detail::Full), survival.steps);
        assert_eq!(survival.steps.len(), 3);
    }
}

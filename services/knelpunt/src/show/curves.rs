//! Curves and the tests between them, which several questions answer with.

use api::answers::{
    CurveFigures, EventCount, GroupName, LogRankAnswer, PointAnswer, RestrictedMeanAnswer,
    StepAnswer,
};

use super::{
    cells::{decimal, group, optional_decimal, percent, probability, with_interval},
    drawing::TableColumns,
};

/// Stands for a figure that is not known: a blank cell would read as forgotten, and 0 as a figure.
pub(super) const UNKNOWN: &str = "–";
/// The days at which the curve is read.
const DAYS: [u16; 3] = [90, 180, 365];

/// How the columns of a curve are named.
pub(super) struct CurveHeadings {
    /// What happens at its steps: `Resolved`.
    pub(super) event: &'static str,
    /// To whom it has not happened: `Still open`.
    pub(super) left: &'static str,
    /// The same before a number of days: `Open`.
    pub(super) left_after: &'static str,
}

impl CurveHeadings {
    /// The headings of episodes that end.
    pub(super) const EPISODES: Self = Self {
        event: "Resolved",
        left: "Still open",
        left_after: "Open",
    };
    /// The headings of what is reported again.
    pub(super) const RECURRENCE: Self = Self {
        event: "Recurred",
        left: "Still resolved",
        left_after: "Still resolved",
    };

    /// Draws the steps of a curve.
    pub(super) fn draw<E: EventCount + 'static>(&self, steps: &[StepAnswer<E>]) -> String {
        TableColumns::new()
            .number("Days", |step: &StepAnswer<E>| decimal(step.days))
            .number("At risk", |step| step.at_risk)
            .number(self.event, |step| step.count.count())
            .number(format!("{}, % (95 %)", self.left), |step| {
                share(&PointAnswer {
                    value: Some(step.survival),
                    low: step.low,
                    high: step.high,
                })
            })
            .draw(steps)
    }

    /// Draws the curve of a group, with its name.
    pub(super) fn draw_of<E: EventCount + 'static>(
        &self,
        name: Option<&GroupName>,
        figures: &CurveFigures<E>,
    ) -> String {
        let steps = self.draw(&figures.curve);
        match group(name).as_str() {
            "" => format!("Curve\n{steps}"),
            name => format!("Curve of {name}\n{steps}"),
        }
    }

    /// Adds the share that is left at 90, 180 and 365 days.
    pub(super) fn add_shares<T, E: 'static>(
        &self,
        columns: TableColumns<T>,
        figures: impl Fn(&T) -> &CurveFigures<E> + Copy + 'static,
    ) -> TableColumns<T> {
        DAYS.into_iter().fold(columns, |columns, days| {
            let heading = format!("{} after {days} days, %", self.left_after);
            columns.number(heading, move |item| {
                let point = figures(item).survival.get(&days.to_string());
                point.map_or_else(String::new, share)
            })
        })
    }
}

/// Returns the median with its interval.
pub(super) fn median<E>(figures: &CurveFigures<E>, n: usize) -> String {
    with_interval(
        &optional_decimal(figures.median_days),
        &optional_decimal(figures.median_low),
        &optional_decimal(figures.median_high),
        if n == 0 { UNKNOWN } else { "not reached" },
    )
}

/// Returns a mean with its standard error.
pub(super) fn mean(mean: Option<&RestrictedMeanAnswer>) -> String {
    mean.map_or_else(
        || UNKNOWN.to_owned(),
        |mean| format!("{} ({})", decimal(mean.days), decimal(mean.se)),
    )
}

/// Returns the heading of the means, with the horizon that they have in common.
pub(super) fn mean_heading(mean: Option<RestrictedMeanAnswer>) -> String {
    mean.map_or("Mean days (SE)".to_owned(), |mean| {
        let horizon = decimal(mean.horizon_days);
        format!("Mean days up to {} (SE)", horizon.trim_end_matches(".0"))
    })
}

/// Returns a share with its interval.
pub(super) fn share(point: &PointAnswer) -> String {
    let PointAnswer { value, low, high } = *point;
    with_interval(&percent(value), &percent(low), &percent(high), UNKNOWN)
}

/// Describes the outcome of a test.
pub(super) fn describe(test: &LogRankAnswer) -> String {
    let LogRankAnswer {
        chi_squared,
        degrees_of_freedom,
        p,
        small_groups: _,
    } = test;
    format!(
        "chi-squared {chi_squared:.2}, degrees of freedom {degrees_of_freedom}, {}",
        probability(*p)
    )
}

/// Returns the line about the log-rank test, with a warning where groups are too small for it; none without a test.
pub(super) fn log_rank(test: Option<&LogRankAnswer>) -> String {
    let Some(test) = test else {
        return String::new();
    };
    let line = format!("\nLog-rank test: {}.", describe(test));
    match test.small_groups {
        None | Some(0) => line,
        Some(small) => {
            let compared = u64::from(test.degrees_of_freedom) + 1;
            format!(
                "{line}\nDo not rely on it: in {small} of {compared} groups fewer than 5 ends are expected. Compare \
                 fewer, larger groups."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_of_tiny_groups_has_a_warning() {
        let test = |small_groups| LogRankAnswer {
            chi_squared: 612.5,
            degrees_of_freedom: 304,
            p: 2e-18,
            small_groups,
        };
        let drawn = log_rank(Some(&test(Some(298))));
        assert!(drawn.contains("p < 0.0001"), "{drawn}");
        assert!(drawn.contains("in 298 of 305 groups"), "{drawn}");
        for silent in [Some(0), None] {
            assert!(!log_rank(Some(&test(silent))).contains("rely"));
        }
        assert_eq!(log_rank(None), "");
    }
}

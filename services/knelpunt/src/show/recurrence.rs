//! How long resolved knelpunten stay resolved.

use api::answers::{Recurrence, RecurrenceGroup, RecurrenceStep};

use super::{
    cells::{decimal, group, optional_decimal, percent, probability, with_interval},
    drawing::TableColumns,
};

/// Draws the answer, and the curve of each group if `with_curve`.
pub(super) fn draw(answer: &Recurrence, with_curve: bool) -> String {
    let Recurrence { groups, log_rank } = answer;
    let mut drawn = columns().draw(groups);
    if let Some(test) = log_rank {
        let p = probability(test.p);
        drawn = format!(
            "{drawn}\nLog-rank test: chi-squared {:.2}, {p}.",
            test.chi_squared
        );
    }
    if with_curve {
        for one in groups {
            drawn = format!("{drawn}\n\n{}", curve(one));
        }
    }
    drawn
}

fn columns() -> TableColumns<RecurrenceGroup> {
    let columns = TableColumns::new()
        .text("Group", |one: &RecurrenceGroup| group(one.group.as_ref()))
        .number("Resolved", |group| group.n)
        .number("Recurred", |group| group.recurred)
        .number("Median days (95 %)", |group| {
            with_interval(
                &optional_decimal(group.median_days),
                &optional_decimal(group.median_low),
                &optional_decimal(group.median_high),
                "not reached",
            )
        });
    let columns = [90, 180, 365].into_iter().fold(columns, |columns, days| {
        let heading = format!("Still resolved after {days} days, %");
        columns.number(heading, move |group| {
            let point = group.survival.get(&days.to_string());
            point.map_or_else(String::new, |point| {
                share(point.value, point.low, point.high)
            })
        })
    });
    columns.number("Mean days (SE)", |group| {
        let mean = group.restricted_mean;
        let figures = mean.map(|mean| format!("{} ({})", decimal(mean.days), decimal(mean.se)));
        figures.unwrap_or_else(|| "–".to_owned())
    })
}

fn share(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    with_interval(&percent(value), &percent(low), &percent(high), "–")
}

fn curve(of: &RecurrenceGroup) -> String {
    let steps = TableColumns::new()
        .number("Days", |step: &RecurrenceStep| decimal(step.days))
        .number("At risk", |step| step.at_risk)
        .number("Recurred", |step| step.recurred)
        .number("Still resolved, % (95 %)", |step| {
            share(Some(step.survival), step.low, step.high)
        })
        .draw(&of.curve);
    let title = match group(of.group.as_ref()).as_str() {
        "" => "Curve".to_owned(),
        name => format!("Curve of {name}"),
    };
    format!("{title}\n{steps}")
}

#[cfg(test)]
mod tests {
    use api::{Example as _, answers::LogRankAnswer};

    use super::*;

    #[test]
    fn each_group_has_its_figures_and_its_curve_on_request() {
        let answer = Recurrence {
            log_rank: Some(LogRankAnswer {
                chi_squared: 9.7,
                degrees_of_freedom: 1,
                p: 0.0018,
            }),
            ..Recurrence::example()
        };
        let drawn = draw(&answer, true);
        for part in [
            "Leverancier",
            "63",
            "not reached",
            "90.0 (80.0 – 95.0)",
            "318.5",
            "chi-squared 9.70, p = 0.0018",
            "Curve of Leverancier levert niet",
            "98.3 (88.8 – 99.8)",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!draw(&answer, false).contains("Curve"));
    }
}

//! How long knelpunten take to be resolved.

use api::{
    AnswerEnvelope,
    answers::{GroupAnswer, LogRankAnswer, ResolutionTimes, StepAnswer},
};

use super::{
    cells::{decimal, group, optional_decimal, percent, with_interval},
    drawing::{Column, table},
    footer::footer,
};

/// Draws the answer, and the curve of each group if `with_curve`.
pub(super) fn draw(answer: &AnswerEnvelope<ResolutionTimes>, with_curve: bool) -> String {
    let ResolutionTimes { groups, log_rank } = &answer.answer;
    let mut drawn = table(&columns(groups), groups);
    if let Some(test) = log_rank {
        drawn = format!("{drawn}\n{}", describe(test));
    }
    if with_curve {
        for group in groups {
            drawn = format!("{drawn}\n\n{}", curve(group));
        }
    }
    format!("{drawn}\n{}", footer(answer))
}

fn columns(groups: &[GroupAnswer]) -> Vec<Column<GroupAnswer>> {
    let horizon = groups.first().map_or_else(String::new, |group| {
        decimal(group.restricted_mean.horizon_days)
    });
    let horizon = horizon.trim_end_matches(".0").to_owned();
    let is_conditional = groups.iter().any(|group| group.from_days > 0.0);
    let from = move |group: &GroupAnswer| {
        if is_conditional {
            decimal(group.from_days)
        } else {
            String::new()
        }
    };
    let still_open = |days: u16| {
        Column::number(
            format!("Open after {days} days, %"),
            move |group: &GroupAnswer| {
                group
                    .survival
                    .get(&days.to_string())
                    .map_or_else(String::new, |point| {
                        with_interval(
                            &percent(point.value),
                            &percent(point.low),
                            &percent(point.high),
                            "–",
                        )
                    })
            },
        )
    };
    vec![
        Column::text("Group", |one: &GroupAnswer| group(one.group.as_ref())),
        Column::number("n", |group: &GroupAnswer| group.n.to_string()),
        Column::number("Resolved", |group: &GroupAnswer| group.resolved.to_string()),
        Column::number("Open", |group: &GroupAnswer| group.censored.to_string()),
        Column::number("From day", from),
        Column::number("Median days (95 %)", |group: &GroupAnswer| {
            with_interval(
                &optional_decimal(group.median_days),
                &optional_decimal(group.median_low),
                &optional_decimal(group.median_high),
                "not reached",
            )
        }),
        still_open(90),
        still_open(180),
        still_open(365),
        Column::number(
            format!("Mean days up to {horizon} (SE)"),
            |group: &GroupAnswer| {
                let mean = &group.restricted_mean;
                format!("{} ({})", decimal(mean.days), decimal(mean.se))
            },
        ),
    ]
}

fn describe(test: &LogRankAnswer) -> String {
    let LogRankAnswer {
        chi_squared,
        degrees_of_freedom,
        p,
    } = test;
    let p = if *p < 0.0001 {
        "p < 0.0001".to_owned()
    } else {
        format!("p = {p:.4}")
    };
    format!(
        "Log-rank test: chi-squared {chi_squared:.2}, degrees of freedom {degrees_of_freedom}, {p}."
    )
}

fn curve(of: &GroupAnswer) -> String {
    let columns = [
        Column::number("Days", |step: &StepAnswer| decimal(step.days)),
        Column::number("At risk", |step: &StepAnswer| step.at_risk.to_string()),
        Column::number("Resolved", |step: &StepAnswer| step.resolved.to_string()),
        Column::number("Still open, % (95 %)", |step: &StepAnswer| {
            with_interval(
                &percent(Some(step.survival)),
                &percent(step.low),
                &percent(step.high),
                "–",
            )
        }),
    ];
    let title = match group(of.group.as_ref()).as_str() {
        "" => "Curve".to_owned(),
        name => format!("Curve of {name}"),
    };
    format!("{title}\n{}", table(&columns, &of.curve))
}

#[cfg(test)]
mod tests {
    use api::answers::{GroupName, PointAnswer, RestrictedMeanAnswer};

    use super::*;
    use crate::show::footer::tests::envelope;

    fn group_answer(code: &str, median_days: Option<f64>) -> GroupAnswer {
        let point = |value: Option<f64>, low, high| PointAnswer { value, low, high };
        GroupAnswer {
            group: Some(GroupName {
                group: Some(code.to_owned()),
                label: code.to_owned(),
            }),
            n: 20,
            resolved: 12,
            censored: 8,
            from_days: 0.0,
            median_days,
            median_low: Some(80.14),
            median_high: None,
            survival: [
                ("90".to_owned(), point(Some(0.6321), Some(0.5), Some(0.75))),
                ("180".to_owned(), point(None, None, None)),
            ]
            .into(),
            restricted_mean: RestrictedMeanAnswer {
                days: 120.55,
                se: 3.21,
                horizon_days: 365.0,
            },
            curve: vec![StepAnswer {
                days: 3.0,
                at_risk: 20,
                resolved: 1,
                survival: 0.95,
                low: Some(0.7),
                high: Some(0.99),
            }],
        }
    }

    fn answer() -> AnswerEnvelope<ResolutionTimes> {
        envelope(ResolutionTimes {
            groups: vec![group_answer("a", Some(91.26)), group_answer("b", None)],
            log_rank: Some(LogRankAnswer {
                chi_squared: 4.12159,
                degrees_of_freedom: 1,
                p: 0.0423,
            }),
        })
    }

    #[test]
    fn each_group_has_its_figures_with_their_intervals() {
        let drawn = draw(&answer(), false);
        for part in [
            "91.3 (80.1 – ?)",
            "not reached",
            "63.2 (50.0 – 75.0)",
            "120.5 (3.2)",
            "chi-squared 4.12",
            "p = 0.0423",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(
            !drawn.contains("From day") && !drawn.contains("Curve"),
            "{drawn}"
        );
    }

    #[test]
    fn the_curve_is_drawn_on_request() {
        let drawn = draw(&answer(), true);
        assert!(
            drawn.contains("Curve of a") && drawn.contains("95.0 (70.0 – 99.0)"),
            "{drawn}"
        );
    }

    #[test]
    fn a_conditional_curve_has_its_first_day() {
        let mut answer = answer();
        answer.answer.groups[0].from_days = 12.0;
        let drawn = draw(&answer, false);
        assert!(drawn.contains("From") && drawn.contains("12.0"), "{drawn}");
    }
}

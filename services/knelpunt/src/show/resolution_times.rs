//! How long knelpunten take to be resolved.

use api::answers::{GroupAnswer, PairAnswer, ResolutionTimes};

use super::{
    cells::{decimal, group, optional_decimal, probability},
    curves::{CurveHeadings, UNKNOWN, describe, log_rank, mean, mean_heading, median},
    drawing::TableColumns,
};

const HEADINGS: CurveHeadings = CurveHeadings::EPISODES;

/// Draws the answer, and the curve of each group if `with_curve`.
pub(super) fn draw(answer: &ResolutionTimes, with_curve: bool) -> String {
    let ResolutionTimes {
        groups,
        log_rank: test,
        pairs,
        log_rank_trend,
    } = answer;
    let mut drawn = columns(groups).draw(groups) + &log_rank(test.as_ref());
    if let Some(test) = log_rank_trend {
        drawn = format!("{drawn}\nTrend over size classes: {}.", describe(test));
    }
    let tested = pairs.iter().flatten().filter(|pair| pair.p_holm.is_some());
    let different = tested.filter(|pair| pair.p_holm.is_some_and(|p| p <= 0.05));
    for pair in different {
        drawn = format!("{drawn}\n{}", describe_pair(pair, groups));
    }
    if with_curve {
        for one in groups {
            let curve = HEADINGS.draw_of(one.group.as_ref(), &one.figures);
            drawn = format!("{drawn}\n\n{curve}");
        }
    }
    drawn
}

fn columns(groups: &[GroupAnswer]) -> TableColumns<GroupAnswer> {
    let mean_heading = mean_heading(groups.iter().find_map(|group| group.restricted_mean));
    let is_conditional = groups.iter().any(|group| group.figures.from_days > 0.0);
    let columns = TableColumns::new()
        .text("Group", |one: &GroupAnswer| group(one.group.as_ref()))
        .number("n", |group| group.n)
        .number("Resolved", |group| group.resolved)
        .optional_count("Lapsed", |group| group.resolved_by_outcome.lapsed)
        .optional_count("Central", |group| group.resolved_by_outcome.central)
        .number("Open", |group| group.censored)
        .number("From day", move |group| {
            optional_decimal(Some(group.figures.from_days).filter(|_| is_conditional))
        })
        .number("Median days (95 %)", |group| {
            median(&group.figures, group.n)
        })
        .number("Median at the earliest", |group| {
            group
                .median_days_earliest
                .map_or_else(|| UNKNOWN.to_owned(), decimal)
        });
    let columns = HEADINGS.add_shares(columns, |group| &group.figures);
    columns.number(mean_heading, |group| mean(group.restricted_mean.as_ref()))
}

/// Returns the sentence about two groups that differ.
fn describe_pair(pair: &PairAnswer, groups: &[GroupAnswer]) -> String {
    let name = |code: &Option<String>| {
        let mut named = groups.iter().filter_map(|one| one.group.as_ref());
        let found = named.find(|one| one.group == *code);
        group(found)
    };
    format!(
        "{} and {} differ: {} after Holm's correction.",
        name(&pair.first),
        name(&pair.second),
        pair.p_holm.map_or_else(String::new, probability),
    )
}

#[cfg(test)]
mod tests {
    use api::answers::{
        CumulativeIncidence, CurveFigures, GroupName, LogRankAnswer, PointAnswer,
        ResolvedByOutcome, ResolvedCount, RestrictedMeanAnswer, StepAnswer,
    };

    use super::*;

    fn group_answer(code: &str, median_days: Option<f64>) -> GroupAnswer {
        let point = |value: Option<f64>, low, high| PointAnswer { value, low, high };
        GroupAnswer {
            group: Some(GroupName {
                group: Some(code.to_owned()),
                label: code.to_owned(),
            }),
            n: 20,
            resolved: 12,
            resolved_by_outcome: ResolvedByOutcome {
                solved: 5,
                lapsed: 7,
                central: 0,
            },
            censored: 8,
            figures: CurveFigures {
                from_days: 0.0,
                median_days,
                median_low: Some(80.14),
                median_high: None,
                survival: [
                    ("90".to_owned(), point(Some(0.6321), Some(0.5), Some(0.75))),
                    ("180".to_owned(), point(None, None, None)),
                ]
                .into(),
                curve: vec![StepAnswer {
                    days: 3.0,
                    at_risk: 20,
                    count: ResolvedCount { resolved: 1 },
                    survival: 0.95,
                    low: Some(0.7),
                    high: Some(0.99),
                }],
            },
            median_days_earliest: None,
            cumulative_incidence: CumulativeIncidence::default(),
            restricted_mean: Some(RestrictedMeanAnswer {
                days: 120.55,
                se: 3.21,
                horizon_days: 365.0,
            }),
        }
    }

    fn answer() -> ResolutionTimes {
        ResolutionTimes {
            groups: vec![group_answer("a", Some(91.26)), group_answer("b", None)],
            log_rank: Some(LogRankAnswer {
                chi_squared: 4.12159,
                degrees_of_freedom: 1,
                p: 0.0423,
                small_groups: Some(0),
            }),
            pairs: Some(vec![PairAnswer {
                first: Some("a".to_owned()),
                second: Some("b".to_owned()),
                chi_squared: Some(4.1),
                p: Some(0.0423),
                p_holm: Some(0.0423),
            }]),
            log_rank_trend: None,
        }
    }

    #[test]
    fn each_group_has_its_figures_with_their_intervals() {
        let drawn = draw(&answer(), false);
        for part in [
            "91.3 (80.1 – ?)",
            "not reached",
            "63.2 (50.0 – 75.0)",
            "120.5 (3.2)",
            "Lapsed",
            "chi-squared 4.12",
            "p = 0.0423",
            "a and b differ: p = 0.0423",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(
            !drawn.contains("From day") && !drawn.contains("Curve") && !drawn.contains("Central"),
            "{drawn}"
        );
    }

    #[test]
    fn without_episodes_no_figure_is_0_days() {
        let mut nothing = group_answer("a", None);
        nothing.n = 0;
        nothing.restricted_mean = None;
        nothing.figures.median_low = None;
        nothing.figures.survival = [("90".to_owned(), PointAnswer::default())].into();
        let drawn = columns(std::slice::from_ref(&nothing)).draw(std::slice::from_ref(&nothing));
        assert!(drawn.matches('–').count() >= 3, "{drawn}");
        for wrong in ["0.0", "not reached", "up to"] {
            assert!(!drawn.contains(wrong), "{wrong} in {drawn}");
        }
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
        answer.groups[0].figures.from_days = 12.0;
        let drawn = draw(&answer, false);
        assert!(drawn.contains("From") && drawn.contains("12.0"), "{drawn}");
    }
}

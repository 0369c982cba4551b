//! How long resolved knelpunten stay resolved.

use api::answers::{Recurrence, RecurrenceGroup};

use super::{
    cells::group,
    curves::{CurveHeadings, log_rank, mean, mean_heading, median},
    drawing::TableColumns,
};

const HEADINGS: CurveHeadings = CurveHeadings::RECURRENCE;

/// Draws the answer, and the curve of each group if `with_curve`.
pub(super) fn draw(answer: &Recurrence, with_curve: bool) -> String {
    let groups = &answer.groups;
    let mut drawn = columns(groups).draw(groups) + &log_rank(answer.log_rank.as_ref());
    if with_curve {
        for one in groups {
            let curve = HEADINGS.draw_of(one.group.as_ref(), &one.figures);
            drawn = format!("{drawn}\n\n{curve}");
        }
    }
    drawn
}

fn columns(groups: &[RecurrenceGroup]) -> TableColumns<RecurrenceGroup> {
    let mean_heading = mean_heading(groups.iter().find_map(|group| group.restricted_mean));
    let columns = TableColumns::new()
        .text("Group", |one: &RecurrenceGroup| group(one.group.as_ref()))
        .number("Resolved", |group| group.n)
        .number("Recurred", |group| group.recurred)
        .number("Median days (95 %)", |group| {
            median(&group.figures, group.n)
        });
    let columns = HEADINGS.add_shares(columns, |group| &group.figures);
    columns.number(mean_heading, |group| mean(group.restricted_mean.as_ref()))
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
                small_groups: None,
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
            "chi-squared 9.70, degrees of freedom 1, p = 0.0018",
            "Curve of Leverancier levert niet",
            "98.3 (88.8 – 99.8)",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!draw(&answer, false).contains("Curve"));
    }
}

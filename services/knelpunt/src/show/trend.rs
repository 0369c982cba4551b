//! The figures of each period.

use api::{
    AnswerEnvelope,
    answers::{PeriodFigures, Trend, TrendItem},
};

use super::{
    cells::group,
    drawing::{Column, table},
    footer::footer,
};

/// Draws the answer.
pub(super) fn draw(answer: &AnswerEnvelope<Trend>) -> String {
    let number = |heading: &str, figure: fn(&PeriodFigures) -> i64| {
        Column::number(heading, move |item: &TrendItem| {
            figure(&item.figures).to_string()
        })
    };
    let optional = |heading: &str, figure: fn(&PeriodFigures) -> i64| {
        Column::optional_count(heading, move |item: &TrendItem| {
            figure(&item.figures).to_string()
        })
    };
    let columns = [
        Column::id("Period from", |item: &TrendItem| item.period.to_string()),
        Column::text("Group", |item: &TrendItem| group(item.group.as_deref())),
        number("Reported", |figures| figures.reported),
        number("Opened", |figures| figures.opened),
        number("Recurred", |figures| figures.recurred),
        number("Resolved", |figures| figures.resolved),
        optional("solved", |figures| figures.resolved_by_outcome.solved),
        optional("lapsed", |figures| figures.resolved_by_outcome.lapsed),
        optional("central", |figures| figures.resolved_by_outcome.central),
        number("Open at end", |figures| figures.open_at_end),
        number("Persisting at end", |figures| figures.persisting_at_end),
    ];
    format!(
        "{}\n{}",
        table(&columns, &answer.answer.items),
        footer(answer)
    )
}

#[cfg(test)]
mod tests {
    use api::answers::{GroupName, ResolvedByOutcome};

    use super::*;
    use crate::show::footer::tests::envelope;

    fn drawn(group: Option<GroupName>) -> String {
        let item = TrendItem {
            period: jiff::civil::date(2012, 1, 1),
            group: group.map(Into::into),
            figures: PeriodFigures {
                reported: 10,
                opened: 8,
                recurred: 1,
                resolved: 3,
                resolved_by_outcome: ResolvedByOutcome {
                    solved: 2,
                    lapsed: 1,
                    central: 0,
                },
                open_at_end: 55,
                persisting_at_end: 44,
            },
        };
        draw(&envelope(Trend { items: vec![item] }))
    }

    #[test]
    fn periods_are_rows_and_groups_are_named() {
        let without = drawn(None);
        assert!(
            without.contains("2012-01-01") && without.contains("55"),
            "{without}"
        );
        assert!(
            !without.contains("Group") && !without.contains("central"),
            "{without}"
        );
        let with = drawn(Some(GroupName {
            group: Some("GM0344".to_owned()),
            label: "Utrecht".to_owned(),
        }));
        assert!(with.contains("Group") && with.contains("Utrecht"), "{with}");
    }
}

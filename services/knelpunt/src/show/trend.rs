//! The figures of each period.

use api::answers::{PeriodFigures, Trend, TrendItem};

use super::{cells::group, drawing::TableColumns};

/// Draws the answer.
pub(super) fn draw(trend: &Trend) -> String {
    type Figure = fn(&PeriodFigures) -> i64;
    let of = |figure: Figure| move |item: &TrendItem| figure(&item.figures);
    TableColumns::new()
        .id("Period from", |item: &TrendItem| item.period)
        .text("Group", |item| group(item.group.as_deref()))
        .number("Reported", of(|figures| figures.reported))
        .number("Opened", of(|figures| figures.opened))
        .number("Recurred", of(|figures| figures.recurred))
        .number("Resolved", of(|figures| figures.resolved))
        .optional_count("solved", of(|figures| figures.resolved_by_outcome.solved))
        .optional_count("lapsed", of(|figures| figures.resolved_by_outcome.lapsed))
        .optional_count("central", of(|figures| figures.resolved_by_outcome.central))
        .number("Open at end", of(|figures| figures.open_at_end))
        .number("Persisting at end", of(|figures| figures.persisting_at_end))
        .number(
            "Unconfirmed at end",
            of(|figures| figures.unconfirmed_at_end),
        )
        .draw(&trend.items)
}

#[cfg(test)]
mod tests {
    use api::answers::{GroupName, ResolvedByOutcome};

    use super::*;

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
                unconfirmed_at_end: 33,
            },
        };
        draw(&Trend { items: vec![item] })
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

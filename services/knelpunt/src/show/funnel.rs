//! Which groups stand out by more than chance.

use api::answers::{Funnel, FunnelItem, FunnelPosition};

use super::{
    cells::{group, percent},
    curves::share,
    drawing::TableColumns,
};

/// Draws the answer.
pub(super) fn draw(answer: &Funnel) -> String {
    let range = |low: f64, high: f64| format!("{} – {}", percent(Some(low)), percent(Some(high)));
    let drawn = TableColumns::new()
        .text("Group", |item: &FunnelItem| group(Some(&item.group)))
        .number("n", |item| item.n)
        .number("Still open", |item| item.x)
        .number("Share, % (95 %)", |item| share(&item.share))
        .number("Limits 95 %", move |item| {
            range(item.limits95.low, item.limits95.high)
        })
        .number("Limits 99.8 %", move |item| {
            range(item.limits998.low, item.limits998.high)
        })
        .text("Stands out", |item| position(item.position))
        .draw(&answer.items);
    match answer.target {
        Some(target) => format!("{drawn}\nOver all groups: {} %.", percent(Some(target))),
        None => drawn,
    }
}

const fn position(position: FunnelPosition) -> &'static str {
    match position {
        FunnelPosition::Above998 => "above 99.8 %",
        FunnelPosition::Above95 => "above 95 %",
        FunnelPosition::Inside => "",
        FunnelPosition::Below95 => "below 95 %",
        FunnelPosition::Below998 => "below 99.8 %",
    }
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    #[test]
    fn each_group_has_its_share_its_limits_and_where_it_lies() {
        let drawn = draw(&Funnel::example());
        for part in [
            "Utrecht",
            "90.0 (59.6 – 98.2)",
            "13.2 – 86.8",
            "above 95 %",
            "Over all groups: 50.0 %.",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let nothing = Funnel {
            target: None,
            items: Vec::new(),
        };
        assert!(!draw(&nothing).contains("Over all"));
    }
}

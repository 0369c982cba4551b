//! What has changed between two windows of dates.

use api::answers::{Direction, Movers, MoversItem};

use super::{
    cells::{group, optional, with_interval},
    drawing::TableColumns,
};

/// Draws the answer.
pub(super) fn draw(answer: &Movers) -> String {
    let two = |number: Option<f64>| optional(number.map(|number| format!("{number:.2}")));
    let four = |number: Option<f64>| optional(number.map(|number| format!("{number:.4}")));
    let drawn = TableColumns::new()
        .text("Group", |item: &MoversItem| group(Some(&item.group)))
        .number("Before", |item| item.before.count)
        .number("Per", |item| item.before.exposure)
        .number("Now", |item| item.now.count)
        .number("Per", |item| item.now.exposure)
        .number("Ratio (95 %)", move |item| {
            let ratio = item.ratio;
            with_interval(&two(ratio.value), &two(ratio.low), &two(ratio.high), "–")
        })
        .number("p", move |item| four(item.p))
        .number("q", move |item| four(item.q))
        .text("Direction", |item| match item.direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::None => "",
        })
        .draw(&answer.items);
    let Movers {
        from,
        to,
        compare_from,
        compare_to,
        ..
    } = answer;
    format!("{drawn}\nNow is {from} to {to}, before is {compare_from} to {compare_to}.")
}

#[cfg(test)]
mod tests {
    use api::{Example as _, answers::PointAnswer};

    use super::*;

    #[test]
    fn each_group_has_both_counts_their_ratio_and_where_it_went() {
        let mut answer = Movers::example();
        let drawn = draw(&answer);
        for part in [
            "Leverancier",
            "5.00 (1.42 – 26.95)",
            "0.0302",
            "up",
            "Now is 2012-07-01 to 2013-06-30",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        answer.items[0].ratio = PointAnswer::default();
        answer.items[0].direction = Direction::Down;
        let drawn = draw(&answer);
        assert!(drawn.contains('–') && drawn.contains("down"), "{drawn}");
        answer.items[0].direction = Direction::None;
        assert!(!draw(&answer).contains("down"));
    }
}

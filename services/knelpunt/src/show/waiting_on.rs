//! The parties that knelpunten wait on.

use api::answers::{WaitingOn, WaitingOnItem};

use super::{
    cells::{day, optional, optional_decimal, with_interval},
    drawing::TableColumns,
};
use crate::output::next_page;

/// Draws the answer.
pub(super) fn draw(answer: &WaitingOn) -> String {
    let drawn = TableColumns::new()
        .text("Party", |item: &WaitingOnItem| {
            model::written_name(&item.party_name)
        })
        .text("Kind", |item| item.party.kind_name.clone())
        .number("Municipalities", |item| item.municipalities)
        .number("Open", |item| item.open)
        .number("Persisting", |item| item.persisting)
        .id("Oldest since", |item| optional(item.oldest_since.map(day)))
        .number("Median age", |item| optional_decimal(item.median_age_days))
        .number("Episodes", |item| item.n)
        .number("Resolved", |item| item.resolved)
        .number("Median days (95 %)", |item| {
            with_interval(
                &optional_decimal(item.median_days),
                &optional_decimal(item.median_low),
                &optional_decimal(item.median_high),
                "not reached",
            )
        })
        .draw(&answer.items);
    let (shown, total) = (answer.items.len(), answer.total);
    let next_page = next_page(answer.next_cursor.as_deref());
    format!("{drawn}\n{shown} of {total}.{next_page}")
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    #[test]
    fn each_party_has_what_waits_on_it_and_for_how_long() {
        let drawn = draw(&WaitingOn::example());
        for part in [
            "Fabriek IJssel",
            "14",
            "211.0",
            "188.0 (120.0 – ?)",
            "1 of 12",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }
}

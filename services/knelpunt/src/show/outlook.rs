//! The open knelpunten, the least likely to be resolved first.

use api::answers::{Outlook, OutlookItem};

use super::{
    cells::{day, decimal, municipality, optional},
    curves::share,
    drawing::TableColumns,
};
use crate::output::next_page;

/// Draws the answer.
pub(super) fn draw(answer: &Outlook) -> String {
    let drawn = TableColumns::new()
        .text("Municipality", |item: &OutlookItem| {
            municipality(&item.municipality_name, item.inherited_from.as_slice())
        })
        .text_with_id("Knelpunt", |item| {
            format!("{}\n{}", item.category_name, item.id)
        })
        .id("Since", |item| day(item.since))
        .number("Days", |item| decimal(item.age_days))
        .number("Still open, % (95 %)", |item| share(&item.still_open))
        .number("At risk", |item| item.at_risk)
        .text("Compared with", |item| optional(item.stratum.as_deref()))
        .draw(&answer.items);
    let (shown, total) = (answer.items.len(), answer.total);
    let next_page = next_page(answer.next_cursor.as_deref());
    format!("{drawn}\n{shown} of {total}, the least likely to be resolved first.{next_page}")
}

#[cfg(test)]
mod tests {
    use api::{Example as _, answers::PointAnswer};

    use super::*;

    #[test]
    fn each_knelpunt_has_its_outlook_and_an_unknown_one_is_a_dash() {
        let mut answer = Outlook::example();
        let drawn = draw(&answer);
        for part in ["Utrecht", "394.0", "91.0 (78.0 – 97.0)", "34", "1 of 133"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        answer.items[0].still_open = PointAnswer::default();
        assert!(draw(&answer).contains('–'));
    }
}

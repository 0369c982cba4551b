//! What happened to episodes.

use api::answers::{EpisodeList, EpisodeListItem};

use super::{
    cells::{day, decimal, municipality},
    drawing::TableColumns,
};
use crate::output::next_page;

/// Draws the answer.
pub(super) fn draw(answer: &EpisodeList) -> String {
    let drawn = TableColumns::new()
        .id("Date", |item: &EpisodeListItem| day(item.at))
        .id("Event", |item| item.event.as_str())
        .text("Municipality", |item| {
            municipality(&item.municipality_name, item.inherited_from.as_slice())
        })
        .text_with_id("Knelpunt", knelpunt)
        .number("Days", |item| decimal(item.duration_days))
        .draw(&answer.items);
    let (shown, total) = (answer.items.len(), answer.total);
    let next_page = next_page(answer.next_cursor.as_deref());
    format!("{drawn}\n{shown} of {total}.{next_page}")
}

fn knelpunt(item: &EpisodeListItem) -> String {
    let mut parts = vec![item.category_name.clone()];
    parts.extend(item.building_block.clone());
    parts.extend(item.reference_as_written.clone());
    parts.extend(
        item.party_as_written()
            .map(|(_, name)| format!("waits on {name}")),
    );
    parts.push(format!("episode {}", item.episode));
    parts.extend(item.outcome.map(|outcome| outcome.code().to_owned()));
    parts.extend(item.remedy.clone());
    format!("{}\n{}", parts.join(" · "), item.id)
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    #[test]
    fn each_item_has_what_happened_to_which_knelpunt_and_how_it_ended() {
        let mut answer = EpisodeList::example();
        answer.items[0].remedy = Some("i-coach".to_owned());
        let drawn = draw(&answer);
        for part in [
            "2013-05-",
            "waits on Fabriek IJssel B.V.",
            "resolved",
            "Utrecht",
            "bag",
            "355.0",
            "i-coach",
            "1 of 58",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }
}

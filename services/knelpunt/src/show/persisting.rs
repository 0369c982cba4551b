//! The list of knelpunten that persist or are open, oldest first.

use api::answers::{Persisting, PersistingItem};

use super::{
    cells::{day, decimal, municipality},
    drawing::TableColumns,
};
use crate::output::next_page;

/// Draws the answer.
pub(super) fn draw(answer: &Persisting) -> String {
    let items = &answer.items;
    let is_mixed = !items.iter().all(|item| item.persisting);
    let drawn = TableColumns::new()
        .text("Municipality", |item: &PersistingItem| {
            municipality(&item.municipality_name, item.inherited_from.as_slice())
        })
        .text_with_id("Knelpunt", move |item| knelpunt(item, is_mixed))
        .number("Days", |item| decimal(item.age_days))
        .id("Last report", |item| day(item.last_reported_at))
        .number("Reports", |item| item.reports)
        .draw(items);
    let counted = match items.len() {
        0 => String::new(),
        shown => format!("\n{shown} of {}, oldest first.", answer.total),
    };
    format!(
        "{drawn}{counted}{}",
        next_page(answer.next_cursor.as_deref())
    )
}

/// Returns what it is, and its id on the last line.
fn knelpunt(item: &PersistingItem, is_mixed: bool) -> String {
    let mut parts = vec![item.category_name.clone()];
    parts.extend(item.building_block.clone());
    parts.extend(item.reference.clone());
    parts.extend(
        item.party
            .as_ref()
            .map(|party| format!("waits on {}", party.name)),
    );
    if !item.rounds.is_empty() {
        parts.push(format!("rounds {}", item.rounds.join(", ")));
    }
    if is_mixed {
        let persists = if item.persisting {
            "persists"
        } else {
            "does not persist yet"
        };
        parts.push(persists.to_owned());
    }
    format!("{}\n{}", parts.join(" · "), item.id)
}

#[cfg(test)]
mod tests {
    use api::answers::PartyAnswer;
    use model::{Instant, KnelpuntId, PartyKind};

    use super::*;

    fn item(persisting: bool) -> PersistingItem {
        let reported = Instant::parse("2012-05-31T22:00:00Z").unwrap();
        PersistingItem {
            id: KnelpuntId::from_bytes([7; 16]),
            municipality: "GM0344".to_owned(),
            municipality_name: "Utrecht".to_owned(),
            inherited_from: Some("GM0345".to_owned()),
            through_split: false,
            category: "funding".to_owned(),
            category_name: "Te weinig geld".to_owned(),
            building_block: Some("bag".to_owned()),
            building_block_name: None,
            party: Some(PartyAnswer {
                kind: PartyKind::Supplier,
                kind_name: "leverancier".to_owned(),
                name: "logius".to_owned(),
            }),
            reference: None,
            description: None,
            opened_at: reported,
            since: reported,
            age_days: 412.04,
            persisting,
            episodes: 1,
            reports: 3,
            rounds: vec!["2012-01".to_owned(), "2012-02".to_owned()],
            last_reported_at: reported,
        }
    }

    fn drawn(items: Vec<PersistingItem>, cursor: Option<&str>) -> String {
        draw(&Persisting {
            total: 250,
            items,
            next_cursor: cursor.map(str::to_owned),
        })
    }

    #[test]
    fn each_knelpunt_is_shown_with_its_id() {
        let drawn = drawn(vec![item(true)], None);
        for part in [
            "Utrecht",
            "GM0345",
            "Te weinig geld",
            "bag",
            "07070707-0707-0707-0707-070707070707",
            "logius",
            "412.0",
            "2012-06-01",
            "2012-01",
            "1 of 250",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains("persist"), "{drawn}");
    }

    #[test]
    fn knelpunten_that_do_not_persist_are_marked_in_a_mixed_list() {
        let drawn = drawn(vec![item(true), item(false)], None);
        assert!(drawn.contains("not persist"), "{drawn}");
    }

    #[test]
    fn the_next_page_has_its_cursor() {
        let drawn = drawn(vec![item(true)], Some("abc"));
        assert!(drawn.contains("--cursor abc"), "{drawn}");
    }
}

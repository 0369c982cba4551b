//! The list of knelpunten that persist or are open, oldest first.

pub(super) mod offline;

use api::answers::{Persisting, PersistingItem};
use model::{Instant, KnelpuntId};

use super::{
    cells::{day, decimal, municipality, optional},
    drawing::TableColumns,
};
use crate::output::next_page;

/// A row of the table: what an answer has, or the index of a folder of views, which knows less.
struct ListedKnelpunt<'a> {
    id: KnelpuntId,
    municipality_name: &'a str,
    inherited_from: &'a [String],
    category_name: &'a str,
    building_block: Option<&'a str>,
    reference: Option<&'a str>,
    party_name: Option<&'a str>,
    rounds: &'a [String],
    age_days: f64,
    persisting: bool,
    last_reported_at: Option<Instant>,
    reports: Option<usize>,
}

/// Draws the answer.
pub(super) fn draw(answer: &Persisting) -> String {
    let rows: Vec<ListedKnelpunt<'_>> = answer.items.iter().map(ListedKnelpunt::from).collect();
    let next_page = next_page(answer.next_cursor.as_deref());
    format!("{}{next_page}", draw_rows(&rows, answer.total))
}

/// Draws the table, and how many of all it shows.
fn draw_rows(rows: &[ListedKnelpunt<'_>], total: usize) -> String {
    let is_mixed = !rows.iter().all(|row| row.persisting);
    let drawn = TableColumns::new()
        .text("Municipality", |row: &ListedKnelpunt<'_>| {
            municipality(row.municipality_name, row.inherited_from)
        })
        .text_with_id("Knelpunt", move |row| knelpunt(row, is_mixed))
        .number("Days", |row| decimal(row.age_days))
        .id("Last report", |row| optional(row.last_reported_at.map(day)))
        .number("Reports", |row| optional(row.reports))
        .draw(rows);
    match rows.len() {
        0 => drawn,
        shown => format!("{drawn}\n{shown} of {total}, oldest first."),
    }
}

/// Returns what it is, and its id on the last line.
fn knelpunt(row: &ListedKnelpunt<'_>, is_mixed: bool) -> String {
    let mut parts = vec![row.category_name.to_owned()];
    parts.extend(row.building_block.map(str::to_owned));
    parts.extend(row.reference.map(str::to_owned));
    parts.extend(row.party_name.map(|name| format!("waits on {name}")));
    if !row.rounds.is_empty() {
        parts.push(format!("rounds {}", row.rounds.join(", ")));
    }
    if is_mixed {
        let persists = if row.persisting {
            "persists"
        } else {
            "does not persist yet"
        };
        parts.push(persists.to_owned());
    }
    format!("{}\n{}", parts.join(" · "), row.id)
}

impl<'a> From<&'a PersistingItem> for ListedKnelpunt<'a> {
    fn from(item: &'a PersistingItem) -> Self {
        Self {
            id: item.id,
            municipality_name: &item.municipality_name,
            inherited_from: item.inherited_from.as_slice(),
            category_name: &item.category_name,
            building_block: item.building_block.as_deref(),
            reference: item.reference_as_written.as_deref(),
            party_name: item.party_name.as_deref(),
            rounds: &item.rounds,
            age_days: item.age_days,
            persisting: item.persisting,
            last_reported_at: Some(item.last_reported_at),
            reports: Some(item.reports),
        }
    }
}

#[cfg(test)]
mod tests {
    use api::answers::PartyAnswer;
    use model::PartyKind;

    use super::*;

    fn item(persisting: bool) -> PersistingItem {
        let reported = Instant::parse("2012-05-31T22:00:00Z").unwrap();
        PersistingItem {
            id: KnelpuntId::from_bytes([7; 16]),
            municipality: "GM0344".to_owned(),
            municipality_name: "Utrecht".to_owned(),
            inherited_from: Some("GM0345".to_owned()),
            through_split: false,
            other_successors: Vec::new(),
            category: "funding".to_owned(),
            category_name: "Te weinig geld".to_owned(),
            building_block: Some("bag".to_owned()),
            building_block_name: None,
            party: Some(PartyAnswer {
                kind: PartyKind::Supplier,
                kind_name: "leverancier".to_owned(),
                name: "logius".to_owned(),
            }),
            party_name: Some("Logius".to_owned()),
            reference: Some("inc0012".to_owned()),
            reference_as_written: Some("INC0012".to_owned()),
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
            "INC0012",
            "Logius",
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

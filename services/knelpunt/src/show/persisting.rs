//! The lists of knelpunten: those that persist or are open, oldest first, and the collection by status.

pub(super) mod offline;

use api::answers::{Persisting, PersistingItem};
use jiff::civil::Date;
use model::{Instant, KnelpuntId, Outcome};

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
    ended_on: Option<Date>,
    outcome: Option<Outcome>,
    last_reported_at: Option<Instant>,
    reports: Option<usize>,
}

/// Draws the answer.
pub(super) fn draw(answer: &Persisting) -> String {
    let rows: Vec<ListedKnelpunt<'_>> = answer.items.iter().map(ListedKnelpunt::from).collect();
    let next_page = next_page(answer.next_cursor.as_deref());
    format!("{}{next_page}", draw_rows(&rows, answer.total))
}

/// Draws the collection, in the order that was asked for, with the end of those that are resolved.
pub(super) fn draw_any(answer: &Persisting) -> String {
    let rows: Vec<ListedKnelpunt<'_>> = answer.items.iter().map(ListedKnelpunt::from).collect();
    let drawn = columns(&rows)
        .id("Ended", |row| optional(row.ended_on))
        .id("Outcome", |row| optional(row.outcome.map(Outcome::code)))
        .draw(&rows);
    let (shown, total) = (rows.len(), answer.total);
    let next_page = next_page(answer.next_cursor.as_deref());
    format!("{drawn}\n{shown} of {total}.{next_page}")
}

/// Draws the table, and how many of all it shows.
fn draw_rows(rows: &[ListedKnelpunt<'_>], total: usize) -> String {
    let drawn = columns(rows).draw(rows);
    match rows.len() {
        0 => drawn,
        shown => format!("{drawn}\n{shown} of {total}, oldest first."),
    }
}

/// Returns the columns that every list has.
fn columns<'a>(rows: &[ListedKnelpunt<'a>]) -> TableColumns<ListedKnelpunt<'a>> {
    let mut open = rows.iter().filter(|row| row.ended_on.is_none());
    let is_mixed = !open.all(|row| row.persisting);
    TableColumns::new()
        .text("Municipality", |row: &ListedKnelpunt<'a>| {
            municipality(row.municipality_name, row.inherited_from)
        })
        .text_with_id("Knelpunt", move |row| knelpunt(row, is_mixed))
        .number("Days", |row| decimal(row.age_days))
        .id("Last report", |row| optional(row.last_reported_at.map(day)))
        .number("Reports", |row| optional(row.reports))
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
    if is_mixed && row.ended_on.is_none() {
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
            ended_on: item.ended_on,
            outcome: item.outcome,
            last_reported_at: Some(item.last_reported_at),
            reports: Some(item.reports),
        }
    }
}

#[cfg(test)]
mod tests {
    use api::answers::{KnelpuntStatus, PartyAnswer};
    use model::PartyKind;

    use super::*;

    fn item(persisting: bool) -> PersistingItem {
        let reported = Instant::parse("2012-05-31T22:00:00Z").unwrap();
        PersistingItem {
            id: KnelpuntId::from_bytes([7; 16]),
            href: String::new(),
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
            status: KnelpuntStatus::Open,
            opened_at: reported,
            opened_on: reported.day(),
            since: reported,
            since_on: reported.day(),
            ended_at: None,
            ended_on: None,
            outcome: None,
            remedy: None,
            age_days: 412.04,
            persisting,
            episodes: 1,
            reports: 3,
            rounds: vec!["2012-01".to_owned(), "2012-02".to_owned()],
            last_reported_at: reported,
            last_reported_on: reported.day(),
            first_description: None,
            first_described_at: None,
            first_described_on: None,
            described_at: None,
            described_on: None,
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
    fn the_collection_shows_how_and_when_a_knelpunt_ended() {
        let mut resolved = item(false);
        resolved.status = KnelpuntStatus::Resolved;
        resolved.ended_on = Some(jiff::civil::date(2013, 9, 1));
        resolved.outcome = Some(Outcome::Solved);
        let drawn = draw_any(&Persisting {
            total: 250,
            items: vec![item(true), resolved],
            next_cursor: None,
        });
        for part in ["2013-09-01", "solved", "2 of 250."] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains("persist"), "{drawn}");
    }

    #[test]
    fn the_next_page_has_its_cursor() {
        let drawn = drawn(vec![item(true)], Some("abc"));
        assert!(drawn.contains("--cursor abc"), "{drawn}");
    }
}

//! Tables of knelpunten: the same columns on every page that lists them.

use api::answers::{KnelpuntStatus, PersistingItem};
use texts::messages::Messages;

use super::{
    group_kind::GroupKind,
    names, navigation,
    page_query::PageQuery,
    table::{Emphasis, PageRow, PageTable, TableCell, TableColumn},
};

/// A column beside the first, which names the knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnelpuntColumn {
    Municipality,
    Status,
    Since,
    /// How long it is open, or was.
    Age,
    WaitsOn,
    LastConfirmed,
}

/// Returns the table of a list of knelpunten: what each is, and these columns.
pub(crate) fn knelpunt_table(
    query: &PageQuery<'_>,
    columns: &[KnelpuntColumn],
    items: &[PersistingItem],
) -> PageTable {
    let t = query.t();
    let heads = columns.iter().map(|column| t.text(column.name()));
    let row = |item| {
        let cells = columns.iter().map(|column| column.cell(query, item));
        PageRow::new(
            [knelpunt_cell(query, item)]
                .into_iter()
                .chain(cells)
                .collect(),
        )
    };
    PageTable {
        columns: [t.text("knelpunten-knelpunt")]
            .into_iter()
            .chain(heads)
            .map(TableColumn::text)
            .collect(),
        rows: items.iter().map(row).collect(),
        has_cards: true,
    }
}

/// Returns the table of a list of knelpunten of one kind: where each is, how it was reported, and these columns.
pub(crate) fn location_table(
    query: &PageQuery<'_>,
    columns: &[KnelpuntColumn],
    items: &[PersistingItem],
) -> PageTable {
    let t = query.t();
    let heads = ["term-municipality", "knelpunten-as-reported"].map(|id| t.text(id));
    let more = columns.iter().map(|column| t.text(column.name()));
    let row = |item| {
        let cells = columns.iter().map(|column| column.cell(query, item));
        PageRow::new(
            [
                municipality_cell(query, item),
                description_cell(query, item),
            ]
            .into_iter()
            .chain(cells)
            .collect(),
        )
    };
    PageTable {
        columns: heads
            .into_iter()
            .chain(more)
            .map(TableColumn::text)
            .collect(),
        rows: items.iter().map(row).collect(),
        has_cards: true,
    }
}

impl KnelpuntColumn {
    /// Returns the id of the text in its head.
    const fn name(self) -> &'static str {
        match self {
            Self::Municipality => "term-municipality",
            Self::Status => "knelpunten-status",
            Self::Since => "term-since",
            Self::Age => "knelpunten-age",
            Self::WaitsOn => "term-waits-on",
            Self::LastConfirmed => "term-last-confirmed",
        }
    }

    fn cell(self, query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
        let t = query.t();
        match self {
            Self::Municipality => municipality_cell(query, item),
            Self::Status => status_cell(t, item),
            Self::Since => TableCell::day(t, item.since.day()),
            Self::Age => {
                let until = item.ended_at.unwrap_or(query.as_of).day();
                TableCell::age(t, item.since.day(), until)
            }
            Self::WaitsOn => party_cell(query, item),
            Self::LastConfirmed => TableCell::day(t, item.last_reported_at.day()),
        }
    }
}

fn knelpunt_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    TableCell::text(names::category(query.t(), query.register(), &item.category))
        .link(query.link(&format!("/knelpunten/{}", item.id)))
        .note(description_line(query, item))
}

/// Returns how it was reported; the category is that of the page.
fn description_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    TableCell::text(description_line(query, item))
        .link(query.link(&format!("/knelpunten/{}", item.id)))
}

fn description_line(query: &PageQuery<'_>, item: &PersistingItem) -> String {
    let block = item.building_block.as_deref();
    let block = block.map(|code| names::building_block(query.register(), code));
    let about = [block.as_deref(), item.reference_as_written.as_deref()];
    described(query.t(), about, item.description.as_deref())
}

/// Returns what a knelpunt is about and its description, in a line: `DigiD · sim-955. “Nog steeds.”`.
pub(crate) fn described(
    t: Messages,
    about: [Option<&str>; 2],
    description: Option<&str>,
) -> String {
    let description = description.map_or_else(
        || t.text("knelpunten-no-words"),
        |text| t.with("knelpunten-said", "words", text),
    );
    let about: Vec<&str> = about.into_iter().flatten().collect();
    if about.is_empty() {
        return description;
    }
    format!("{}. {description}", about.join(" · "))
}

fn party_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    let Some((kind, name)) = item.party_as_written() else {
        return TableCell::none();
    };
    let cell = TableCell::text(name);
    match &item.party {
        Some(party) if query.path != navigation::HOME => {
            let code = format!("{}:{}", kind.code(), party.name);
            cell.link(query.link(&GroupKind::Party.path_of(&code)))
        }
        _ => cell,
    }
}

/// The overview links once per row, for the sake of the keyboard.
fn municipality_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    let cell = TableCell::text(item.municipality_name.clone());
    if query.path == navigation::HOME {
        return cell;
    }
    cell.link(query.link(&format!("/gemeenten/{}", item.municipality)))
}

/// Returns whether a knelpunt persists, is open, or how it ended.
fn status_cell(t: Messages, item: &PersistingItem) -> TableCell {
    let (text, emphasis) = match (item.status, item.outcome) {
        (KnelpuntStatus::Open | KnelpuntStatus::None, _) if item.persisting => {
            (t.text("term-persisting"), Emphasis::StatusPersisting)
        }
        (KnelpuntStatus::Resolved, Some(outcome)) => {
            (names::outcome(t, outcome), Emphasis::ended(outcome))
        }
        _ => (t.text("term-open"), Emphasis::StatusOpen),
    };
    TableCell {
        emphasis,
        ..TableCell::text(text)
    }
}

#[cfg(test)]
mod tests {
    use texts::messages::Language;

    use super::*;

    #[test]
    fn what_it_is_about_stands_before_the_description() {
        let t = Messages::new(Language::Dutch);
        assert_eq!(
            described(t, [Some("DigiD"), Some("sim-955")], Some("Traag.")),
            "DigiD · sim-955. “Traag.”"
        );
        assert_eq!(
            described(t, [None, None], None),
            "Zonder toelichting gemeld."
        );
    }
}

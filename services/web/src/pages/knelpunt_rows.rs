//! Tables of knelpunten: the same columns on every page that lists them.

use api::answers::{KnelpuntStatus, PersistingItem};
use jiff::civil::Date;
use model::KnelpuntId;
use texts::messages::Messages;

use super::{
    frame::Link,
    group_kind::GroupKind,
    municipality, names, navigation,
    page_query::PageQuery,
    table::{Emphasis, PageRow, PageTable, TableCell, TableColumn},
};
use crate::forms::Form;

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
    /// How it ended.
    Outcome,
    Ended,
    /// How long it was open.
    WasOpen,
    Remedy,
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
            Self::Outcome => "knelpunten-outcome",
            Self::Ended => "knelpunten-ended",
            Self::WasOpen => "knelpunten-was-open",
            Self::Remedy => "knelpunten-remedy",
        }
    }

    fn cell(self, query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
        let t = query.t();
        match self {
            Self::Municipality => municipality_cell(query, item),
            Self::Status | Self::Outcome => status_cell(t, item),
            Self::Since => TableCell::day(t, item.since.day()),
            Self::Age | Self::WasOpen => {
                let until = item.ended_at.unwrap_or(query.as_of).day();
                TableCell::age(t, item.since.day(), until)
            }
            Self::WaitsOn => party_cell(query, item),
            Self::LastConfirmed => TableCell::day(t, item.last_reported_at.day()),
            Self::Ended => item
                .ended_at
                .map_or_else(TableCell::none, |at| TableCell::day(t, at.day())),
            Self::Remedy => remedy_cell(query, item),
        }
    }
}

/// Returns the first cell of a knelpunt: its category with a link, and below it how it was first and last described.
fn knelpunt_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    with_latest(query, item, first_cell(query, item))
}

/// Returns the first cell of a knelpunt: its category with a link, and below it what it is about and how it was first
/// described.
pub(crate) fn first_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    TableCell::text(names::category(query.t(), query.register(), &item.category))
        .link(query.link(&format!("/knelpunten/{}", item.id)))
        .note(description_line(query, item))
}

/// Adds the last description with its day, where it says more than the first.
fn with_latest(query: &PageQuery<'_>, item: &PersistingItem, cell: TableCell) -> TableCell {
    match item.later_description() {
        Some((text, on)) => cell.note(latest(query.t(), text, on)),
        None => cell,
    }
}

/// Returns a last description with its day: `Op 3 maart 2026: “Nog steeds.”`.
fn latest(t: Messages, text: &str, on: Date) -> String {
    let values = [("date", t.date(on).into()), ("words", text.into())];
    t.text_with("knelpunten-latest", &values)
}

/// Returns how it was reported; the category is that of the page.
fn description_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    let cell = TableCell::text(description_line(query, item))
        .link(query.link(&format!("/knelpunten/{}", item.id)));
    with_latest(query, item, cell)
}

fn description_line(query: &PageQuery<'_>, item: &PersistingItem) -> String {
    let (t, register) = (query.t(), query.register());
    let block = item.building_block.as_deref();
    let block = block.map(|code| names::building_block(register, code));
    let reported_by = item.inherited_from.as_deref().map(|code| {
        let name = municipality::name(code, register);
        t.with("knelpunten-reported-by", "name", name)
    });
    let about = [
        block.as_deref(),
        item.reference_as_written.as_deref(),
        reported_by.as_deref(),
    ];
    described(t, about, item.first_description.as_deref())
}

/// Returns what can be done about an open knelpunt, in short texts; nothing without forms, and in the past.
pub(crate) fn row_actions(query: &PageQuery<'_>, id: KnelpuntId) -> Vec<Link> {
    if !query.has_forms() {
        return Vec::new();
    }
    let t = query.t();
    [
        (Form::Confirm, "act-confirm-short"),
        (Form::Resolve, "act-resolve-short"),
        (Form::Merge, "act-merge-short"),
        (Form::Withdraw, "act-withdraw-short"),
    ]
    .map(|(form, text)| Link::new(t.text(text), format!("/knelpunten/{id}/{}", form.slug())))
    .into()
}

/// Returns what solved a knelpunt.
fn remedy_cell(query: &PageQuery<'_>, item: &PersistingItem) -> TableCell {
    let t = query.t();
    let remedy = item.remedy.as_deref();
    remedy.map_or_else(
        || TableCell::text(t.text("remedy-none")).faint(),
        |code| TableCell::text(names::remedy(t, query.register(), code)),
    )
}

/// Returns what a knelpunt is about and its description, in a line: `DigiD · sim-955. “Nog steeds.”`.
pub(crate) fn described<'a>(
    t: Messages,
    about: impl IntoIterator<Item = Option<&'a str>>,
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

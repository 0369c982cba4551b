//! The municipalities in which something of a group is open.

use questions::{MunicipalityState, MunicipalityStates};
use register::MunicipalityId;

use crate::pages::{
    figure::PageFigure,
    navigation,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// Returns the municipalities, those first where something has been open longest.
pub(super) fn municipalities(query: &PageQuery<'_>, states: &MunicipalityStates) -> PageFigure {
    let (t, register) = (query.t(), query.register());
    let open = states.iter().filter(|(_, state)| state.open > 0);
    let mut open: Vec<(&MunicipalityId, &MunicipalityState)> = open.collect();
    open.sort_by_key(|(id, state)| (state.oldest_since, &register.municipality(**id).name));
    let rows = open.iter().map(|(id, state)| {
        let municipality = register.municipality(**id);
        let path = navigation::path_of_municipality(&municipality.code);
        let oldest = state
            .oldest_since
            .map(|since| TableCell::day(t, since.day()));
        PageRow::new(vec![
            TableCell::text(&municipality.name).link(query.link(&path)),
            TableCell::count(t, state.open),
            TableCell::count(t, state.persisting).persisting(),
            oldest.unwrap_or_else(TableCell::none),
        ])
    });
    let table = PageTable {
        columns: vec![
            TableColumn::text(t.text("term-municipality")),
            TableColumn::number(t.name("def-open")),
            TableColumn::number(t.name("def-hardnekkig")),
            TableColumn::text(t.text("municipalities-oldest")),
        ],
        rows: rows.collect(),
        has_cards: false,
    };
    PageFigure::new(
        query,
        "gemeenten",
        t.with("parties-municipalities", "n", open.len()),
        table,
    )
    .terms(query, &["def-open", "def-hardnekkig", "def-sinds"])
}

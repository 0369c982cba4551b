//! Who still has to be called, who declined, and who was not called.

use std::collections::{BTreeMap, BTreeSet};

use api::answers::{MunicipalityCoverage, PersistingItem, RoundAnswer};
use model::ConsultationOutcome;
use questions::{MunicipalityState, MunicipalityStates};
use register::Municipality;

use super::NotCalled;
use crate::{
    pages::{
        figure::PageFigure,
        frame::Link,
        municipalities, names,
        page_query::PageQuery,
        table::{PageRow, PageTable, TableCell, TableColumn},
    },
    problem::WebProblem,
};

/// What is open, by the code of the municipality.
pub(super) type OpenThere = BTreeMap<String, Vec<PersistingItem>>;

/// Returns the municipalities that a round called with one outcome, in alphabetical order.
fn called(answer: &RoundAnswer, outcome: ConsultationOutcome) -> Vec<&MunicipalityCoverage> {
    let rows = answer.municipalities.iter();
    let mut found: Vec<&MunicipalityCoverage> = rows
        .filter(|row| row.consultation == Some(outcome))
        .collect();
    found.sort_by_cached_key(|row| municipalities::sort_key(&row.municipality_name));
    found
}

/// Returns what is open at those that the round called and did not reach, the oldest first.
pub(super) fn open_where_not_reached(
    query: &mut PageQuery<'_>,
    answer: &RoundAnswer,
) -> Result<OpenThere, WebProblem> {
    let outcomes = [ConsultationOutcome::NoAnswer, ConsultationOutcome::Declined];
    let not_reached = outcomes
        .into_iter()
        .flat_map(|outcome| called(answer, outcome));
    let codes = not_reached.map(|row| ("municipality", &*row.municipality));
    let mut keys: Vec<(&str, &str)> = codes.collect();
    let mut open = OpenThere::new();
    if keys.is_empty() {
        return Ok(open);
    }
    keys.extend([("status", "open"), ("limit", "1000")]);
    for item in query.persisting(&keys)?.items {
        open.entry(item.municipality.clone())
            .or_default()
            .push(item);
    }
    Ok(open)
}

/// Returns who still has to be called, and who declined.
pub(super) fn not_reached(
    query: &PageQuery<'_>,
    answer: &RoundAnswer,
    states: &MunicipalityStates,
    open: &OpenThere,
) -> Vec<PageFigure> {
    let t = query.t();
    let missed = called(answer, ConsultationOutcome::NoAnswer);
    let declined = called(answer, ConsultationOutcome::Declined);
    let mut lists = Vec::new();
    if answer.total.asked > 0 {
        let heading = t.with("round-to-call", "n", missed.len());
        let table = table(query, &missed, states, open);
        let list = PageFigure::new(query, "bellen", heading, table)
            .terms(query, &["def-gesproken", "def-sinds"]);
        lists.push(list.subtitle(t.text("round-to-call-sub")));
    }
    if !declined.is_empty() {
        let heading = t.with("round-declined", "n", declined.len());
        let table = table(query, &declined, states, open);
        let list = PageFigure::new(query, "zagen-ervan-af", heading, table);
        lists.push(list.terms(query, &["def-gesproken", "def-sinds"]));
    }
    lists
}

fn table(
    query: &PageQuery<'_>,
    rows: &[&MunicipalityCoverage],
    states: &MunicipalityStates,
    open: &OpenThere,
) -> PageTable {
    let t = query.t();
    let row = |row: &&MunicipalityCoverage| {
        let items = open.get(&row.municipality).map_or(&[][..], Vec::as_slice);
        table_row(query, row, states, items)
    };
    PageTable {
        columns: vec![
            TableColumn::text(t.text("term-municipality")),
            TableColumn::text(t.text("term-province")),
            TableColumn::text(t.text("round-last-reached")),
            TableColumn::number(t.text("round-open")),
            TableColumn::text(t.text("round-open-there")),
        ],
        rows: rows.iter().map(row).collect(),
        has_cards: true,
    }
}

fn table_row(
    query: &PageQuery<'_>,
    row: &MunicipalityCoverage,
    states: &MunicipalityStates,
    items: &[PersistingItem],
) -> PageRow {
    let (t, register) = (query.t(), query.register());
    let id = register.find_municipality(&row.municipality);
    let province = id.map(|id| register.municipality(id).province);
    let province = province.map(|id| register.province(id).name.clone());
    let state = id.and_then(|id| states.get(&id));
    let reached = state.and_then(|state| state.last_reached.as_ref());
    let reached = reached.map_or_else(
        || TableCell::text(t.text("round-never")).faint(),
        |(_, round)| TableCell::text(t.round(round)),
    );
    let open: Vec<String> = items
        .iter()
        .map(|item| {
            let name = names::category(t, register, &item.category);
            let age = t.age(item.since.day(), query.as_of.day());
            format!("{name} ({age})")
        })
        .collect();
    let path = format!("{}/{}", municipalities::PATH, row.municipality);
    PageRow::new(vec![
        TableCell::text(&row.municipality_name).link(query.link(&path)),
        TableCell::text(province.unwrap_or_default()),
        reached,
        TableCell::count(t, items.len()),
        if open.is_empty() {
            TableCell::text(t.text("round-nothing")).faint()
        } else {
            TableCell::text(open.join("; "))
        },
    ])
}

/// Returns the municipalities of the division that were no part of the round, in alphabetical order.
pub(super) fn others<'a>(query: &PageQuery<'a>, answer: &RoundAnswer) -> Vec<&'a Municipality> {
    let called = answer
        .municipalities
        .iter()
        .filter(|row| row.consultation.is_some());
    let called: BTreeSet<&str> = called.map(|row| &*row.municipality).collect();
    let all = query.register().municipalities();
    let others =
        all.filter(|(_, one)| one.existed_on(query.division) && !called.contains(&*one.code));
    let mut others: Vec<&Municipality> = others.map(|(_, one)| one).collect();
    others.sort_by_cached_key(|one| municipalities::sort_key(&one.name));
    others
}

/// Returns those that were no part of the round, by letter; none if all were.
pub(super) fn not_called(
    query: &PageQuery<'_>,
    answer: &RoundAnswer,
    states: &MunicipalityStates,
) -> Option<NotCalled> {
    let t = query.t();
    let others = others(query, answer);
    let state = |one: &&Municipality| -> Option<&MunicipalityState> {
        states.get(&query.register().find_municipality(&one.code)?)
    };
    let open = others
        .iter()
        .filter_map(state)
        .filter(|state| state.open > 0);
    let open = t.with("round-others-sub", "n", open.count());
    let initials = others
        .iter()
        .filter_map(|one| municipalities::initial(&one.name));
    let letters: BTreeSet<char> = initials.collect();
    let link = |letter: char| {
        let text = letter.to_string();
        let href = query.link_with(municipalities::PATH, &[("letter", &text)]);
        Link::new(text, href)
    };
    (!others.is_empty()).then(|| NotCalled {
        heading: t.with("round-others", "n", others.len()),
        open,
        letters: letters.into_iter().map(link).collect(),
    })
}

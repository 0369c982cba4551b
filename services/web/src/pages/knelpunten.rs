//! The list of all knelpunten: chosen, sorted, and page by page, by the parameters of the API.

pub(super) mod choice;
pub(super) mod form;
mod sorting;

use api::{
    answers::{Persisting, WaitingOn},
    parameters::ListStatus,
};
use askama::Template;
use questions::{KnelpuntenQuestion, RoundsQuestion, SummaryQuestion, WaitingOnQuestion};

use self::{choice::ListChoice, sorting::Sorting};
use super::{
    figure::PageFigure,
    frame::{Link, PageFrame},
    knelpunt_rows::{KnelpuntColumn, knelpunt_table},
    page_query::PageQuery,
    provenance,
};
use crate::{problem::WebProblem, query::Pair};

pub(crate) use self::form::{FieldInput, FilterField};

/// The path of the page.
pub(super) const PATH: &str = "/knelpunten";

#[derive(Template)]
#[template(path = "knelpunten.html")]
pub(crate) struct KnelpuntenPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// Links that leave out a part of the choice.
    pub(crate) without: Vec<Link>,
    pub(crate) action: String,
    pub(crate) fields: Vec<FilterField>,
    /// The keys that the form repeats.
    pub(crate) hidden: Vec<Pair>,
    /// The whole list as a workbook.
    pub(crate) download: String,
    pub(crate) list: PageFigure,
    /// The first page, and the next one.
    pub(crate) pages: Vec<Link>,
}

impl super::Page for KnelpuntenPage {
    fn figures(&self) -> Vec<&PageFigure> {
        vec![&self.list]
    }
}

impl KnelpuntenPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 400 that names every key that is not one of the list, or has no valid value; otherwise as a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let keys = query.page_keys(&choice::KEYS)?;
        let choice = ListChoice::new(&keys, query.register());
        // Another question first: a cursor is of the position that the next page asks for, which the first answer sets.
        let rounds = query.ask(api::Filter::default(), RoundsQuestion)?;
        let answer = query.ask_by_keys::<KnelpuntenQuestion>(&choice.as_keys())?;
        let parties = query.ask_by_keys::<WaitingOnQuestion>(&[])?;
        let (filter, summary) = query.ask_and_filter::<SummaryQuestion>(&choice.filter_keys())?;
        let notices = provenance::of_selection(query, summary, &filter)?;
        let all = [("format", "xlsx")];
        let download = choice.lasting_keys().into_iter().chain(all);
        Ok(Self {
            lead: lead(query, &choice, &parties, answer.total),
            without: choice.without(query, &parties),
            action: PATH.to_owned(),
            fields: form::fields(query, &choice, &rounds, &parties),
            hidden: form::hidden(query, &choice),
            download: query.permanent_link("/v1/knelpunten", &download.collect::<Vec<_>>()),
            list: list(query, &choice, &answer),
            pages: pages(query, &choice, &answer),
            frame: PageFrame::new(query, query.t().text("list-title"), Vec::new(), notices),
        })
    }
}

/// Returns how many there are, and what was chosen.
fn lead(query: &PageQuery<'_>, choice: &ListChoice, parties: &WaitingOn, total: usize) -> String {
    let t = query.t();
    let id = match choice.status() {
        ListStatus::Open => "list-lead-open",
        ListStatus::Persisting => "list-lead-persisting",
        ListStatus::Resolved => "list-lead-resolved",
        ListStatus::All => "list-lead-all",
    };
    let counted = t.with(id, "n", total);
    let chosen = choice.chosen(query, parties);
    if chosen.is_empty() {
        return counted;
    }
    let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let chosen = t.with("list-lead-chosen", "choice", t.list(&chosen));
    format!("{counted} {chosen}")
}

fn list(query: &PageQuery<'_>, choice: &ListChoice, answer: &Persisting) -> PageFigure {
    let t = query.t();
    let columns = [
        KnelpuntColumn::Municipality,
        KnelpuntColumn::Status,
        KnelpuntColumn::Since,
        KnelpuntColumn::Age,
        KnelpuntColumn::WaitsOn,
        KnelpuntColumn::LastConfirmed,
    ];
    let sorting = Sorting::new(choice);
    let mut table = knelpunt_table(query, &columns, &answer.items);
    for (index, column) in table.columns.iter_mut().enumerate() {
        column.sort = sorting.of_column(index, query, choice);
    }
    let figure = PageFigure::new(query, "knelpunten", t.text(sorting.heading()), table).terms(
        query,
        &["def-open", "def-hardnekkig", "def-sinds", "def-wacht-op"],
    );
    let shown = answer.items.len();
    if shown >= answer.total {
        return figure;
    }
    let counts = [("shown", shown.into()), ("total", answer.total.into())];
    figure.subtitle(t.text_with("list-part", &counts))
}

/// Returns the links to the first and the next page. A cursor holds as of when the list is, and only leads forwards.
fn pages(query: &PageQuery<'_>, choice: &ListChoice, answer: &Persisting) -> Vec<Link> {
    let t = query.t();
    let keys = choice.lasting_keys();
    let first = choice.has_cursor().then(|| {
        let href = query.link_with(PATH, &keys);
        Link::new(t.text("list-first"), href)
    });
    let next = answer.next_cursor.as_deref().map(|cursor| {
        let language = query.language.link_key();
        let keys = keys.iter().copied().chain(language);
        let keys: Vec<(&str, &str)> = keys.chain([("cursor", cursor)]).collect();
        Link::new(t.text("list-next"), query.permanent_link(PATH, &keys))
    });
    first.into_iter().chain(next).collect()
}

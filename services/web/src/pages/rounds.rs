//! All rounds, one row each.

use api::{Filter, answers::RoundItem};
use askama::Template;
use questions::RoundsQuestion;
use texts::{
    dates,
    numbers::{number, with_share},
    rounds as text, site,
};

use super::{
    frame::{Link, PageFrame},
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

#[derive(Template)]
#[template(path = "rounds.html")]
pub(crate) struct RoundsPage {
    pub(crate) frame: PageFrame,
    pub(crate) caption: String,
    pub(crate) rounds: Vec<RoundRow>,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoundRow {
    pub(crate) name: String,
    pub(crate) href: String,
    /// The day on which it began.
    pub(crate) began: String,
    /// In the order of the columns.
    pub(crate) numbers: [String; 8],
}

impl super::Page for RoundsPage {}

impl RoundsPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let rounds = query.ask(Filter::default(), RoundsQuestion)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let data = vec![Link::to_data(query, site::data::ROUNDS, "/v1/rounds", &[])];
        let row = |item: &RoundItem| row(item, query);
        Ok(Self {
            caption: text::rounds(rounds.total),
            rounds: rounds.items.iter().map(row).collect(),
            frame: PageFrame::new(query, text::TITLE.to_owned(), Vec::new(), notices)
                .with_data(data),
        })
    }
}

fn row(item: &RoundItem, query: &PageQuery<'_>) -> RoundRow {
    let (coverage, found) = (&item.coverage, &item.coverage.found);
    RoundRow {
        name: item.round.clone(),
        href: query.link(&format!("/rondes/{}", item.round)),
        began: dates::day_of(item.began_at),
        numbers: [
            number(coverage.asked),
            with_share(coverage.reached, coverage.asked),
            number(found.expected),
            with_share(found.still_there, found.expected),
            with_share(found.gone, found.expected),
            with_share(found.not_discussed, found.expected),
            number(found.new),
            number(found.open_after),
        ],
    }
}

//! What the terms mean, and how every figure is calculated.

use askama::Template;
use texts::{
    definitions::{self, Definition},
    messages::{Language, Messages},
};

use super::{frame::PageFrame, page_query::PageQuery};
use crate::problem::WebProblem;

/// The terms, in the order of the page: the ids of their definitions.
const TERMS: &[&str] = &[
    "def-knelpunt",
    "def-open",
    "def-hardnekkig",
    "def-niet-bevestigd",
    "def-sinds",
    "def-afgesloten",
    "def-opgelost",
    "def-vervallen",
    "def-landelijk",
    "def-teruggekomen",
    "def-erbij",
    "def-eraf",
    "def-ronde",
    "def-gesproken",
    "def-niet-besproken",
    "def-wacht-op",
    "def-duur",
    "def-helft",
    "def-interval",
    "def-veranderd",
    "def-trechter",
    "def-vooruitblik",
    "def-ondersteuning",
    "def-peildatum",
    "def-bijgewerkt-tot",
    "def-vaste-link",
    "def-indeling",
];

#[derive(Template)]
#[template(path = "definitions.html")]
pub(crate) struct DefinitionsPage {
    pub(crate) frame: PageFrame,
    pub(crate) terms: Vec<TermRow>,
    pub(crate) figures: Vec<FigureRow>,
}

/// A term with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TermRow {
    pub(crate) anchor: String,
    pub(crate) name: String,
    pub(crate) meaning: String,
}

/// A figure of the API with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FigureRow {
    pub(crate) term: TermRow,
    pub(crate) formula: Option<&'static str>,
    pub(crate) sources: &'static [&'static str],
}

impl super::Page for DefinitionsPage {}

impl DefinitionsPage {
    /// Creates the page.
    ///
    /// # Errors
    ///
    /// 400 for a key that the page does not have.
    pub(crate) fn new(query: &PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let t = query.t();
        let title = t.text("definitions-title");
        Ok(Self {
            frame: PageFrame::without_figures(
                query.app(),
                query.language,
                &query.path,
                title,
                Vec::new(),
            ),
            terms: TERMS.iter().map(|id| term(t, id)).collect(),
            figures: definitions::all().map(|one| figure(t, one)).collect(),
        })
    }
}

fn term(t: Messages, id: &str) -> TermRow {
    TermRow {
        anchor: id.trim_start_matches("def-").to_owned(),
        name: t.name(id),
        meaning: t.text(id),
    }
}

fn figure(t: Messages, definition: &'static Definition) -> FigureRow {
    let texts = match t.language() {
        Language::Dutch => definition.nl,
        Language::English => definition.en,
    };
    FigureRow {
        term: TermRow {
            anchor: format!("figure-{}", definition.figure),
            name: texts.name.to_owned(),
            meaning: texts.meaning.to_owned(),
        },
        formula: definition.formula,
        sources: definition.sources,
    }
}

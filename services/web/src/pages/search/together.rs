//! What the words of a search name together, when no text has them all: `koppeling DigiD` is a category and a building
//! block, and people look for the knelpunten of both.

use api::{
    Filter,
    answers::{PersistingItem, SearchHit, SearchKind},
};
use questions::{KnelpuntenQuestion, Paging};

use super::LIMIT;
use crate::{pages::page_query::PageQuery, problem::WebProblem};

/// The most words of which each is searched for by itself.
const TERMS_MAX: usize = 8;

/// Knelpunten of everything that the words name.
#[derive(Debug)]
pub(super) struct NamedTogether {
    /// What the words name, for people.
    pub(super) names: Vec<String>,
    pub(super) knelpunten: Vec<PersistingItem>,
}

/// Returns what the words name together; `None` unless each names something, and some knelpunt belongs to all of it.
///
/// # Errors
///
/// As a question.
pub(super) fn named_together(
    text: &str,
    query: &mut PageQuery<'_>,
) -> Result<Option<NamedTogether>, WebProblem> {
    let terms = text.split(|letter: char| !letter.is_alphanumeric());
    let terms: Vec<&str> = terms.filter(|term| !term.is_empty()).collect();
    if !(2..=TERMS_MAX).contains(&terms.len()) {
        return Ok(None);
    }
    let mut chosen: Vec<SearchHit> = Vec::new();
    for term in terms {
        let found = query.search(term, LIMIT)?.items;
        if !choose(&mut chosen, found) {
            return Ok(None);
        }
    }
    let question = KnelpuntenQuestion {
        paging: Paging::first(LIMIT),
        ..KnelpuntenQuestion::default()
    };
    let knelpunten = query.ask(filter(&chosen), question)?.items;
    Ok((!knelpunten.is_empty()).then(|| NamedTogether {
        names: chosen.into_iter().map(|hit| hit.name).collect(),
        knelpunten,
    }))
}

/// Adds what a word names to what is chosen, unless it is; whether there is such a thing, of a kind that is not chosen.
fn choose(chosen: &mut Vec<SearchHit>, found: Vec<SearchHit>) -> bool {
    let is_same =
        |one: &SearchHit, other: &SearchHit| one.kind == other.kind && one.code == other.code;
    if found
        .iter()
        .any(|hit| chosen.iter().any(|one| is_same(one, hit)))
    {
        return true;
    }
    let mut named = found
        .into_iter()
        .filter(|hit| hit.kind != SearchKind::Knelpunt);
    let first = named.find(|hit| chosen.iter().all(|one| one.kind != hit.kind));
    let is_there = first.is_some();
    chosen.extend(first);
    is_there
}

fn filter(chosen: &[SearchHit]) -> Filter {
    let mut filter = Filter::default();
    for hit in chosen {
        let codes = match hit.kind {
            SearchKind::Municipality => &mut filter.municipality,
            SearchKind::Category => &mut filter.category,
            SearchKind::BuildingBlock => &mut filter.building_block,
            SearchKind::Party => &mut filter.party,
            SearchKind::Knelpunt => continue,
        };
        codes.extend(hit.code.clone());
    }
    filter
}

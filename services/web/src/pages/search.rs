//! Search: what has the words, by kind, with the words marked.

mod together;

use api::answers::{PersistingItem, SearchHit, SearchKind, SearchMatch};
use askama::Template;
use texts::messages::Messages;

use super::{frame::PageFrame, navigation, page_query::PageQuery};
use crate::{problem::WebProblem, query::Pair};

/// The hits of each kind on the page.
const LIMIT: usize = 20;

/// The kinds in the order of the page, with the ids of their headings.
const KINDS: [(SearchKind, &str); 5] = [
    (SearchKind::Municipality, "term-municipalities"),
    (SearchKind::Knelpunt, "term-knelpunten"),
    (SearchKind::Category, "term-categories"),
    (SearchKind::BuildingBlock, "term-building-blocks"),
    (SearchKind::Party, "term-parties"),
];

#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage {
    pub(crate) frame: PageFrame,
    /// Whether there were words to search for.
    pub(crate) has_searched: bool,
    /// That no text has all the words, and what they name together.
    pub(crate) together: Option<String>,
    pub(crate) groups: Vec<HitGroup>,
}

/// The hits of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HitGroup {
    pub(crate) id: &'static str,
    pub(crate) heading: String,
    /// That there may be more than these.
    pub(crate) first: Option<String>,
    pub(crate) hits: Vec<HitRow>,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HitRow {
    pub(crate) name: Vec<TextRun>,
    /// Its page, if it has one.
    pub(crate) href: Option<String>,
    /// The other texts that have the words.
    pub(crate) texts: Vec<Vec<TextRun>>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextRun {
    pub(crate) text: String,
    /// Whether it is one of the words.
    pub(crate) marked: bool,
}

impl super::Page for SearchPage {}

impl SearchPage {
    /// Searches, and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let searched = searched_text(&query.page_keys(&["q"])?);
        let t = query.t();
        let found = match &searched {
            Some(text) => query.search(text, LIMIT)?.items,
            None => Vec::new(),
        };
        let mut groups: Vec<HitGroup> = KINDS
            .iter()
            .filter_map(|(kind, heading)| group(*kind, heading, &found, query))
            .collect();
        let together = match &searched {
            Some(text) if groups.is_empty() => together::named_together(text, query)?,
            Some(_) | None => None,
        };
        let together = together.map(|named| {
            groups.push(knelpunten(&named.knelpunten, query));
            t.with("search-together", "names", named.names.join(", "))
        });
        let title = match &searched {
            None => t.text("search-title"),
            Some(text) if groups.is_empty() => t.with("search-nothing", "words", text),
            Some(text) => t.with("search-found", "words", text),
        };
        let frame = PageFrame::new(query, title, Vec::new(), Vec::new());
        Ok(Self {
            has_searched: searched.is_some(),
            together,
            groups,
            frame: PageFrame {
                searched: searched.unwrap_or_default(),
                ..frame
            },
        })
    }
}

/// Returns the words that a link searches for, if any.
pub(crate) fn searched_text(pairs: &[Pair]) -> Option<String> {
    let (_, text) = pairs.iter().rfind(|(key, _)| key == "q")?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn group(
    kind: SearchKind,
    heading: &str,
    found: &[SearchHit],
    query: &PageQuery<'_>,
) -> Option<HitGroup> {
    let t: Messages = query.t();
    let hits = found.iter().filter(|hit| hit.kind == kind);
    let hits: Vec<HitRow> = hits.map(|hit| row(hit, query)).collect();
    (!hits.is_empty()).then(|| HitGroup {
        id: match kind {
            SearchKind::Municipality => "gemeenten",
            SearchKind::Knelpunt => "knelpunten",
            SearchKind::Category => "categorieen",
            SearchKind::BuildingBlock => "bouwstenen",
            SearchKind::Party => "partijen",
        },
        heading: t.text(heading),
        first: (hits.len() == LIMIT).then(|| t.with("search-first", "n", LIMIT)),
        hits,
    })
}

/// Returns knelpunten as a group of hits, none of their words marked.
fn knelpunten(items: &[PersistingItem], query: &PageQuery<'_>) -> HitGroup {
    let t: Messages = query.t();
    let row = |item: &PersistingItem| HitRow {
        name: vec![TextRun {
            text: format!("{}, {}", item.category_name, item.municipality_name),
            marked: false,
        }],
        href: Some(query.link(&format!("/knelpunten/{}", item.id))),
        texts: Vec::new(),
    };
    HitGroup {
        id: "knelpunten",
        heading: t.text("term-knelpunten"),
        first: (items.len() == LIMIT).then(|| t.with("search-first", "n", LIMIT)),
        hits: items.iter().map(row).collect(),
    }
}

fn row(hit: &SearchHit, query: &PageQuery<'_>) -> HitRow {
    let own = hit.matches.iter().find(|found| found.text == hit.name);
    let others = hit.matches.iter().filter(|found| found.text != hit.name);
    HitRow {
        name: own.map_or_else(
            || {
                vec![TextRun {
                    text: hit.name.clone(),
                    marked: false,
                }]
            },
            runs,
        ),
        href: navigation::page_of(hit).map(|path| query.link(&path)),
        texts: others.map(runs).collect(),
    }
}

/// Cuts a text where words begin and end.
fn runs(found: &SearchMatch) -> Vec<TextRun> {
    let letters: Vec<char> = found.text.chars().collect();
    let cut = |from: usize, to: usize, marked| TextRun {
        text: letters.get(from..to).unwrap_or_default().iter().collect(),
        marked,
    };
    let mut at = 0;
    let mut runs = Vec::new();
    for mark in &found.marks {
        runs.push(cut(at, mark.start, false));
        runs.push(cut(mark.start, mark.end, true));
        at = mark.end;
    }
    runs.push(cut(at, letters.len(), false));
    runs.retain(|run| !run.text.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use api::answers::SearchMark;

    use super::*;

    #[test]
    fn words_are_marked_by_code_points() {
        let found = SearchMatch {
            field: "description".to_owned(),
            text: "Één koppeling is stuk".to_owned(),
            marks: vec![SearchMark { start: 4, end: 13 }],
        };
        let runs: Vec<(String, bool)> = runs(&found)
            .into_iter()
            .map(|run| (run.text, run.marked))
            .collect();
        let expected = [("Één ", false), ("koppeling", true), (" is stuk", false)];
        assert_eq!(
            runs,
            expected.map(|(text, marked)| (text.to_owned(), marked))
        );
    }
}

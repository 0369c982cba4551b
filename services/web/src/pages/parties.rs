//! Whom municipalities wait on, and how long it takes with each.

mod table;

use api::{
    Filter,
    answers::{Persisting, Summary, WaitingOn, WaitingOnItem},
    parameters::ListStatus,
};
use askama::Template;
use model::PartyKind;
use questions::{KnelpuntenQuestion, Paging, WaitingOnQuestion};
use texts::messages::Messages;

use super::{
    figure::PageFigure,
    frame::{Link, PageFrame},
    group::list_subtitle,
    group_kind::GroupKind,
    knelpunt_rows::{KnelpuntColumn, knelpunt_table},
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

const PARTY_KIND: &str = "partyKind";
const CURSOR: &str = "cursor";
/// Those that wait on the first party, on the page.
const WAITING: usize = 8;

/// The kinds of party, with the ids of their plurals.
const KINDS: [(PartyKind, &str); 3] = [
    (PartyKind::Supplier, "parties-suppliers"),
    (PartyKind::NationalBody, "parties-national-bodies"),
    (PartyKind::Partnership, "parties-partnerships"),
];

#[derive(Template)]
#[template(path = "parties.html")]
pub(crate) struct PartiesPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// The kinds of party; a link for each that is not chosen.
    pub(crate) kinds: Vec<KindChoice>,
    pub(crate) figures: Vec<PageFigure>,
    /// The next page.
    pub(crate) next: Option<String>,
}

/// A kind of party to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KindChoice {
    pub(crate) link: Link,
    pub(crate) chosen: bool,
}

impl super::Page for PartiesPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.figures.iter().collect()
    }
}

impl PartiesPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 400 for a kind that there is not; otherwise as a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let t = query.t();
        let keys = query.page_keys(&[PARTY_KIND, CURSOR])?;
        let given: Vec<(&str, &str)> = keys.iter().map(|(key, value)| (&**key, &**value)).collect();
        // Another question first: a cursor is of the position that the next page asks for, which the first answer sets.
        let (summary, _) = query.summary(Filter::default())?;
        let parties = query.ask_by_keys::<WaitingOnQuestion>(&given)?;
        let (waiting, _) = query.summary(of_any_party())?;
        let value_of = |name: &str| {
            let pair = given.iter().rfind(|(key, _)| *key == name);
            pair.map(|(_, value)| *value)
        };
        let chosen = value_of(PARTY_KIND);
        let is_first_page = value_of(CURSOR).is_none();
        let mut figures = Vec::new();
        if !parties.items.is_empty() {
            let first = parties.items.first().filter(|_| is_first_page);
            let waiting = first.map(|party| who_waits(query, party)).transpose()?;
            figures.push(all(query, &parties, is_first_page));
            figures.extend(waiting);
        }
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let next = parties.next_cursor.as_deref().map(|cursor| {
            let own = chosen.map(|kind| (PARTY_KIND, kind));
            let keys: Vec<(&str, &str)> = own.into_iter().chain([(CURSOR, cursor)]).collect();
            query.permanent_link(&query.path, &keys)
        });
        Ok(Self {
            lead: lead(t, summary, waiting),
            kinds: kinds(query, chosen),
            figures,
            next,
            frame: PageFrame::new(query, t.text("parties-title"), Vec::new(), notices),
        })
    }
}

/// Returns the filter of what waits on a party.
fn of_any_party() -> Filter {
    Filter {
        party_kind: KINDS.map(|(kind, _)| kind.code().to_owned()).into(),
        ..Filter::default()
    }
}

fn lead(t: Messages, all: Summary, waiting: Summary) -> String {
    if waiting.knelpunten == 0 {
        return t.text("parties-lead-nothing");
    }
    let counts = [("open", all.open.into()), ("n", waiting.open.into())];
    format!(
        "{} {}",
        t.text_with("parties-lead", &counts),
        t.text("parties-lead-order")
    )
}

fn kinds(query: &PageQuery<'_>, chosen: Option<&str>) -> Vec<KindChoice> {
    let t = query.t();
    let path = GroupKind::Party.path();
    let all = KindChoice {
        link: Link::new(t.text("parties-all-kinds"), query.link(path)),
        chosen: chosen.is_none(),
    };
    let kind = |(kind, id): &(PartyKind, &str)| {
        let keys = [(PARTY_KIND, kind.code())];
        KindChoice {
            link: Link::new(t.text(id), query.link_with(path, &keys)),
            chosen: chosen == Some(kind.code()),
        }
    };
    [all].into_iter().chain(KINDS.iter().map(kind)).collect()
}

/// Returns the code of a party, as links have it.
fn code(party: &WaitingOnItem) -> String {
    format!("{}:{}", party.party.kind.code(), party.party.name)
}

/// Returns the table of all parties of the page.
fn all(query: &PageQuery<'_>, parties: &WaitingOn, is_first_page: bool) -> PageFigure {
    let t = query.t();
    let heading = if is_first_page {
        heading(t, &parties.items)
    } else {
        t.with("parties-heading-all", "n", parties.total)
    };
    PageFigure::new(
        query,
        "partijen",
        heading,
        table::table(query, &parties.items),
    )
    .subtitle(t.text("parties-sub"))
    .terms(
        query,
        &[
            "def-wacht-op",
            "def-hardnekkig",
            "def-helft",
            "def-interval",
        ],
    )
}

/// Returns on whom most municipalities wait: all of them where several are equal.
fn heading(t: Messages, parties: &[WaitingOnItem]) -> String {
    let most = parties.first().map_or(0, |party| party.municipalities);
    if most == 0 {
        return t.text("parties-heading-none");
    }
    let first = parties
        .iter()
        .take_while(|party| party.municipalities == most);
    let names: Vec<String> = first
        .map(|party| model::written_name(&party.party_name))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let values = [
        ("parties", names.len().into()),
        ("names", t.list(&names).into()),
        ("n", most.into()),
    ];
    t.text_with("parties-heading", &values)
}

/// Returns what waits on a party, the oldest first.
fn who_waits(query: &mut PageQuery<'_>, party: &WaitingOnItem) -> Result<PageFigure, WebProblem> {
    let t = query.t();
    let code = code(party);
    let question = KnelpuntenQuestion {
        status: ListStatus::Open,
        paging: Paging::first(WAITING),
        ..KnelpuntenQuestion::default()
    };
    let list: Persisting = query.ask(GroupKind::Party.filter(&code), question)?;
    let columns = [
        KnelpuntColumn::Municipality,
        KnelpuntColumn::Status,
        KnelpuntColumn::Since,
        KnelpuntColumn::Age,
    ];
    let table = knelpunt_table(query, &columns, &list.items);
    let name = model::written_name(&party.party_name);
    let figure = PageFigure::new(query, "wie", t.with("parties-who", "name", &name), table)
        .terms(query, &["def-wacht-op", "def-sinds"]);
    if list.items.is_empty() {
        return Ok(figure.note(t.text("group-where-nowhere")));
    }
    let more = t.with("parties-more", "name", &name);
    Ok(figure
        .subtitle(list_subtitle(t, &list))
        .more(more, query.link(&GroupKind::Party.path_of(&code))))
}

#[cfg(test)]
mod tests {
    use api::answers::PartyAnswer;
    use texts::messages::Language;

    use super::*;

    fn party(name: &str, municipalities: usize) -> WaitingOnItem {
        WaitingOnItem {
            party: PartyAnswer {
                kind: PartyKind::Supplier,
                kind_name: String::new(),
                name: name.to_lowercase(),
            },
            party_name: name.to_owned(),
            open: municipalities,
            persisting: 0,
            municipalities,
            oldest_since: None,
            oldest_since_on: None,
            median_age_days: None,
            n: 0,
            resolved: 0,
            median_days: None,
            median_low: None,
            median_high: None,
        }
    }

    #[test]
    fn the_heading_names_all_on_whom_equally_many_wait() {
        let t = Messages::new(Language::Dutch);
        let heading = |counts: &[(&str, usize)]| {
            let parties = counts.iter().map(|(name, count)| party(name, *count));
            heading(t, &parties.collect::<Vec<_>>())
        };
        assert_eq!(
            heading(&[("A", 16), ("B", 12)]),
            "Op A wachten de meeste gemeenten: 16"
        );
        assert_eq!(
            heading(&[("A", 12), ("B  C", 12), ("D", 1)]),
            "Op A en B C wachten de meeste gemeenten: elk 12"
        );
        assert_eq!(heading(&[("A", 1)]), "Op A wacht één gemeente");
        assert_eq!(
            heading(&[("A", 0)]),
            "Op geen enkele partij wordt nu gewacht"
        );
    }
}

//! All categories, or all building blocks: what is open and persists in each, and what has changed.

use api::{Filter, parameters::Grouping};
use askama::Template;
use questions::{MoversQuestion, TrendQuestion};
use register::CodeKind;

use super::{
    figure::{
        PageFigure,
        movers::{MoversDetail, movers},
        panels::{GroupTrend, panels},
    },
    frame::{Link, PageFrame},
    group_kind::GroupKind,
    matrix, names,
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

#[derive(Template)]
#[template(path = "groups.html")]
pub(crate) struct GroupsPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    pub(crate) figures: Vec<PageFigure>,
    /// What stands above those that were never reported.
    pub(crate) unreported_heading: String,
    pub(crate) unreported: Vec<Link>,
}

/// What the two pages differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CatalogueList {
    Categories,
    BuildingBlocks,
}

impl super::Page for GroupsPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.figures.iter().collect()
    }
}

impl CatalogueList {
    /// Returns the kind of what is list.
    pub(crate) const fn kind(self) -> GroupKind {
        match self {
            Self::Categories => GroupKind::Category,
            Self::BuildingBlocks => GroupKind::BuildingBlock,
        }
    }

    /// Returns the kind of their codes.
    pub(crate) const fn code_kind(self) -> CodeKind {
        match self {
            Self::Categories => CodeKind::Category,
            Self::BuildingBlocks => CodeKind::BuildingBlock,
        }
    }

    const fn by(self) -> Grouping {
        self.kind().grouping()
    }

    const fn choose<T: Copy>(self, [categories, blocks]: [T; 2]) -> T {
        match self {
            Self::Categories => categories,
            Self::BuildingBlocks => blocks,
        }
    }
}

impl GroupsPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(list: CatalogueList, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let (t, by, all) = (query.t(), list.by(), Filter::default());
        let (summary, _) = query.summary(all.clone())?;
        let trend = query.ask(all.clone(), by_month(by))?;
        let groups = GroupTrend::all(query, &trend, by);
        let mut figures = Vec::new();
        if !groups.is_empty() {
            let changed = query.ask_by_keys::<MoversQuestion>(&[("groupBy", by.as_str())])?;
            figures.push(small_multiples(query, list, &groups));
            figures.push(movers(query, &changed, by, MoversDetail::Test));
        }
        let notices = provenance::of_selection(query, summary, &all)?;
        let unreported = unreported(query, list, &groups);
        let title = t.text(list.choose(["nav-categories", "footer-building-blocks"]));
        Ok(Self {
            lead: lead(query, list, &groups),
            figures,
            unreported_heading: t.with("groups-unreported", "n", unreported.len()),
            unreported,
            frame: PageFrame::new(query, title, Vec::new(), notices),
        })
    }
}

/// Returns the question about the trend of each group, by month.
pub(super) fn by_month(by: Grouping) -> TrendQuestion {
    TrendQuestion {
        group_by: Some(by),
        ..TrendQuestion::default()
    }
}

fn small_multiples(
    query: &PageQuery<'_>,
    list: CatalogueList,
    groups: &[GroupTrend],
) -> PageFigure {
    let t = query.t();
    let [heading, id, column] = list.choose([
        ["categories-each", "per-categorie", "term-category"],
        ["blocks-each", "per-bouwsteen", "term-building-block"],
    ]);
    let figure = panels(query, id, groups, t.text(heading), t.text(column))
        .subtitle(t.text("groups-each-sub"));
    match list {
        CatalogueList::Categories => figure.more(t.text("matrix-link"), query.link(matrix::PATH)),
        CatalogueList::BuildingBlocks => figure,
    }
}

/// Returns links to the pages of those of which nothing was ever reported.
fn unreported(query: &PageQuery<'_>, list: CatalogueList, groups: &[GroupTrend]) -> Vec<Link> {
    let (t, register) = (query.t(), query.register());
    let codes = register.codes(list.code_kind()).into_iter();
    let others = codes.filter(|(code, _)| groups.iter().all(|group| group.code != *code));
    let mut links: Vec<Link> = others
        .map(|(code, _)| {
            let name = match list {
                CatalogueList::Categories => names::category(t, register, code),
                CatalogueList::BuildingBlocks => names::building_block(register, code),
            };
            Link::new(name, query.link(&list.kind().path_of(code)))
        })
        .collect();
    links.sort_by(|one, other| one.text.cmp(&other.text));
    links
}

/// Returns how many there are, in how many of them something is open, and in which most persists.
fn lead(query: &PageQuery<'_>, list: CatalogueList, groups: &[GroupTrend]) -> String {
    let t = query.t();
    let known = query.register().codes(list.code_kind()).len();
    let open = groups.iter().filter(|group| group.now().0 > 0).count();
    let counts = [
        ("n", known.into()),
        ("open", open.into()),
        ("without", known.saturating_sub(open).into()),
    ];
    let lead = t.text_with(list.choose(["categories-lead", "blocks-lead"]), &counts);
    let most = groups.first().map_or(0, |group| group.now().1);
    let first = groups
        .iter()
        .take_while(|group| most > 0 && group.now().1 == most);
    let first: Vec<String> = first
        .map(|group| match list {
            CatalogueList::Categories => t.with("knelpunten-said", "words", &group.name),
            CatalogueList::BuildingBlocks => group.name.clone(),
        })
        .collect();
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    if first.is_empty() || first.len() > 2 {
        return lead;
    }
    let values = [
        ("n", first.len().into()),
        ("names", t.list(&first).into()),
        ("count", most.into()),
    ];
    let most = t.text_with(list.choose(["categories-most", "blocks-most"]), &values);
    format!("{lead} {most}")
}

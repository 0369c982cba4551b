//! One category, building block or party: whether it gets worse, how long it lasts, by what it is solved, and where it is.

mod municipalities;
mod page_group;

use api::{
    Filter,
    answers::{Direction, Movers, MoversItem, Persisting, Summary},
    parameters::{Grouping, ListStatus},
};
use askama::Template;
use questions::{
    AtRiskQuestion, CurveOptions, KnelpuntenQuestion, MoversQuestion, MunicipalitiesQuestion,
    MunicipalityStates, Paging, RemediesQuestion, ResolutionTimesQuestion, RoundsQuestion,
    SupportReceivedQuestion, TrendQuestion, statistics::Detail,
};
use texts::messages::{MessageValue, Messages};

use super::{
    figure::{
        PageFigure,
        movers::{MoversDetail, movers},
        outcomes::outcomes,
        remedies::remedies,
        survival::{self, CurveNames, Durations},
        trend::{ACROSS, trend},
    },
    frame::{Link, PageFrame},
    group_kind::GroupKind,
    knelpunt_rows::{KnelpuntColumn, knelpunt_table, location_table},
    knelpunten,
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

/// The knelpunten on the page.
const OLDEST: usize = 12;

pub(crate) use page_group::{PageGroup, canonical_party};

#[derive(Template)]
#[template(path = "group.html")]
pub(crate) struct GroupPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// In rows: the figures of one stand beside each other.
    pub(crate) rows: Vec<Vec<PageFigure>>,
}

/// What the lead of a page counts.
struct GroupCounts {
    summary: Summary,
    municipalities: usize,
    /// How many were added in the year before, and in the last.
    added: [u64; 2],
    direction: Direction,
}

impl super::Page for GroupPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.rows.iter().flatten().collect()
    }
}

impl GroupPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(group: &PageGroup, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let (t, kind) = (query.t(), group.kind);
        let filter = kind.filter(&group.code);
        let (summary, _) = query.summary(filter.clone())?;
        let (name, title) = (group.name.as_str(), group.name.clone());
        let crumbs = vec![Link::new(
            t.text(kind.choose(["nav-categories", "footer-building-blocks", "nav-parties"])),
            query.link(kind.path()),
        )];
        let notices = provenance::of_selection(query, summary, &filter)?;
        if summary.knelpunten == 0 {
            let frame = PageFrame::new(query, title, crumbs, notices);
            return Ok(Self {
                frame,
                lead: t.with(
                    kind.choose([
                        "group-lead-nothing",
                        "group-lead-nothing",
                        "party-lead-nothing",
                    ]),
                    "name",
                    name,
                ),
                rows: Vec::new(),
            });
        }
        let municipalities = query.ask(filter.clone(), MunicipalitiesQuestion)?;
        let changed =
            query.ask_by_keys::<MoversQuestion>(&[("groupBy", kind.grouping().as_str())])?;
        let counts = GroupCounts::new(summary, &municipalities, &changed, &group.code);
        let mut rows = vec![
            vec![trend_figure(query, &filter)?],
            duration_figures(query, &filter, kind)?,
            change_figures(query, group, &filter)?,
            vec![list(query, filter, group)?],
        ];
        if kind == GroupKind::Party && counts.municipalities > 0 {
            rows.push(vec![municipalities::municipalities(query, &municipalities)]);
        }
        Ok(Self {
            lead: counts.lead(t, kind, name),
            rows,
            frame: PageFrame::new(query, title, crumbs, notices).following(
                query,
                &[(
                    kind.choose(["category", "buildingBlock", "party"]),
                    &group.code,
                )],
            ),
        })
    }
}

impl GroupCounts {
    fn new(
        summary: Summary,
        municipalities: &MunicipalityStates,
        changed: &Movers,
        code: &str,
    ) -> Self {
        let is_own = |item: &&MoversItem| item.group.group.as_deref() == Some(code);
        let own = changed.items.iter().find(is_own);
        Self {
            summary,
            municipalities: municipalities.values().filter(|one| one.open > 0).count(),
            added: own.map_or([0, 0], |item| [item.before.count, item.now.count]),
            direction: own.map_or(Direction::None, |item| item.direction),
        }
    }

    /// Returns what is open, what was added in two years, and whether chance can explain the difference.
    fn lead(&self, t: Messages, kind: GroupKind, name: &str) -> String {
        let [before, now] = self.added;
        let values: [(&str, MessageValue<'_>); 6] = [
            ("name", name.into()),
            ("open", self.summary.open.into()),
            ("municipalities", self.municipalities.into()),
            ("persisting", self.summary.persisting.into()),
            ("before", before.into()),
            ("now", now.into()),
        ];
        let [open, added] = kind.choose([
            ["category-lead", "category-lead-added"],
            ["block-lead", "block-lead-added"],
            ["party-lead", "block-lead-added"],
        ]);
        let verdict = match self.direction {
            _ if before == now => None,
            Direction::Up => Some("group-more"),
            Direction::Down => Some("group-less"),
            Direction::None => Some("group-chance"),
        };
        let mut sentences = vec![t.text_with(open, &values), t.text_with(added, &values)];
        sentences.extend(verdict.map(|id| t.text(id)));
        sentences.join(" ")
    }
}

fn trend_figure(query: &mut PageQuery<'_>, filter: &Filter) -> Result<PageFigure, WebProblem> {
    let t = query.t();
    let months = query.ask(filter.clone(), TrendQuestion::default())?;
    let rounds = query.ask(Filter::default(), RoundsQuestion)?;
    let texts = (t.text("group-trend"), t.text("group-trend-sub"));
    Ok(trend(query, &months, &rounds, texts, ACROSS))
}

/// How long it takes, and how it ends.
fn duration_figures(
    query: &mut PageQuery<'_>,
    filter: &Filter,
    kind: GroupKind,
) -> Result<Vec<PageFigure>, WebProblem> {
    let t = query.t();
    let full = ResolutionTimesQuestion {
        curves: CurveOptions {
            detail: Detail::Full,
            ..CurveOptions::default()
        },
    };
    let own = query.ask(filter.clone(), full)?;
    let all = query.ask(Filter::default(), ResolutionTimesQuestion::default())?;
    let days = survival::tick_days();
    let at_risk = query.ask(filter.clone(), AtRiskQuestion { days })?;
    let groups = survival::only_group(&own).zip(survival::only_group(&all));
    let Some((own, all)) = groups else {
        return Ok(Vec::new());
    };
    let durations = Durations { own, all, at_risk };
    let names = CurveNames {
        own: t.text(kind.choose(["survival-category", "survival-block", "survival-party"])),
        all: t.text(kind.choose(["survival-categories", "survival-all", "survival-all"])),
    };
    Ok(vec![
        survival::survival(query, &durations, names).columns(8),
        outcomes(query, &durations).columns(4),
    ])
}

/// What changed by province, and by what it was solved.
fn change_figures(
    query: &mut PageQuery<'_>,
    group: &PageGroup,
    filter: &Filter,
) -> Result<Vec<PageFigure>, WebProblem> {
    // The parameter of the filter has the name of the grouping.
    let own = (group.kind.grouping().as_str(), group.code.as_str());
    let by_province = ("groupBy", Grouping::Province.as_str());
    let changed = query.ask_by_keys::<MoversQuestion>(&[own, by_province])?;
    let solved = query.ask(filter.clone(), RemediesQuestion)?;
    let support = query.ask(Filter::default(), SupportReceivedQuestion)?;
    Ok(vec![
        movers(query, &changed, Grouping::Province, MoversDetail::All).columns(7),
        remedies(query, &solved, !support.is_empty()).columns(5),
    ])
}

/// Where it is open, the oldest first.
fn list(
    query: &mut PageQuery<'_>,
    filter: Filter,
    group: &PageGroup,
) -> Result<PageFigure, WebProblem> {
    let t = query.t();
    let question = KnelpuntenQuestion {
        status: ListStatus::Open,
        paging: Paging::first(OLDEST),
        ..KnelpuntenQuestion::default()
    };
    let open = query.ask(filter, question)?;
    let rest = [
        KnelpuntColumn::Status,
        KnelpuntColumn::Since,
        KnelpuntColumn::Age,
        KnelpuntColumn::LastConfirmed,
    ];
    let table = match group.kind {
        GroupKind::Category => location_table(query, &rest, &open.items),
        GroupKind::BuildingBlock | GroupKind::Party => {
            let columns = [[KnelpuntColumn::Municipality].as_slice(), &rest].concat();
            knelpunt_table(query, &columns, &open.items)
        }
    };
    let heading = match group.kind {
        GroupKind::Party => t.with("parties-who", "name", &group.name),
        GroupKind::Category | GroupKind::BuildingBlock => t.text("group-where"),
    };
    let figure = PageFigure::new(query, "open", heading, table)
        .terms(query, &["def-open", "def-hardnekkig", "def-sinds"]);
    if open.items.is_empty() {
        return Ok(figure.note(t.text("group-where-nowhere")));
    }
    let figure = figure.subtitle(list_subtitle(t, &open));
    if open.items.len() == open.total {
        return Ok(figure);
    }
    let own = [(group.kind.grouping().as_str(), group.code.as_str())];
    let all = query.link_with(knelpunten::PATH, &own);
    Ok(figure.more(t.with("list-all", "n", open.total), all))
}

/// Returns how much of a list is shown.
pub(super) fn list_subtitle(t: Messages, list: &Persisting) -> String {
    let counts = [
        ("shown", list.items.len().into()),
        ("total", list.total.into()),
        ("more", list.total.saturating_sub(list.items.len()).into()),
    ];
    t.text_with("group-where-sub", &counts)
}

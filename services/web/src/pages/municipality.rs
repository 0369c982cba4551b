//! One municipality: what persists there and since when, what was closed and by what, and when it was reached.

mod about;
mod figures;
mod successions;

use std::cmp::Reverse;

use api::{
    Filter,
    answers::{EpisodeAnswer, Persisting, PersistingItem, Rounds, Summary},
};
use askama::Template;
use questions::{
    KnelpuntenQuestion, MunicipalitiesQuestion, MunicipalityStates, RoundsQuestion,
    SupportReceivedQuestion,
};
use register::{MunicipalityId, Register};

use super::{
    country,
    figure::PageFigure,
    frame::{Link, PageFrame},
    linked_text::TextPart,
    municipalities,
    page_query::PageQuery,
    provenance,
    report_history::ReportHistory,
};
use crate::problem::WebProblem;

pub(crate) use self::{about::AboutFact, successions::reported_by};

/// The knelpunten of a table, and of the timeline.
const SHOWN: &str = "30";
const SHOWN_COUNT: usize = 30;

#[derive(Template)]
#[template(path = "municipality.html")]
pub(crate) struct MunicipalityPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// What became of it by the division: a paragraph for each step.
    pub(crate) successions: Vec<Vec<TextPart>>,
    /// The report form; `None` where there is none.
    pub(crate) report: Option<String>,
    /// The form of support; `None` where there is none.
    pub(crate) record_support: Option<String>,
    /// All its knelpunten as a workbook.
    pub(crate) download: String,
    /// `None` where nothing was ever reported.
    pub(crate) timeline: Option<PageFigure>,
    pub(crate) open: PageFigure,
    /// The text where nothing is open.
    pub(crate) nothing_open: String,
    pub(crate) closed: PageFigure,
    pub(crate) rounds: PageFigure,
    pub(crate) facts: Vec<AboutFact>,
}

/// A knelpunt with its episodes and its reports.
pub(crate) struct KnelpuntDetail {
    item: PersistingItem,
    episodes: Vec<EpisodeAnswer>,
    reports: ReportHistory,
}

/// The answers of which the page consists.
struct MunicipalityAnswers {
    summary: Summary,
    open: Vec<KnelpuntDetail>,
    closed: Vec<KnelpuntDetail>,
    rounds: Rounds,
}

impl super::Page for MunicipalityPage {
    fn figures(&self) -> Vec<&PageFigure> {
        let timeline = self.timeline.iter();
        timeline
            .chain([&self.open, &self.closed, &self.rounds])
            .collect()
    }
}

impl MunicipalityPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(id: MunicipalityId, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let municipality = query.register().municipality(id);
        let filter = Filter {
            municipality: vec![municipality.code.clone()],
            ..Filter::default()
        };
        let answers = MunicipalityAnswers::ask(query, &filter)?;
        let states = query.ask(Filter::default(), MunicipalitiesQuestion)?;
        let support = query.ask(filter.clone(), SupportReceivedQuestion)?;
        let notices = provenance::of_selection(query, answers.summary, &filter)?;
        let is_unknown = is_unknown(id, &answers, &states, query);
        let nothing_open = if is_unknown {
            "municipality-unknown-open"
        } else {
            "municipality-nothing-open"
        };
        let own = ("municipality", municipality.code.as_str());
        let path = |form: &str| format!("/gemeenten/{}/{form}", municipality.code);
        let all = [own, ("status", "all"), ("format", "xlsx")];
        Ok(Self {
            lead: figures::lead(query, &municipality.name, &answers, is_unknown),
            successions: successions::paragraphs(id, query),
            report: query.has_forms().then(|| path("melden")),
            record_support: query.has_forms().then(|| path("ondersteuning")),
            download: query.permanent_link("/v1/knelpunten", &all),
            timeline: figures::timeline(query, &municipality.name, &answers),
            open: figures::open(query, &answers),
            nothing_open: query.t().text(nothing_open),
            closed: figures::closed(query, &answers),
            rounds: figures::rounds(query, &answers.rounds),
            facts: about::facts(query, id, &states, &answers.rounds, &support),
            frame: PageFrame::new(query, municipality.name.clone(), crumbs(query, id), notices)
                .following(query, &[("municipality", &municipality.code)])
                .with_data(data(query, own)),
        })
    }
}

impl MunicipalityAnswers {
    fn ask(query: &mut PageQuery<'_>, filter: &Filter) -> Result<Self, WebProblem> {
        let (summary, _) = query.summary(filter.clone())?;
        let open = list(query, filter, &[("status", "open")])?;
        let newest = [
            ("status", "resolved"),
            ("sort", "lastReportedAt"),
            ("order", "descending"),
        ];
        let mut closed = list(query, filter, &newest)?;
        closed.items.sort_by_key(|item| Reverse(item.ended_at));
        Ok(Self {
            summary,
            open: details(query, open.items)?,
            closed: details(query, closed.items)?,
            rounds: query.ask(filter.clone(), RoundsQuestion)?,
        })
    }

    /// Returns how many of its knelpunten are closed.
    const fn closed_count(&self) -> usize {
        self.summary.knelpunten.saturating_sub(self.summary.open)
    }
}

/// Returns whether nothing is open, and nobody reached it for a year. One that is none by the division is in no state: it is
/// not called any more.
fn is_unknown(
    id: MunicipalityId,
    answers: &MunicipalityAnswers,
    states: &MunicipalityStates,
    query: &PageQuery<'_>,
) -> bool {
    let exists = query.register().municipality(id).existed_on(query.division);
    let is_unknown = |state| country::is_unknown(state, query.as_of);
    answers.summary.open == 0 && exists && states.get(&id).is_none_or(is_unknown)
}

fn list(
    query: &mut PageQuery<'_>,
    filter: &Filter,
    keys: &[(&str, &str)],
) -> Result<Persisting, WebProblem> {
    let own = filter.municipality.iter();
    let own = own.map(|code| ("municipality", code.as_str()));
    let keys = keys.iter().copied().chain(own).chain([("limit", SHOWN)]);
    query.ask_by_keys::<KnelpuntenQuestion>(&keys.collect::<Vec<_>>())
}

/// Reads the episodes and the reports of knelpunten: each costs a look-up, no scan.
fn details(
    query: &mut PageQuery<'_>,
    items: Vec<PersistingItem>,
) -> Result<Vec<KnelpuntDetail>, WebProblem> {
    let mut details = Vec::with_capacity(items.len());
    for item in items {
        let (answer, history) = query.knelpunt_and_history(item.id)?;
        details.push(KnelpuntDetail {
            item,
            episodes: answer.episodes,
            reports: ReportHistory::new(&history, query.as_of),
        });
    }
    Ok(details)
}

/// Returns the levels above: the list, and the province.
fn crumbs(query: &PageQuery<'_>, id: MunicipalityId) -> Vec<Link> {
    let register = query.register();
    let province = register.province(register.municipality(id).province);
    let of_province = [("province", province.code.as_str())];
    let list = query.t().text("nav-municipalities");
    vec![
        Link::new(list, query.link(municipalities::PATH)),
        Link::new(
            &province.name,
            query.link_with(municipalities::PATH, &of_province),
        ),
    ]
}

/// Returns links to the same figures as JSON.
fn data(query: &PageQuery<'_>, own: (&str, &str)) -> Vec<Link> {
    let t = query.t();
    let (figures, list) = (t.text("data-figures"), t.text("data-list"));
    vec![
        Link::to_data(query, &figures, "/v1/summary", &[own]),
        Link::to_data(query, &list, "/v1/knelpunten", &[own, ("status", "all")]),
    ]
}

/// Returns the labels that have a value.
pub(crate) fn present<const N: usize>(
    facts: [(&'static str, Option<String>); N],
) -> Vec<(&'static str, String)> {
    facts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// Returns the name of a municipality.
pub(crate) fn name(code: &str, register: &Register) -> String {
    let id = register.find_municipality(code);
    id.map_or_else(
        || code.to_owned(),
        |id| register.municipality(id).name.clone(),
    )
}

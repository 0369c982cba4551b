//! One knelpunt: its first and its latest description, its state, its timeline, and every event in order.

mod facts;
mod history;

use api::answers::{KnelpuntAnswer, KnelpuntStatus};
use askama::Template;
use model::{EventType, KnelpuntId};
use questions::OutlookQuestion;
use views::HistoryItem;

use super::{
    figure::PageFigure,
    frame::{Link, Notice, PageFrame},
    municipalities,
    municipality::{self, AboutFact},
    names,
    page_query::PageQuery,
    provenance,
    report_history::{ReportEntry, ReportHistory},
    timeline::{TimelineKnelpunt, timeline},
};
use crate::{forms::Form, problem::WebProblem};

pub(crate) use self::history::{EventEntry, event_line};

/// The open knelpunten of a category among which the outlook of this one is looked up.
const OUTLOOK_LIMIT: &str = "1000";

#[derive(Template)]
#[template(path = "knelpunt.html")]
pub(crate) struct KnelpuntPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// Whether the link named a knelpunt that was merged into this one.
    pub(crate) merged_into: bool,
    /// The first description, and the latest if it is another one.
    pub(crate) quotations: Vec<Quotation>,
    /// What can be done; nothing where there are no forms.
    pub(crate) forms: Vec<Link>,
    pub(crate) facts: Vec<AboutFact>,
    /// The chance that it is still open in 90 days.
    pub(crate) outlook: Option<String>,
    /// `None` where no report counts.
    pub(crate) timeline: Option<PageFigure>,
    pub(crate) events: Vec<EventEntry>,
    /// By which numbers other systems know it.
    pub(crate) numbers: Vec<AboutFact>,
}

/// What was reported, in the words of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// `None` if the report had no description.
    pub(crate) text: Option<String>,
    /// When, and the role of who reported it.
    pub(crate) by: String,
}

impl super::Page for KnelpuntPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.timeline.iter().collect()
    }
}

impl KnelpuntPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question; 404 if there is no such knelpunt.
    pub(crate) fn new(id: KnelpuntId, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let page_keys = query.page_keys(&["said"])?;
        let t = query.t();
        let (answer, history) = query.knelpunt_and_history(id)?;
        let outlook = outlook(query, &answer)?;
        let mut published = page_keys.iter();
        let published = published.find_map(|(_, id)| published_notice(query, id, &history));
        let notices = published.into_iter();
        let notices = notices.chain(provenance::of_history(t, &history));
        let notices: Vec<Notice> = notices.collect();
        let reports = ReportHistory::new(&history, query.as_of);
        let register = query.register();
        let category = answer.category.as_deref();
        let category = category.map(|code| names::category(t, register, code));
        let category = category.unwrap_or_else(|| t.text("knelpunten-knelpunt"));
        let title = match &answer.municipality_name {
            Some(name) => format!("{category} – {name}"),
            None => category.clone(),
        };
        let events = history.iter();
        let events = events.map(|item| history::entry(t, register, item, &history));
        Ok(Self {
            lead: lead(query, &answer),
            merged_into: answer.id != id,
            quotations: quotations(query, &reports),
            forms: forms(query, &answer),
            facts: facts::facts(query, &answer),
            outlook,
            timeline: own_timeline(query, category, &title, &answer, &reports),
            events: events.collect(),
            numbers: facts::numbers(query, &answer),
            frame: PageFrame::new(query, title, crumbs(query, &answer), notices)
                .with_data(data(query, &answer)),
        })
    }
}

/// Returns since when it is open, or how it ended.
fn lead(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> String {
    let t = query.t();
    let Some(last) = answer.episodes.last() else {
        return t.text("knelpunt-lead-never");
    };
    let since = last.since.day();
    if let Some((end, outcome)) = last.ended_at.zip(last.outcome) {
        let (day, age) = (t.date(end.day()), t.age(since, end.day()));
        return t.text_with(
            "knelpunt-lead-closed",
            &[
                ("outcome", names::outcome(t, outcome).into()),
                ("date", day.into()),
                ("age", age.into()),
            ],
        );
    }
    let (day, age) = (t.date(since), t.age(since, query.as_of.day()));
    let values = [("date", day.into()), ("age", age.into())];
    t.text_with(
        if answer.persisting {
            "knelpunt-lead-persisting"
        } else {
            "knelpunt-lead-open"
        },
        &values,
    )
}

/// Returns the first description and the latest beside it.
fn quotations(query: &PageQuery<'_>, reports: &ReportHistory) -> Vec<Quotation> {
    let t = query.t();
    let quotation = |id: &str, report: &ReportEntry| {
        let by = t.with(id, "date", t.date(report.on));
        Quotation {
            text: report.description.clone(),
            by: match &report.role {
                Some(role) => format!("{by} {}", names::by_role(t, role)),
                None => by,
            },
        }
    };
    let first = reports.first();
    let first = first.map(|report| {
        let is_first = reports.reports.first() == Some(report);
        quotation(
            if is_first {
                "knelpunt-first"
            } else {
                "knelpunt-described"
            },
            report,
        )
    });
    let later = reports.later();
    let later = later.map(|report| quotation("knelpunt-latest", report));
    first.into_iter().chain(later).collect()
}

/// Returns the chance that it is still open in 90 days, if it can be told: from those of its category that became as old.
fn outlook(
    query: &mut PageQuery<'_>,
    answer: &KnelpuntAnswer,
) -> Result<Option<String>, WebProblem> {
    let category = answer.category.as_deref();
    let Some(category) = category.filter(|_| answer.status == KnelpuntStatus::Open) else {
        return Ok(None);
    };
    let keys = [("category", category), ("limit", OUTLOOK_LIMIT)];
    let outlook = query.ask_by_keys::<OutlookQuestion>(&keys)?;
    let t = query.t();
    let own = outlook.items.iter().find(|item| item.id == answer.id);
    let known = own.and_then(|item| Some((item.at_risk, item.still_open.value?)));
    Ok(known.map(|(at_risk, share)| {
        let values = [("n", at_risk.into()), ("share", t.share(share).into())];
        t.text_with("knelpunt-outlook", &values)
    }))
}

fn own_timeline(
    query: &PageQuery<'_>,
    category: String,
    title: &str,
    answer: &KnelpuntAnswer,
    reports: &ReportHistory,
) -> Option<PageFigure> {
    if answer.episodes.is_empty() {
        return None;
    }
    let own = TimelineKnelpunt {
        name: category,
        href: String::new(),
        persisting: answer.persisting,
        episodes: &answer.episodes,
        reports,
    };
    let heading = query.t().text("knelpunt-timeline");
    Some(timeline(query, heading, title, &[own]))
}

/// Returns the notice that an event sent with a form is in the log.
fn published_notice(query: &PageQuery<'_>, id: &str, history: &[HistoryItem]) -> Option<Notice> {
    let t = query.t();
    let item = history.iter().find(|item| item.id == id)?;
    let text = match EventType::parse(&item.event_type) {
        Some(EventType::KnelpuntReported) => "knelpunt-published-report",
        Some(EventType::KnelpuntResolved) => "knelpunt-published-resolution",
        Some(EventType::KnelpuntMerged) => "knelpunt-published-merge",
        Some(EventType::EventWithdrawn) => "knelpunt-published-withdrawal",
        Some(
            EventType::MunicipalityConsulted
            | EventType::SupportReceived
            | EventType::EventRedacted,
        )
        | None => "knelpunt-published-other",
    };
    let text = t.with(text, "sequence", item.sequence);
    Some(Notice::new(t.text("knelpunt-published"), text))
}

fn forms(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> Vec<Link> {
    if !query.has_forms() || answer.category.is_none() {
        return Vec::new();
    }
    let (t, open) = (query.t(), answer.status == KnelpuntStatus::Open);
    let forms = [
        (open, Form::Confirm, "act-confirm"),
        (!open, Form::Confirm, "act-report-again"),
        (open, Form::Resolve, "act-resolve"),
        (true, Form::Merge, "act-merge"),
        (true, Form::Withdraw, "act-withdraw"),
    ];
    let applicable = forms.into_iter().filter(|(applies, ..)| *applies);
    let path = |form: Form| format!("/knelpunten/{}/{}", answer.id, form.slug());
    applicable
        .map(|(_, form, text)| Link::new(t.text(text), path(form)))
        .collect()
}

/// Returns the levels above: the list of municipalities, and the municipality.
fn crumbs(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> Vec<Link> {
    let list = Link::new(
        query.t().text("nav-municipalities"),
        query.link(municipalities::PATH),
    );
    let own = answer.municipality.as_ref().map(|code| {
        let name = municipality::name(code, query.register());
        Link::new(name, query.link(&format!("/gemeenten/{code}")))
    });
    own.map(|own| vec![list, own]).unwrap_or_default()
}

/// Returns links to the same facts as JSON.
fn data(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> Vec<Link> {
    let (t, path) = (query.t(), format!("/v1/knelpunten/{}", answer.id));
    let (state, events) = (t.text("data-state"), t.text("data-events"));
    vec![
        Link::to_data(query, &state, &path, &[]),
        Link::to_data(query, &events, &format!("{path}/events"), &[]),
    ]
}

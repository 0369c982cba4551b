//! One knelpunt: its state, its episodes, and every event in order.

use api::{
    EventDetail,
    answers::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus},
};
use askama::Template;
use model::{EventType, Instant, KnelpuntId, Observed, Outcome};
use register::Catalogue;
use texts::{
    dates, events,
    forms::actions,
    knelpunt::{self as text, PublishedForm},
    numbers, site, terms,
};
use views::HistoryItem;

use super::{
    frame::{Link, Notice, PageFrame},
    municipality::{self, present},
    page_query::PageQuery,
    provenance,
};
use crate::{forms::Form, problem::WebProblem};

#[derive(Template)]
#[template(path = "knelpunt.html")]
pub(crate) struct KnelpuntPage {
    pub(crate) frame: PageFrame,
    pub(crate) id: String,
    pub(crate) category: String,
    pub(crate) lead: String,
    /// Whether the link named a knelpunt that was merged into this one.
    pub(crate) merged_into: bool,
    pub(crate) merged_from: Vec<String>,
    pub(crate) persisting: bool,
    /// Labels and values.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) description: Option<String>,
    pub(crate) episodes: Vec<EpisodeRow>,
    pub(crate) events: Vec<EventEntry>,
    /// Paths and names; empty where there are no forms.
    pub(crate) forms: Vec<(String, &'static str)>,
}

/// An episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EpisodeRow {
    pub(crate) since: String,
    pub(crate) opened: String,
    pub(crate) ended: String,
    pub(crate) lasted: String,
    pub(crate) reports: String,
    pub(crate) rounds: String,
}

/// An event in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventEntry {
    pub(crate) what: &'static str,
    pub(crate) when: String,
    pub(crate) withdrawn: bool,
    pub(crate) redacted: bool,
    /// Its data, in a few words each.
    pub(crate) details: Vec<String>,
    /// Its free text.
    pub(crate) text: Option<String>,
    pub(crate) recorded: String,
    pub(crate) source: String,
    pub(crate) sequence: String,
}

impl super::Page for KnelpuntPage {}

impl KnelpuntPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question; 404 if there is no such knelpunt.
    pub(crate) fn new(id: KnelpuntId, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let page_keys = query.page_keys(&["said"])?;
        let answer = query.knelpunt(id)?;
        let history = query.history(id)?;
        let mut published = page_keys.iter();
        let published = published.find_map(|(_, id)| published_notice(id, &history));
        let notices = published
            .into_iter()
            .chain(provenance::of_history(query.t(), &history))
            .collect();
        let category = answer.category_name.clone();
        let category = category.unwrap_or_else(|| text::UNKNOWN.to_owned());
        let municipality_name = answer.municipality_name.as_deref();
        let title = text::title(&category, municipality_name);
        let path = format!("/v1/knelpunten/{}", answer.id);
        let events_path = format!("{path}/events");
        let data = vec![
            Link::to_data(query, site::data::STATE, &path, &[]),
            Link::to_data(query, site::data::EVENTS, &events_path, &[]),
        ];
        let register = query.register();
        let link = |code: &String| Link {
            text: municipality::name(code, register),
            href: query.link(&format!("/gemeenten/{code}")),
        };
        let municipality = answer.municipality.as_ref().map(link);
        let location = municipality.as_ref().map(|link| link.text.clone());
        let crumbs = municipality.into_iter().collect();
        let episodes = answer.episodes.iter();
        let events = history.iter();
        Ok(Self {
            id: answer.id.to_string(),
            category,
            lead: text::lead(
                location.as_deref(),
                status(&answer),
                age(&answer, query).as_deref(),
            ),
            merged_into: answer.id != id,
            merged_from: answer.merged_from.iter().map(ToString::to_string).collect(),
            persisting: answer.persisting,
            facts: facts(&answer, query),
            description: answer.description.clone(),
            episodes: episodes.map(|one| episode_row(one, query)).collect(),
            events: events
                .map(|item| event_entry(item, register.catalogue()))
                .collect(),
            forms: forms(&answer, query),
            frame: PageFrame::new(query, title, crumbs, notices).with_data(data),
        })
    }
}

/// Returns the notice that an event sent with a form is in the log.
fn published_notice(id: &str, history: &[HistoryItem]) -> Option<Notice> {
    let item = history.iter().find(|item| item.id == id)?;
    let what = match EventType::parse(&item.event_type) {
        Some(EventType::KnelpuntReported) => PublishedForm::Report,
        Some(EventType::KnelpuntResolved) => PublishedForm::Resolution,
        Some(EventType::KnelpuntMerged) => PublishedForm::Merge,
        Some(EventType::EventWithdrawn) => PublishedForm::Withdrawal,
        Some(
            EventType::MunicipalityConsulted
            | EventType::SupportReceived
            | EventType::EventRedacted,
        )
        | None => PublishedForm::Other,
    };
    let text = text::published(what, item.sequence);
    Some(Notice::new(text::PUBLISHED, text))
}

fn forms(answer: &KnelpuntAnswer, query: &PageQuery<'_>) -> Vec<(String, &'static str)> {
    if !query.has_forms() || answer.category.is_none() {
        return Vec::new();
    }
    let open = answer.status == KnelpuntStatus::Open;
    let forms = [
        (open, Form::Confirm, actions::CONFIRM),
        (!open, Form::Confirm, actions::REPORT_AGAIN),
        (open, Form::Resolve, actions::RESOLVE),
        (true, Form::Merge, actions::MERGE),
        (true, Form::Withdraw, actions::WITHDRAW),
    ];
    let applicable = forms.into_iter().filter(|(applies, ..)| *applies);
    applicable
        .map(|(_, form, name)| (format!("/knelpunten/{}/{}", answer.id, form.slug()), name))
        .collect()
}

const fn status(answer: &KnelpuntAnswer) -> &'static str {
    match answer.status {
        KnelpuntStatus::Open => text::OPEN,
        KnelpuntStatus::Resolved => text::CLOSED,
        KnelpuntStatus::None => text::NEVER_REPORTED,
    }
}

fn age(answer: &KnelpuntAnswer, query: &PageQuery<'_>) -> Option<String> {
    let open = answer
        .episodes
        .last()
        .filter(|last| last.ended_at.is_none() && last.since.day() < query.as_of.day())?;
    Some(dates::age(open.since.day(), query.as_of.day()))
}

fn facts(answer: &KnelpuntAnswer, query: &PageQuery<'_>) -> Vec<(&'static str, String)> {
    let party = answer.party_as_written();
    let from = answer.inherited_from.as_deref();
    let role = answer.reporter.as_ref();
    let role = role.map(|reporter| terms::role(&reporter.role).to_owned());
    present([
        (
            text::REPORTED_BY_MUNICIPALITY,
            from.zip(answer.municipality.as_deref()).map(|(code, now)| {
                municipality::reported_by(query.t(), query.register(), code, now)
            }),
        ),
        (terms::BUILDING_BLOCK, answer.building_block_name.clone()),
        (
            terms::WAITS_ON,
            party.map(|(kind, name)| terms::party(kind, name)),
        ),
        (terms::REFERENCE, answer.reference_as_written.clone()),
        (text::REPORTED_BY, role),
    ])
}

fn episode_row(episode: &EpisodeAnswer, query: &PageQuery<'_>) -> EpisodeRow {
    let end = episode.ended_at;
    let catalogue = query.register().catalogue();
    let remedy = episode
        .remedy
        .as_deref()
        .map(|code| remedy_name(code, catalogue));
    let ended = end.map_or_else(
        || terms::STILL_OPEN.to_owned(),
        |end| {
            let outcome = episode.outcome.map_or(terms::CLOSED, terms::outcome);
            text::end(&dates::day_of(end), outcome, remedy)
        },
    );
    EpisodeRow {
        since: dates::day_of(episode.since),
        opened: dates::day_of(episode.opened_at),
        ended,
        lasted: dates::age(episode.since.day(), end.unwrap_or(query.as_of).day()),
        reports: numbers::number(episode.reports),
        rounds: if episode.rounds.is_empty() {
            site::NONE.to_owned()
        } else {
            episode.rounds.join(", ")
        },
    }
}

fn remedy_name<'a>(code: &'a str, catalogue: &'a Catalogue) -> &'a str {
    catalogue
        .remedy(code)
        .map_or(code, |remedy| remedy.nl.as_str())
}

fn event_entry(item: &HistoryItem, catalogue: &Catalogue) -> EventEntry {
    let recorded = Instant::parse(&item.time).map_or_else(|| item.time.clone(), dates::instant);
    let details = item.details().into_iter();
    EventEntry {
        what: events::what(EventType::parse(&item.event_type)),
        when: item.observed().map_or_else(|| recorded.clone(), observed),
        withdrawn: item.withdrawn,
        redacted: item.redacted,
        details: details.map(|one| detail(one, catalogue)).collect(),
        text: item.free_text().map(str::to_owned),
        recorded: text::recorded(&recorded),
        source: item.source.clone(),
        sequence: text::sequence(item.sequence),
    }
}

/// Returns an event on one line.
pub(crate) fn event_line(item: &HistoryItem, catalogue: &Catalogue) -> String {
    let entry = event_entry(item, catalogue);
    let parts = [entry.details.join("; "), entry.text.unwrap_or_default()];
    let parts = parts.iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.map(String::as_str).collect();
    events::line(&entry.when, entry.what, &parts)
}

/// Returns a date as a date, and an instant with its time.
fn observed(text: &str) -> String {
    match Observed::parse(text) {
        Some(Observed::On(day)) => dates::date(day),
        Some(Observed::At(at)) => dates::instant(at),
        None => text.to_owned(),
    }
}

/// Returns what an event states, in a few words.
fn detail(detail: EventDetail<'_>, catalogue: &Catalogue) -> String {
    match detail {
        EventDetail::Outcome(code) => {
            let mut outcomes = Outcome::ALL.into_iter();
            let outcome = outcomes.find(|outcome| outcome.code() == code);
            outcome.map_or_else(|| code.to_owned(), |known| terms::outcome(known).to_owned())
        }
        EventDetail::Remedy(code) => events::remedy(remedy_name(code, catalogue)),
        EventDetail::KnownSince(since) => events::known_since(&observed(since)),
        EventDetail::Round(round) => events::round(round),
        EventDetail::ReporterRole(code) => events::role(terms::role(code)),
        EventDetail::MergedInto {
            category,
            building_block,
            party,
            reference,
        } => {
            let named = catalogue.category(category);
            let block = building_block.and_then(|code| catalogue.building_block(code));
            let category = named.map_or(category, |named| named.nl.as_str());
            let block = block.map(|block| block.name.as_str());
            let parts = [Some(category), block, party, reference];
            events::merged_into(&parts.into_iter().flatten().collect::<Vec<&str>>())
        }
        EventDetail::AboutEvent(id) => events::about_event(id),
    }
}

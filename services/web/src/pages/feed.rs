//! What changed, as an Atom feed (RFC 4287) for every filter.

use api::{
    answers::{EpisodeList, EpisodeListItem},
    parameters::EpisodeEvent,
};
use askama::Template;
use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use httpd::MediaType;
use jiff::{ToSpan as _, civil::Date};
use questions::EpisodesQuestion;
use texts::messages::Messages;

use super::{names, page_query::PageQuery, render};
use crate::{
    app::WebApp,
    language::ChosenLanguage,
    problem::WebProblem,
    query::{self, Pair},
    read_request::{PageFormat, ReadRequest},
};

/// The path of the feed.
pub(super) const PATH: &str = "/volg.atom";
/// The days of a feed, from the longest on: the first of which everything fits into one answer.
const WINDOWS_DAYS: [i32; 4] = [60, 14, 3, 1];
/// The most that one answer has.
const LIMIT: &str = "1000";
/// The most entries of a feed.
const ENTRIES: usize = 200;

#[derive(Template)]
#[template(path = "feed.xml")]
pub(crate) struct Feed {
    pub(crate) t: Messages,
    pub(crate) title: String,
    /// The address of the feed, which identifies it.
    pub(crate) link: String,
    /// The address of the overview.
    pub(crate) home: String,
    pub(crate) updated: String,
    pub(crate) entries: Vec<FeedEntry>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedEntry {
    pub(crate) title: String,
    pub(crate) link: String,
    /// What identifies the change, whenever it is asked for.
    pub(crate) id: String,
    pub(crate) updated: String,
    pub(crate) summary: String,
}

/// Returns the feed of a filter, the newest change first.
pub(crate) async fn feed(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Atom])?;
    let (pairs, language) = request.page_pairs()?;
    let (now, origin, link) = (request.app.now(), request.origin(), request.link());
    let answer = move |app: &WebApp| {
        let path = (PATH.to_owned(), PageFormat::Page);
        let mut query = PageQuery::new(app, path, Vec::new(), Vec::new(), language, now)?;
        let feed = Feed::new(&mut query, &pairs, (origin, link), language)?;
        let text = render(&feed)?;
        Ok((
            [(header::CONTENT_TYPE, MediaType::Atom.content_type())],
            text,
        )
            .into_response())
    };
    Ok(language.finish(request.answer(None, answer).await?))
}

impl Feed {
    fn new(
        query: &mut PageQuery<'_>,
        filter: &[Pair],
        (origin, link): (String, String),
        language: ChosenLanguage,
    ) -> Result<Self, WebProblem> {
        let (t, list) = (query.t(), newest(query, filter)?);
        let newest = list.items.iter().rev().take(ENTRIES);
        let entry = |item| FeedEntry::new(query, item, &origin, language);
        let updated = list.items.last().map_or(query.as_of, |item| item.at);
        Ok(Self {
            t,
            title: t.text("feed-title"),
            home: format!("{origin}{}", query::link("/", language.link_key())),
            link,
            updated: updated.to_string(),
            entries: newest.map(entry).collect(),
        })
    }
}

/// Returns what happened in the longest window that fits into one answer.
fn newest(query: &mut PageQuery<'_>, filter: &[Pair]) -> Result<EpisodeList, WebProblem> {
    let today = query.as_of.day();
    let mut list = None;
    for days in WINDOWS_DAYS {
        let from = today
            .checked_sub(days.days())
            .unwrap_or(Date::MIN)
            .to_string();
        let mut keys: Vec<(&str, &str)> = vec![("from", &from), ("limit", LIMIT)];
        keys.extend(
            EpisodeEvent::ALL
                .iter()
                .map(|event| ("event", event.as_str())),
        );
        keys.extend(filter.iter().map(|(key, value)| (&**key, &**value)));
        let found = query.ask_by_keys::<EpisodesQuestion>(&keys)?;
        let fits = found.items.len() == found.total;
        list = Some(found);
        if fits {
            break;
        }
    }
    list.ok_or_else(WebProblem::internal)
}

impl FeedEntry {
    fn new(
        query: &PageQuery<'_>,
        item: &EpisodeListItem,
        origin: &str,
        language: ChosenLanguage,
    ) -> Self {
        let (t, register) = (query.t(), query.register());
        let category = names::category(t, register, &item.category);
        let how = item.outcome.map(|outcome| names::outcome(t, outcome));
        let id = match item.event {
            EpisodeEvent::Opened => "feed-opened",
            EpisodeEvent::Recurred => "feed-recurred",
            EpisodeEvent::Persisted => "feed-persisted",
            EpisodeEvent::Resolved => "feed-resolved",
        };
        let values = [
            ("name", category.as_str()),
            ("municipality", &item.municipality_name),
            ("how", how.as_deref().unwrap_or_default()),
        ];
        let values = values.map(|(key, value)| (key, value.into()));
        let page = format!("/knelpunten/{}", item.id);
        let party = item.party_as_written();
        let party = party.map(|(_, name)| format!("{}: {name}.", t.text("term-waits-on")));
        let since = t.with("feed-since", "date", t.date(item.since_on));
        Self {
            title: t.text_with(id, &values),
            id: format!("{origin}{page}#{}-{}", item.event.as_str(), item.episode),
            link: format!("{origin}{}", query::link(&page, language.link_key())),
            updated: item.at.to_string(),
            summary: [Some(since), party]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

//! What happened to knelpunten in a month.

use api::{
    answers::{EpisodeList, EpisodeListItem},
    parameters::EpisodeEvent,
};
use questions::EpisodesQuestion;

use super::Month;
use crate::{pages::page_query::PageQuery, problem::WebProblem};

/// The most that one answer has.
const LIMIT: &str = "1000";
/// The most rows of a list: on paper, more would not be read.
const LISTED: usize = 200;

/// What happened in a month.
pub(super) struct MonthEvents {
    /// Opened for the first time, or came back.
    pub(super) added: ListedEvents,
    pub(super) recurred: ListedEvents,
    pub(super) persisted: ListedEvents,
    pub(super) closed: ListedEvents,
}

/// What happened of one kind: how often, and the first of it.
#[derive(Default)]
pub(super) struct ListedEvents {
    pub(super) total: usize,
    pub(super) items: Vec<EpisodeListItem>,
}

impl MonthEvents {
    /// Queries them: all at once, and again by kind only where they are more than one answer has.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(super) fn query(month: Month, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let EpisodeList { total, items, .. } = episodes(month, EpisodeEvent::ALL, query)?;
        if items.len() == total {
            let of = |events: &[EpisodeEvent]| {
                let items = items.iter().filter(|item| events.contains(&item.event));
                ListedEvents::new(items.clone().count(), items.cloned())
            };
            return Ok(Self {
                added: of(&[EpisodeEvent::Opened, EpisodeEvent::Recurred]),
                recurred: of(&[EpisodeEvent::Recurred]),
                persisted: of(&[EpisodeEvent::Persisted]),
                closed: of(&[EpisodeEvent::Resolved]),
            });
        }
        let mut of = |event| {
            let list = episodes(month, &[event], query)?;
            Ok::<_, WebProblem>(ListedEvents::new(list.total, list.items))
        };
        Ok(Self {
            added: of(EpisodeEvent::Opened)?,
            recurred: of(EpisodeEvent::Recurred)?,
            persisted: of(EpisodeEvent::Persisted)?,
            closed: of(EpisodeEvent::Resolved)?,
        })
    }
}

impl ListedEvents {
    fn new(total: usize, items: impl IntoIterator<Item = EpisodeListItem>) -> Self {
        Self {
            total,
            items: items.into_iter().take(LISTED).collect(),
        }
    }

    /// Returns the only one, if it happened once.
    pub(super) fn only(&self) -> Option<&EpisodeListItem> {
        self.items.first().filter(|_| self.total == 1)
    }
}

fn episodes(
    month: Month,
    events: &[EpisodeEvent],
    query: &mut PageQuery<'_>,
) -> Result<EpisodeList, WebProblem> {
    let (from, to) = (month.first().to_string(), month.last().to_string());
    let mut keys = vec![("from", &*from), ("to", &*to), ("limit", LIMIT)];
    keys.extend(events.iter().map(|event| ("event", event.as_str())));
    query.ask_by_keys::<EpisodesQuestion>(&keys)
}

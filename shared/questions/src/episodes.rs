//! What happened to episodes between two dates: what opened, recurred, persisted or was resolved.
//!
//! - *Opened*: every opening; *recurred*: those that followed an earlier episode of the same knelpunt. Where both are
//!   asked for, an opening that is a recurrence is one item: recurred.
//! - *Persisted*: the instant from which an episode persists, but not before it opened, if it came by T while the episode
//!   was open: an episode that ended at or before it has none.
//! - *Resolved*: the end, which lies at the end of its day where it was given as a date, also where that is after T.
//! - In order of time, then id, then opened or recurred before persisted before resolved.

use std::cmp::Ordering;

use api::{
    answers::{EpisodeList, EpisodeListItem},
    links,
    parameters::{EpisodeEvent, EpisodesParameters, LinkParameters as _},
};
use jiff::civil::Date;
use model::{Instant, KnelpuntId};
use state::EpisodeSpan;

use crate::{
    Context, Counted, FromParameters, ListKey, Paging, Parameters, QueryError, Question, Scan,
    Scope,
    figures::days,
    identified::Identified,
    paging::{Listed, PageItems, ReadInstant as _, take},
    population::Accumulator,
    selected::{Origin, Selected},
    visible::VisibleKnelpunt,
};

/// What happened to episodes between two dates.
#[derive(Debug, Clone, PartialEq)]
pub struct EpisodesQuestion {
    /// What happened.
    pub events: Vec<EpisodeEvent>,
    /// From this day on.
    pub from: Option<Date>,
    /// Up to and including this day.
    pub to: Option<Date>,
    /// The page.
    pub paging: Paging<EpisodeKey>,
}

impl Default for EpisodesQuestion {
    fn default() -> Self {
        Self {
            events: vec![
                EpisodeEvent::Opened,
                EpisodeEvent::Recurred,
                EpisodeEvent::Resolved,
            ],
            from: None,
            to: None,
            paging: Paging::default(),
        }
    }
}

/// The place of an item: when, of which knelpunt, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EpisodeKey(Instant, KnelpuntId, EpisodeEvent);

impl ListKey for EpisodeKey {
    fn write(&self, to: &mut Vec<u8>) {
        to.extend(self.0.microseconds().to_be_bytes());
        to.extend(self.1.as_bytes());
        to.push(self.2 as u8);
    }

    fn read(mut bytes: &[u8]) -> Option<Self> {
        let at = Instant::read(take(&mut bytes)?)?;
        let id = KnelpuntId::from_bytes(take(&mut bytes)?);
        let [event] = take(&mut bytes)?;
        let event = EpisodeEvent::ALL.get(usize::from(event))?;
        bytes.is_empty().then_some(Self(at, id, *event))
    }
}

/// What happened to an episode, before its details are fetched.
struct ListedEpisode<'a> {
    at: Instant,
    event: EpisodeEvent,
    /// The number of the episode, from 0.
    index: u32,
    origin: Origin<'a>,
}

/// In order; ids are fetched only where they decide.
impl Listed for ListedEpisode<'_> {
    type Key = EpisodeKey;

    fn key(&self) -> EpisodeKey {
        EpisodeKey(self.at, self.origin.id(), self.event)
    }

    fn compare_key(&self, key: &EpisodeKey) -> Ordering {
        let by_time = self.at.cmp(&key.0);
        by_time.then_with(|| (self.origin.id(), self.event).cmp(&(key.1, key.2)))
    }

    fn compare(&self, other: &Self) -> Ordering {
        let rest = |item: &Self| (item.origin.id(), item.event);
        let by_time = self.at.cmp(&other.at);
        by_time.then_with(|| rest(self).cmp(&rest(other)))
    }
}

/// Everything that happened, on all pages.
#[derive(Default)]
struct EpisodeTally<'a> {
    counted: Counted,
    listed: PageItems<ListedEpisode<'a>>,
}

/// What is listed.
struct Wanted {
    events: [bool; EpisodeEvent::ALL.len()],
    from: Instant,
    to: Instant,
}

impl Question for EpisodesQuestion {
    type Answer = EpisodeList;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<EpisodeList>, QueryError> {
        let wanted = Wanted::new(self);
        let tally = context.gather(EpisodeTally::default, |tally, selected| {
            tally.count(selected, &wanted, &self.paging);
        });
        let total = tally.listed.total;
        let (page, next_cursor) = tally.listed.page(&self.paging, context.scope);
        let items = page.iter().map(|episode| episode.item(context)).collect();
        let answer = EpisodeList {
            total,
            items,
            next_cursor,
        };
        Ok(Scan::ready(answer, tally.counted))
    }
}

impl FromParameters for EpisodesQuestion {
    fn own_names() -> &'static [String] {
        EpisodesParameters::names()
    }

    fn set_limit(&mut self, limit: usize) {
        self.paging.limit = limit;
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let default = Self::default();
        let events = parameters.some_of("event", EpisodeEvent::ALL, EpisodeEvent::as_str);
        let (from, to) = parameters.dates("from", "to");
        let question = Self {
            events: if events.is_empty() {
                default.events
            } else {
                events
            },
            from,
            to,
            paging: default.paging,
        };
        let own = format!("{question:?}");
        Self {
            paging: Paging::parse(parameters, scope, own),
            ..question
        }
    }
}

impl Wanted {
    fn new(question: &EpisodesQuestion) -> Self {
        let mut events = [false; EpisodeEvent::ALL.len()];
        for event in &question.events {
            events[*event as usize] = true;
        }
        Self {
            events,
            from: question
                .from
                .and_then(Instant::start_of)
                .unwrap_or(Instant::EARLIEST),
            to: question
                .to
                .and_then(Instant::end_of)
                .unwrap_or(Instant::LATEST),
        }
    }

    fn has(&self, event: EpisodeEvent) -> bool {
        self.events[event as usize]
    }

    fn contains(&self, at: Instant) -> bool {
        self.from <= at && at <= self.to
    }

    /// Returns as what an opening is listed.
    fn opening(&self, is_recurrence: bool) -> Option<EpisodeEvent> {
        if is_recurrence && self.has(EpisodeEvent::Recurred) {
            Some(EpisodeEvent::Recurred)
        } else {
            self.has(EpisodeEvent::Opened)
                .then_some(EpisodeEvent::Opened)
        }
    }
}

impl<'a> EpisodeTally<'a> {
    fn count(&mut self, selected: &Selected<'a, '_>, wanted: &Wanted, paging: &Paging<EpisodeKey>) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        for (index, episode) in (0_u32..).zip(selected.episodes()) {
            let opened = wanted
                .opening(index > 0)
                .map(|event| (event, episode.opened_at));
            let persisted = persisted_at(&episode, selected.at)
                .filter(|_| wanted.has(EpisodeEvent::Persisted))
                .map(|at| (EpisodeEvent::Persisted, at));
            let resolved = episode
                .end
                .filter(|_| wanted.has(EpisodeEvent::Resolved))
                .map(|(at, _)| (EpisodeEvent::Resolved, at));
            let all = [opened, persisted, resolved].into_iter().flatten();
            let listed = all.filter(|(_, at)| wanted.contains(*at));
            for (event, at) in listed {
                let listed = ListedEpisode {
                    at,
                    event,
                    index,
                    origin: selected.origin,
                };
                self.listed.push(listed, paging);
            }
        }
    }
}

impl Accumulator for EpisodeTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        self.listed.extend(other.listed);
    }
}

/// Returns the instant from which an episode persisted, if it did by the as-of instant.
fn persisted_at(episode: &EpisodeSpan, as_of: Instant) -> Option<Instant> {
    let at = episode.persists_from.max(episode.opened_at);
    let was_open = episode.end.is_none_or(|(end, _)| at < end);
    (at <= as_of && was_open).then_some(at)
}

impl ListedEpisode<'_> {
    fn item(&self, context: &Context<'_>) -> EpisodeListItem {
        let knelpunt = self.origin.knelpunt();
        let visible = VisibleKnelpunt::new(&knelpunt, context.scope.as_of);
        let Some(episode) = visible.episodes().nth(self.index as usize) else {
            panic!("an episode that was counted is there")
        };
        let Some(identity) = &knelpunt.identity else {
            panic!("a knelpunt with an episode has an identity")
        };
        let identified = Identified::new(identity, context);
        let (party_name, reference_as_written) = visible.names(identity, context.interner());
        let end = episode.end;
        let remedy = end.and_then(|end| end.remedy);
        let until = end.map_or(context.scope.as_of, |end| end.at);
        EpisodeListItem {
            event: self.event,
            at: self.at,
            on: self.at.day(),
            id: knelpunt.id,
            href: links::knelpunt(knelpunt.id),
            municipality: identified.location.code,
            municipality_name: identified.location.name,
            inherited_from: identified.location.inherited_from,
            through_split: identified.location.through_split,
            other_successors: identified.location.other_successors,
            category: identified.category,
            category_name: identified.category_name,
            building_block: identified.building_block,
            party: identified.party,
            party_name,
            reference: identified.reference,
            reference_as_written,
            since: episode.since,
            since_on: episode.since.day(),
            opened_at: episode.opened_at,
            opened_on: episode.opened_at.day(),
            ended_at: end.map(|end| end.at),
            ended_on: end.map(|end| end.at.day()),
            outcome: end.map(|end| end.outcome),
            remedy: remedy.map(|code| context.interner().text(code).to_owned()),
            duration_days: days(until.since(episode.since)),
            episode: self.index as usize + 1,
        }
    }
}

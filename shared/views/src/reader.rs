//! The reading side: each question is answered as of one commit.

mod changes;
mod export;
mod history;
mod mark;
mod status;
pub(crate) mod text_index;

use std::sync::Arc;

use api::answers::{KnelpuntAnswer, SearchResults};
use fold::{Interner, Knelpunt};
use model::{EventKey, KnelpuntId, Subject};
use questions::{
    CandidatesQuestion, Counted, KnelpuntScan, Population, Query, Question, Scope, SearchQuestion,
    TextAddress,
};
use register::Register;
use state::together;

use crate::{
    Answered, AskError, HistoryItem,
    store::{Hub, Memory, OpenStore, contents::Contents, digest::Sum},
};
pub use changes::{ChangesPage, LogId};
pub use export::Export;
use history::{EventTexts, Visibility};
pub use mark::ViewsMark;

/// Reads the views; cheap to clone. Calls are synchronous and may take milliseconds: keep them off an event loop.
#[derive(Debug, Clone)]
pub struct Reader {
    hub: Arc<Hub>,
    register: &'static Register,
}

/// A knelpunt, with every event of it in the order of the fold.
pub type KnelpuntWithHistory = (KnelpuntAnswer, Vec<HistoryItem>);

/// The position of an answer in the log.
#[derive(Debug, Clone, Copy)]
struct LogPoint {
    visibility: Visibility,
    digest: Sum,
}

impl Reader {
    pub(crate) fn new(hub: Arc<Hub>, register: &'static Register) -> Self {
        Self { hub, register }
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt; when the question is about a sequence not yet folded, or has no answer; when
    /// the store fails.
    pub fn ask<Q: Question>(&self, query: &Query<Q>) -> Result<Answered<Q::Answer>, AskError> {
        let store = self.store()?;
        let (scan, point) = {
            let memory = store.memory.read();
            let point = LogPoint::new(&memory, &query.scope)?;
            let population = match query.scope.known_at {
                None => Population::new(&memory.state),
                Some(known_at) => Population::known_at(&memory.state, known_at),
            };
            (query.scan(&population, self.register), point)
        };
        // The lock on memory is released: the rest may take long, and a commit would wait.
        let mut scan = scan?;
        let (counted, addresses) = (scan.counted, std::mem::take(&mut scan.descriptions));
        let mut answer = scan.finish(self.register);
        if Q::SHOWS_DESCRIPTIONS {
            let descriptions = descriptions(&store, &addresses, point.visibility)?;
            Q::set_descriptions(&mut answer, descriptions);
        }
        Ok(point.answered(&query.scope, answer, counted))
    }

    /// Searches by words; at the first search, all texts are read.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn search(
        &self,
        query: &Query<SearchQuestion>,
    ) -> Result<Answered<SearchResults>, AskError> {
        let store = self.store()?;
        let mut index = store.text_index.lock();
        index.update(&store)?;
        let (scan, point) = {
            let memory = store.memory.read();
            let candidates = Query {
                scope: query.scope.clone(),
                question: CandidatesQuestion {
                    rows: index.candidates(&query.question.terms, &memory.state),
                    search: query.question.clone(),
                },
            };
            let point = LogPoint::new(&memory, &query.scope)?;
            (
                candidates.scan(&Population::new(&memory.state), self.register),
                point,
            )
        };
        drop(index);
        let scan = scan?;
        let (counted, contents) = (scan.counted, Contents::new(&store.db));
        let answer = scan.finish(self.register).hits(|address| {
            let texts = read_texts(&store, &contents, Some(address), point.visibility)?;
            Ok::<_, AskError>(texts.description)
        })?;
        Ok(point.answered(&query.scope, answer, counted))
    }

    /// Returns one knelpunt; none if no event has the id as subject or as target of a merge.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn knelpunt(
        &self,
        id: KnelpuntId,
        scope: &Scope,
    ) -> Result<Option<Answered<KnelpuntAnswer>>, AskError> {
        let store = self.store()?;
        let found = find(&store, id, scope, |knelpunt, interner| {
            KnelpuntScan::new(scope, knelpunt, interner, self.register)
        })?;
        let Some((scan, point)) = found else {
            return Ok(None);
        };
        let counted = scan.counted;
        let answer = with_texts(&store, scan, point)?;
        Ok(Some(point.answered(scope, answer, counted)))
    }

    /// Returns one knelpunt with every event of it, in the order of the fold, from one look-up; none as for
    /// [`Reader::knelpunt`].
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn knelpunt_and_history(
        &self,
        id: KnelpuntId,
        scope: &Scope,
    ) -> Result<Option<Answered<KnelpuntWithHistory>>, AskError> {
        let store = self.store()?;
        let found = find(&store, id, scope, |knelpunt, interner| {
            let scan = KnelpuntScan::new(scope, knelpunt, interner, self.register);
            (knelpunt.members.clone(), scan)
        })?;
        let Some(((members, scan), point)) = found else {
            return Ok(None);
        };
        let counted = scan.counted;
        let answer = with_texts(&store, scan, point)?;
        let events = history::history(&store, &members, point.visibility)?;
        Ok(Some(point.answered(scope, (answer, events), counted)))
    }

    /// Returns every event of one knelpunt, in the order of the fold; none as for [`Reader::knelpunt`].
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn history(
        &self,
        id: KnelpuntId,
        scope: &Scope,
    ) -> Result<Option<Answered<Vec<HistoryItem>>>, AskError> {
        let store = self.store()?;
        let found = find(&store, id, scope, |knelpunt, interner| {
            let scan = KnelpuntScan::new(scope, knelpunt, interner, self.register);
            (knelpunt.members.clone(), scan.counted)
        })?;
        let Some(((members, counted), point)) = found else {
            return Ok(None);
        };
        let answer = history::history(&store, &members, point.visibility)?;
        Ok(Some(point.answered(scope, answer, counted)))
    }

    /// Returns every event of some subjects, and of all of which something counts in a round.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt; when the store fails.
    pub fn events_of(
        &self,
        mut subjects: Vec<Subject>,
        round: &str,
    ) -> Result<Vec<HistoryItem>, AskError> {
        let store = self.store()?;
        let position = {
            let memory = store.memory.read();
            subjects.extend(memory.state.subjects_of_round(round));
            memory.header.anchor.position
        };
        subjects.sort_unstable();
        subjects.dedup();
        let visibility = Visibility {
            known_at: position,
            position,
        };
        Ok(history::events_of(&store, &subjects, visibility)?)
    }

    /// Returns of each event, by its subject and its key, whether it has arrived.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt.
    pub fn have_arrived(&self, events: &[(Subject, EventKey)]) -> Result<Vec<bool>, AskError> {
        let store = self.store()?;
        let memory = store.memory.read();
        let has_arrived = |(subject, key): &(Subject, EventKey)| {
            memory.state.contents(subject, *key).next().is_some()
        };
        Ok(events.iter().map(has_arrived).collect())
    }
}

impl LogPoint {
    /// Returns the position of an answer, unless the question is about a later one.
    fn new(memory: &Memory, scope: &Scope) -> Result<Self, AskError> {
        let position = memory.header.anchor.position;
        match scope.known_at {
            Some(known_at) if known_at > position => Err(AskError::Beyond { known_at, position }),
            known_at => Ok(Self {
                visibility: Visibility {
                    known_at: known_at.unwrap_or(position),
                    position,
                },
                digest: memory.header.digests.events,
            }),
        }
    }

    /// Adds position and digest to an answer; with `knownAt` only what never changes again.
    fn answered<T>(self, scope: &Scope, answer: T, counted: Counted) -> Answered<T> {
        let digest = scope.known_at.is_none().then_some(self.digest);
        Answered {
            answer,
            counted,
            position: self.visibility.known_at,
            digest: digest.map(Sum::text),
        }
    }
}

/// Finds a knelpunt as known to the question, and extracts what is needed.
fn find<T>(
    store: &OpenStore,
    id: KnelpuntId,
    scope: &Scope,
    extract: impl FnOnce(&Knelpunt<'_>, &Interner) -> T,
) -> Result<Option<(T, LogPoint)>, AskError> {
    let memory = store.memory.read();
    let point = LogPoint::new(&memory, scope)?;
    let state = &memory.state;
    let row = match scope.known_at {
        Some(known_at) if !state.is_known_at(id, known_at) => None,
        // Then it may have been part of another knelpunt.
        Some(_) => state.subject_row(id),
        None => state.find(id),
    };
    Ok(row.map(|row| {
        let knelpunt = state.knelpunt_up_to(row, scope.known_at.unwrap_or(u64::MAX));
        (extract(&knelpunt, state.interner()), point)
    }))
}

/// Completes the answer about a knelpunt by the texts that are not in memory.
fn with_texts(
    store: &OpenStore,
    scan: KnelpuntScan,
    point: LogPoint,
) -> Result<KnelpuntAnswer, AskError> {
    let contents = Contents::new(&store.db);
    let read = |address| read_texts(store, &contents, address, point.visibility);
    let mut answer = scan.answer;
    answer.first_description = read(scan.first_described_by)?.description;
    answer.description = read(scan.described_by)?.description;
    answer.reporter = read(scan.reported_by)?.reporter;
    Ok(answer)
}

/// Reads descriptions, on two threads and in order of arrival, because neighbours are in the same block.
fn descriptions(
    store: &OpenStore,
    addresses: &[Option<TextAddress>],
    visibility: Visibility,
) -> Result<Vec<Option<String>>, AskError> {
    // Most answers show none: they must not wait for the lock, nor start a thread.
    if addresses.iter().all(Option::is_none) {
        return Ok(vec![None; addresses.len()]);
    }
    let mut indices: Vec<usize> = (0..addresses.len()).collect();
    let memory = store.memory.read();
    indices.sort_by_cached_key(|index| {
        let (id, key) = addresses[*index]?;
        history::single_content(&memory.state, id, key)
    });
    drop(memory);
    let read = |indices: &[usize]| -> Result<Vec<(usize, Option<String>)>, AskError> {
        let contents = Contents::new(&store.db);
        let mut texts: Vec<(usize, Option<String>)> = Vec::with_capacity(indices.len());
        for index in indices {
            // Most knelpunten have one description, which is their first and their last.
            let text = match texts.last() {
                Some((before, text)) if addresses[*before] == addresses[*index] => text.clone(),
                _ => read_texts(store, &contents, addresses[*index], visibility)?.description,
            };
            texts.push((*index, text));
        }
        Ok(texts)
    };
    let (some, others) = indices.split_at(indices.len() / 2);
    let (some, others) = together::both(|| read(some), || read(others));
    let mut descriptions = vec![None; addresses.len()];
    for (index, description) in some?.into_iter().chain(others?) {
        descriptions[index] = description;
    }
    Ok(descriptions)
}

/// Reads the texts of an event; none without an event.
fn read_texts(
    store: &OpenStore,
    contents: &Contents<'_>,
    event: Option<TextAddress>,
    visibility: Visibility,
) -> Result<EventTexts, AskError> {
    match event {
        Some(event) => Ok(history::event_texts(store, contents, event, visibility)?),
        None => Ok(EventTexts::default()),
    }
}

//! The reading side: each question is answered as of one commit.

mod status;

use std::{collections::BTreeSet, sync::Arc};

use fold::{Interner, Knelpunt};
use model::KnelpuntId;
use questions::{Answer, Consultations, KnelpuntAnswer, PersistingItem, Query, TextAt, together};
use register::Register;
use serde_json::Value;

use crate::{
    Answered, AskError, HistoryItem, consultation_logs,
    contents::Contents,
    digest::Sum,
    history::{self, Visibility},
    known_at,
    memory::{Memory, MergeLinks},
    store::{Hub, OpenStore},
};

/// Reads the views; cheap to clone. Calls are synchronous and may take milliseconds: keep them off an event loop.
#[derive(Debug, Clone)]
pub struct Reader {
    hub: Arc<Hub>,
    register: &'static Register,
}

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
    /// While the views are being rebuilt; when the question is about a sequence not yet folded, or its answer would
    /// be too large; when the store fails.
    pub fn ask(&self, query: &Query) -> Result<Answered<Answer>, AskError> {
        let store = self.store()?;
        let point = LogPoint::new(&store.memory.read(), query)?;
        let (answered, point) = match query.known_at {
            None => {
                let memory = store.memory.read();
                let answered = query.scan(&memory.columns.population(), self.register);
                (answered, LogPoint::new(&memory, query)?)
            }
            Some(known_at) => {
                let consultations = if query.needs_consultations() {
                    consultation_logs::known_at(&store, known_at)?
                } else {
                    Consultations::default()
                };
                let answered = known_at::ask(&store, known_at, |population| {
                    query.scan(
                        &population.with_consultations(&consultations),
                        self.register,
                    )
                })?;
                (answered, point)
            }
        };
        // The lock on memory is released: the rest may take long, and a commit would wait.
        let (scanned, counted) = answered.map_err(AskError::TooLarge)?;
        let mut answer = scanned.into_answer(self.register);
        if let Answer::Persisting(page) = &mut answer {
            let mut items = by_arrival(&store.memory.read(), &mut page.items);
            let half = items.len() / 2;
            let (some, others) = items.split_at_mut(half);
            let describe = |items| describe(&store, items, point.visibility);
            let (one, other) = together::both(|| describe(some), || describe(others));
            one.and(other)?;
        }
        Ok(point.answered(query, answer, counted))
    }

    /// Returns one knelpunt; none if no event has the id as subject or as target of a merge.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn knelpunt(
        &self,
        id: KnelpuntId,
        query: &Query,
    ) -> Result<Option<Answered<KnelpuntAnswer>>, AskError> {
        let store = self.store()?;
        let found = find(&store, id, query, |knelpunt, interner| {
            KnelpuntAnswer::new(query, knelpunt, interner, self.register)
        })?;
        let Some(((mut answer, counted), point)) = found else {
            return Ok(None);
        };
        let contents = Contents::new(&store.db);
        let read = |text, member| read_text(&store, &contents, text, point.visibility, member);
        let description = read(answer.described_by, "description")?;
        answer.description = description.and_then(|text| text.as_str().map(str::to_owned));
        answer.reporter = read(answer.reported_by, "reporter")?;
        Ok(Some(point.answered(query, answer, counted)))
    }

    /// Returns every event of one knelpunt, in the order of the fold; none as for [`Reader::knelpunt`].
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn history(
        &self,
        id: KnelpuntId,
        query: &Query,
    ) -> Result<Option<Answered<Vec<HistoryItem>>>, AskError> {
        let store = self.store()?;
        let found = find(&store, id, query, |knelpunt, interner| {
            let counted = KnelpuntAnswer::new(query, knelpunt, interner, self.register).1;
            (knelpunt.members.clone(), counted)
        })?;
        let Some(((members, counted), point)) = found else {
            return Ok(None);
        };
        let answer = history::history(&store, &members, point.visibility)?;
        Ok(Some(point.answered(query, answer, counted)))
    }
}

impl LogPoint {
    /// Returns the position of an answer, unless the question is about a later one.
    fn new(memory: &Memory, query: &Query) -> Result<Self, AskError> {
        let position = memory.header.anchor.position;
        match query.known_at {
            Some(known_at) if known_at > position => Err(AskError::Beyond { known_at, position }),
            known_at => Ok(Self {
                visibility: Visibility {
                    known_at: known_at.unwrap_or(position),
                    position,
                },
                digest: memory.header.digests.canonical(),
            }),
        }
    }

    /// Adds position and digest to an answer; with `knownAt` only what never changes again.
    fn answered<T>(self, query: &Query, answer: T, counted: questions::Counted) -> Answered<T> {
        let digest = query.known_at.is_none().then_some(self.digest);
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
    query: &Query,
    extract: impl FnOnce(&Knelpunt, &Interner) -> T,
) -> Result<Option<(T, LogPoint)>, AskError> {
    let memory = store.memory.read();
    let point = LogPoint::new(&memory, query)?;
    let interner = memory.columns.interner();
    let found = memory.columns.find(id);
    let Some(known_at) = query.known_at else {
        return Ok(found.map(|knelpunt| (extract(knelpunt, interner), point)));
    };
    if !memory.has_corrections(id) {
        let known = found.map(|knelpunt| knelpunt.as_known_at(known_at));
        let known = known.filter(|knelpunt| !knelpunt.facts().is_empty());
        return Ok(known.map(|knelpunt| (extract(&knelpunt, interner), point)));
    }
    let component: BTreeSet<KnelpuntId> = memory.links.component(id, &MergeLinks::default());
    if !known_at::exists(&memory, id, &component, known_at) {
        return Ok(None);
    }
    drop(memory);
    let folded = known_at::fold_component(store, &component, known_at)?;
    let memory = store.memory.read();
    let found = folded
        .iter()
        .find(|knelpunt| knelpunt.members.contains(&id));
    Ok(found.map(|knelpunt| (extract(knelpunt, memory.columns.interner()), point)))
}

/// Sorts items by the arrival of their latest description, because neighbours are in the same block.
fn by_arrival<'a>(memory: &Memory, items: &'a mut [PersistingItem]) -> Vec<&'a mut PersistingItem> {
    let mut items: Vec<&mut PersistingItem> = items.iter_mut().collect();
    items.sort_by_cached_key(|item| {
        let (id, key) = item.described_by?;
        history::single_content(memory, id, key)
    });
    items
}

/// Reads the latest description of each item.
fn describe(
    store: &OpenStore,
    items: &mut [&mut PersistingItem],
    visibility: Visibility,
) -> Result<(), AskError> {
    let contents = Contents::new(&store.db);
    for item in items {
        let text = item.described_by;
        let description = read_text(store, &contents, text, visibility, "description")?;
        item.description = description.and_then(|text| text.as_str().map(str::to_owned));
    }
    Ok(())
}

/// Reads a member of the data of an event.
fn read_text(
    store: &OpenStore,
    contents: &Contents<'_>,
    text: Option<TextAt>,
    visibility: Visibility,
    member: &str,
) -> Result<Option<Value>, AskError> {
    let Some(event) = text else { return Ok(None) };
    let data = history::event_data(store, contents, event, visibility)?;
    let member = data.map(|mut data| data[member].take());
    Ok(member.filter(|value| !value.is_null()))
}

//! The reading side: questions answered as of one commit, whole.

mod operations;

use std::{collections::BTreeSet, sync::Arc};

use fold::{Interner, Knelpunt};
use model::KnelpuntId;
use questions::{Answer, Consultations, KnelpuntAnswer, PersistingItem, Query, TextAt, together};
use register::Register;
use serde_json::Value;

use crate::{
    Answered, AskError, HistoryItem, consultations,
    contents::Contents,
    digest::Sum,
    history::{self, Horizon},
    known_at,
    memory::{Links, Memory},
    store::{Held, Hub},
};

/// Reads the views; cheap to clone. Calls are synchronous and may take milliseconds: keep them off an event loop.
#[derive(Debug, Clone)]
pub struct Reader {
    hub: Arc<Hub>,
    register: &'static Register,
}

/// Where in the log an answer was given.
#[derive(Debug, Clone, Copy)]
struct At {
    horizon: Horizon,
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
    pub fn ask(&self, asked: &Query) -> Result<Answered<Answer>, AskError> {
        let held = self.held()?;
        let at = At::of(&held.memory.read(), asked)?;
        let (answered, at) = match asked.known_at {
            None => {
                let memory = held.memory.read();
                let answered = asked.scan(&memory.columns.population(), self.register);
                (answered, At::of(&memory, asked)?)
            }
            Some(known_at) => {
                let consultations = if asked.needs_consultations() {
                    consultations::known_at(&held, known_at)?
                } else {
                    Consultations::default()
                };
                let answered = known_at::ask(&held, known_at, |population| {
                    asked.scan(
                        &population.with_consultations(&consultations),
                        self.register,
                    )
                })?;
                (answered, at)
            }
        };
        let (scanned, counted) = answered.map_err(AskError::TooLarge)?;
        let mut answer = scanned.into_answer(self.register);
        if let Answer::Persisting(page) = &mut answer {
            let mut items = by_arrival(&held.memory.read(), &mut page.items);
            let half = items.len() / 2;
            let (some, others) = items.split_at_mut(half);
            let describe = |items| describe(&held, items, at.horizon);
            let (one, other) = together::both(|| describe(some), || describe(others));
            one.and(other)?;
        }
        Ok(at.answered(asked, answer, counted))
    }

    /// Answers how one knelpunt stands; none when no event has the id as subject or as target of a merge.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn knelpunt(
        &self,
        id: KnelpuntId,
        asked: &Query,
    ) -> Result<Option<Answered<KnelpuntAnswer>>, AskError> {
        let held = self.held()?;
        let found = find(&held, id, asked, |knelpunt, names| {
            KnelpuntAnswer::new(asked, knelpunt, names, self.register)
        })?;
        let Some(((mut answer, counted), at)) = found else {
            return Ok(None);
        };
        let contents = Contents::of(&held.db);
        let read = |said, member| text(&held, &contents, said, at.horizon, member);
        let description = read(answer.described_by, "description")?;
        answer.description = description.and_then(|text| text.as_str().map(str::to_owned));
        answer.reporter = read(answer.reported_by, "reporter")?;
        Ok(Some(at.answered(asked, answer, counted)))
    }

    /// Gives every event of one knelpunt, in the order of the fold; none as for [`Reader::knelpunt`].
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn history(
        &self,
        id: KnelpuntId,
        asked: &Query,
    ) -> Result<Option<Answered<Vec<HistoryItem>>>, AskError> {
        let held = self.held()?;
        let found = find(&held, id, asked, |knelpunt, names| {
            let counted = KnelpuntAnswer::new(asked, knelpunt, names, self.register).1;
            (knelpunt.members.clone(), counted)
        })?;
        let Some(((members, counted), at)) = found else {
            return Ok(None);
        };
        let answer = history::history(&held, &members, at.horizon)?;
        Ok(Some(at.answered(asked, answer, counted)))
    }
}

impl At {
    /// Gives where the views stand, if the question is about nothing beyond it.
    fn of(memory: &Memory, asked: &Query) -> Result<Self, AskError> {
        let reached = memory.head.anchor.position;
        match asked.known_at {
            Some(known_at) if known_at > reached => Err(AskError::Beyond {
                known_at,
                position: reached,
            }),
            known_at => Ok(Self {
                horizon: Horizon {
                    known_at: known_at.unwrap_or(reached),
                    reached,
                },
                digest: memory.head.digests.canonical(),
            }),
        }
    }

    /// Puts position and digest beside an answer; with `knownAt` what never changes again.
    fn answered<T>(self, asked: &Query, answer: T, counted: questions::Counted) -> Answered<T> {
        let digest = asked.known_at.is_none().then_some(self.digest);
        Answered {
            answer,
            counted,
            position: self.horizon.known_at,
            digest: digest.map(Sum::text),
        }
    }
}

/// Finds a knelpunt as the question knows it, and takes from it what is needed.
fn find<T>(
    held: &Held,
    id: KnelpuntId,
    asked: &Query,
    take: impl FnOnce(&Knelpunt, &Interner) -> T,
) -> Result<Option<(T, At)>, AskError> {
    let memory = held.memory.read();
    let at = At::of(&memory, asked)?;
    let names = memory.columns.interner();
    let found = memory.columns.find(id);
    let Some(known_at) = asked.known_at else {
        return Ok(found.map(|knelpunt| (take(knelpunt, names), at)));
    };
    if memory.is_plain(id) {
        let known = found.map(|knelpunt| knelpunt.as_known_at(known_at));
        let known = known.filter(|knelpunt| !knelpunt.facts().is_empty());
        return Ok(known.map(|knelpunt| (take(&knelpunt, names), at)));
    }
    let component: BTreeSet<KnelpuntId> = memory.links.component(id, &Links::default());
    if !known_at::exists(&memory, id, &component, known_at) {
        return Ok(None);
    }
    drop(memory);
    let folded = known_at::fold_component(held, &component, known_at)?;
    let memory = held.memory.read();
    let found = folded
        .iter()
        .find(|knelpunt| knelpunt.members.contains(&id));
    Ok(found.map(|knelpunt| (take(knelpunt, memory.columns.interner()), at)))
}

/// Puts items in the order in which what was last said of them arrived, because neighbours lie together.
fn by_arrival<'a>(memory: &Memory, items: &'a mut [PersistingItem]) -> Vec<&'a mut PersistingItem> {
    let mut items: Vec<&mut PersistingItem> = items.iter_mut().collect();
    items.sort_by_cached_key(|item| {
        let (id, key) = item.described_by?;
        history::only_arrival(memory, id, key)
    });
    items
}

/// Reads what was last said of each.
fn describe(
    held: &Held,
    items: &mut [&mut PersistingItem],
    horizon: Horizon,
) -> Result<(), AskError> {
    let contents = Contents::of(&held.db);
    for item in items {
        let description = text(held, &contents, item.described_by, horizon, "description")?;
        item.description = description.and_then(|text| text.as_str().map(str::to_owned));
    }
    Ok(())
}

/// Reads a member of the data in which a text stands.
fn text(
    held: &Held,
    contents: &Contents<'_>,
    said: Option<TextAt>,
    horizon: Horizon,
    member: &str,
) -> Result<Option<Value>, AskError> {
    let Some(said) = said else { return Ok(None) };
    let data = history::data_of(held, contents, said, horizon)?;
    let member = data.map(|mut data| data[member].take());
    Ok(member.filter(|value| !value.is_null()))
}

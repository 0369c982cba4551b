//! The reading side: questions answered as of one commit, whole.

use std::{collections::BTreeSet, sync::Arc};

use fold::Knelpunt;
use model::{EventKey, Fault, KnelpuntId};
use questions::{Answer, Asked, KnelpuntAnswer};
use register::Register;
use serde_json::Value;
use tokio::sync::watch;

use crate::{
    Answered, AskError, Checkpoint, Health, HistoryItem, LogState, Quarantined, Versions,
    ViewsError, ViewsState, digest, history, keys, known_at,
    store::{Held, Hub},
    values::{self, Head, QuarantinedValue},
};

/// The most checkpoints that are listed.
const CHECKPOINTS_SHOWN: usize = 100;

/// Reads the views; cheap to clone. Calls are synchronous and may take milliseconds: keep them off an event loop.
#[derive(Debug, Clone)]
pub struct Reader {
    hub: Arc<Hub>,
    register: &'static Register,
}

impl Reader {
    pub(crate) fn new(hub: Arc<Hub>, register: &'static Register) -> Self {
        Self { hub, register }
    }

    /// Says how the log is doing.
    pub fn log(&self) -> LogState {
        self.hub.log.borrow().clone()
    }

    /// Says how fit the views are to answer.
    pub fn health(&self) -> Health {
        let log = self.log();
        let quarantined = self
            .hub
            .held
            .read()
            .as_ref()
            .map(|held| held.memory.read().head.quarantined);
        match quarantined {
            _ if log.rebuilding => Health::Rebuilding,
            None => Health::Rebuilding,
            Some(_) if !log.connected => Health::Stale,
            Some(0) => Health::Ready,
            Some(_) => Health::Degraded,
        }
    }

    /// Gives the position reached, now and whenever it moves.
    pub fn positions(&self) -> watch::Receiver<u64> {
        self.hub.position.subscribe()
    }

    /// Says how the views stand; answers while they are being rebuilt as well.
    ///
    /// # Errors
    ///
    /// When the store fails, or is being replaced at this moment.
    pub fn standing(&self) -> Result<ViewsState, AskError> {
        let held = self.held_anyhow()?;
        let stands = held.memory.read().head.clone();
        let mut checkpoints = Vec::new();
        for pair in held
            .db
            .scan_prefix([keys::CHECKPOINT])
            .rev()
            .take(CHECKPOINTS_SHOWN)
        {
            let (key, value) = pair.map_err(ViewsError::from)?;
            let position = keys::sequence(&key)
                .ok_or_else(|| ViewsError::damaged("a checkpoint's key is misshapen"))?;
            let digest: u128 = values::read(&value, "a checkpoint")?;
            checkpoints.push(Checkpoint {
                position,
                digest: digest::text(digest),
            });
        }
        let (fold, register, catalogue) = stands.versions;
        Ok(ViewsState {
            position: stands.anchor.position,
            digest: digest::text(stands.digest),
            checkpoints,
            versions: Versions {
                fold,
                register,
                catalogue,
            },
            duplicates: stands.duplicates,
            conflicts: stands.conflicts,
            quarantined: stands.quarantined,
        })
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// While the views are being rebuilt; when the question is about a sequence not yet folded, or its answer would
    /// be too large; when the store fails.
    pub fn ask(&self, asked: &Asked) -> Result<Answered<Answer>, AskError> {
        let held = self.held()?;
        let reached = reached(&held, asked)?;
        let (mut answer, counted, at) = match asked.known_at {
            None => {
                let memory = held.memory.read();
                let (answer, counted) = asked
                    .answer(&memory.columns.population(), self.register)
                    .map_err(AskError::TooLarge)?;
                (answer, counted, memory.head.clone())
            }
            Some(known_at) => {
                let answered = known_at::ask(&held, known_at, |population| {
                    asked.answer(population, self.register)
                })?;
                let (answer, counted) = answered.map_err(AskError::TooLarge)?;
                (answer, counted, reached)
            }
        };
        let (position, digest) = place(asked, &at);
        if let Answer::Persisting(page) = &mut answer {
            for item in &mut page.items {
                item.description = description(&held, item.described_by, position)?;
            }
        }
        Ok(Answered {
            answer,
            counted,
            position,
            digest,
        })
    }

    /// Answers how one knelpunt stands; none when no event has the id as subject or as target of a merge.
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn knelpunt(
        &self,
        id: KnelpuntId,
        asked: &Asked,
    ) -> Result<Option<Answered<KnelpuntAnswer>>, AskError> {
        let held = self.held()?;
        let Some((knelpunt, at)) = self.find(&held, id, asked)? else {
            return Ok(None);
        };
        let (position, digest) = place(asked, &at);
        let (mut answer, counted) = {
            let memory = held.memory.read();
            KnelpuntAnswer::of(asked, &knelpunt, memory.columns.names(), self.register)
        };
        answer.description = description(&held, answer.described_by, position)?;
        if let Some(said) = answer.reported_by {
            let data = history::data_of(&held, said, position)?;
            answer.reporter = data
                .map(|data| data["reporter"].clone())
                .filter(|reporter| !reporter.is_null());
        }
        Ok(Some(Answered {
            answer,
            counted,
            position,
            digest,
        }))
    }

    /// Gives every event of one knelpunt, in the order of the fold; none as for [`Reader::knelpunt`].
    ///
    /// # Errors
    ///
    /// As [`Reader::ask`].
    pub fn history(
        &self,
        id: KnelpuntId,
        asked: &Asked,
    ) -> Result<Option<Answered<Vec<HistoryItem>>>, AskError> {
        let held = self.held()?;
        let Some((knelpunt, at)) = self.find(&held, id, asked)? else {
            return Ok(None);
        };
        let (position, digest) = place(asked, &at);
        let counted = {
            let memory = held.memory.read();
            KnelpuntAnswer::of(asked, &knelpunt, memory.columns.names(), self.register).1
        };
        let answer = history::history(&held, &knelpunt.members, position)?;
        Ok(Some(Answered {
            answer,
            counted,
            position,
            digest,
        }))
    }

    /// Lists what is in quarantine behind a sequence, in order.
    ///
    /// # Errors
    ///
    /// While the views are being replaced, or when the store fails.
    pub fn quarantine(
        &self,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Quarantined>, AskError> {
        let held = self.held_anyhow()?;
        let start = keys::by_sequence(
            keys::QUARANTINE,
            after.map_or(0, |after| after.saturating_add(1)),
        );
        let mut items = Vec::new();
        for pair in held.db.range(start..vec![keys::QUARANTINE + 1]).take(limit) {
            let (key, value) = pair.map_err(ViewsError::from)?;
            let sequence = keys::sequence(&key)
                .ok_or_else(|| ViewsError::damaged("a key of quarantine is misshapen"))?;
            let QuarantinedValue {
                subject,
                reasons,
                payload,
            } = values::read(&value, "what is in quarantine")?;
            let reasons = reasons
                .into_iter()
                .map(|(path, problem)| Fault { path, problem })
                .collect();
            items.push(Quarantined {
                sequence,
                subject,
                reasons,
                payload,
            });
        }
        Ok(items)
    }

    fn held(&self) -> Result<Arc<Held>, AskError> {
        if self.hub.log.borrow().rebuilding {
            Err(self.rebuilding())
        } else {
            self.held_anyhow()
        }
    }

    fn held_anyhow(&self) -> Result<Arc<Held>, AskError> {
        self.hub
            .held
            .read()
            .clone()
            .ok_or_else(|| self.rebuilding())
    }

    fn rebuilding(&self) -> AskError {
        let last_sequence = self
            .hub
            .log
            .borrow()
            .stream
            .as_ref()
            .map(|stream| stream.last_sequence);
        AskError::Rebuilding {
            position: *self.hub.position.borrow(),
            last_sequence,
        }
    }

    fn find(
        &self,
        held: &Held,
        id: KnelpuntId,
        asked: &Asked,
    ) -> Result<Option<(Knelpunt, Head)>, AskError> {
        let reached = reached(held, asked)?;
        let memory = held.memory.read();
        let Some(known_at) = asked.known_at else {
            return Ok(memory
                .columns
                .find(id)
                .map(|knelpunt| (knelpunt.clone(), memory.head.clone())));
        };
        let component: BTreeSet<KnelpuntId> = memory.links.component(id);
        drop(memory);
        if !known_at::exists(held, id, &component, known_at)? {
            return Ok(None);
        }
        let folded = known_at::fold_component(held, &component, known_at)?;
        Ok(folded
            .into_iter()
            .find(|knelpunt| knelpunt.members.contains(&id))
            .map(|knelpunt| (knelpunt, reached)))
    }
}

/// Gives where the views stand, if the question is about nothing beyond it.
fn reached(held: &Held, asked: &Asked) -> Result<Head, AskError> {
    let reached = held.memory.read().head.clone();
    match asked.known_at {
        Some(asked) if asked > reached.anchor.position => Err(AskError::Beyond {
            asked,
            reached: reached.anchor.position,
        }),
        _ => Ok(reached),
    }
}

/// Gives position and digest of an answer; with `knownAt` what never changes again.
fn place(asked: &Asked, head: &Head) -> (u64, Option<String>) {
    match asked.known_at {
        Some(known_at) => (known_at, None),
        None => (head.anchor.position, Some(digest::text(head.digest))),
    }
}

fn description(
    held: &Held,
    said: Option<(KnelpuntId, EventKey)>,
    position: u64,
) -> Result<Option<String>, AskError> {
    let Some(said) = said else { return Ok(None) };
    let data: Option<Value> = history::data_of(held, said, position)?;
    Ok(data.and_then(|data| data["description"].as_str().map(str::to_owned)))
}

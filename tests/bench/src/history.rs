//! The events to publish: a simulated history, whose first part fills the log, and whose rest arrives during measurements.

use std::collections::BTreeSet;

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::civil::date;
use journal::{Journal, OutgoingMessage};
use model::{Data, Draft, KnelpuntReported};
use register::Register;
use simulator::SimulationPlan;

/// The seed of the history.
const SEED: u64 = 2013;
/// How long the history is, and where it ends.
const YEARS: u8 = 10;
const UNTIL: jiff::civil::Date = date(2022, 1, 1);
/// How many knelpunten to remember, to query them.
const REMEMBERED: usize = 2_000;

/// A history that is being published.
pub(crate) struct History {
    plan: SimulationPlan,
    drafts: Box<dyn Iterator<Item = Draft> + Send>,
    /// How often it has started over; none if it ends at its end.
    again: Option<usize>,
}

/// The codes and ids that a history contains, to query them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) municipalities: BTreeSet<String>,
    pub(crate) categories: BTreeSet<String>,
    pub(crate) building_blocks: BTreeSet<String>,
    pub(crate) parties: BTreeSet<String>,
    pub(crate) rounds: BTreeSet<String>,
    pub(crate) sources: BTreeSet<String>,
    /// Ids of knelpunten that were reported, each once.
    pub(crate) knelpunten: BTreeSet<String>,
}

impl History {
    /// Simulates a history of so many events; with `again`, it starts over at its end, in other bytes.
    pub(crate) fn new(events: usize, again: bool) -> anyhow::Result<Self> {
        let plan = SimulationPlan::new(events, YEARS, SEED, UNTIL)?;
        Ok(Self {
            plan,
            drafts: Box::new(simulator::history(&plan, Register::embedded())),
            again: again.then_some(0),
        })
    }

    /// Returns the next event, as a service would publish it.
    ///
    /// A repeated event has more white space at its end: to the server it is another message, and
    /// to the fold it is a duplicate.
    pub(crate) fn next(&mut self) -> Option<OutgoingMessage> {
        let draft = self.draft()?;
        let mut payload = draft.to_json();
        payload.extend((0..self.again.unwrap_or_default()).map(|_| ' '));
        Some(OutgoingMessage {
            subject: draft.data.nats_subject(),
            payload: Bytes::from(payload),
        })
    }

    /// Returns the next event.
    pub(crate) fn draft(&mut self) -> Option<Draft> {
        let next = self.drafts.next();
        let Some(again) = self.again.as_mut().filter(|_| next.is_none()) else {
            return next;
        };
        *again += 1;
        self.drafts = Box::new(simulator::history(&self.plan, Register::embedded()));
        self.drafts.next()
    }

    /// Publishes the next `count` events as fast as the log accepts them.
    pub(crate) async fn fill(&mut self, journal: &Journal, count: usize) -> anyhow::Result<Known> {
        let mut known = Known::default();
        let row = std::iter::from_fn(|| {
            let draft = self.draft()?;
            known.enter(&draft);
            let (subject, payload) = (draft.data.nats_subject(), draft.to_json().into());
            Some(((), OutgoingMessage { subject, payload }))
        });
        let published = journal.publish_all(stream::iter(row.take(count)));
        published
            .map(|((), outcome)| outcome.map(drop))
            .try_collect::<()>()
            .await
            .context("cannot fill the log")?;
        Ok(known)
    }
}

impl Known {
    fn enter(&mut self, draft: &Draft) {
        keep(&mut self.sources, &draft.source);
        keep(&mut self.municipalities, draft.data.municipality());
        match &draft.data {
            Data::Reported(reported) => self.enter_report(draft, reported),
            Data::Consulted(consulted) => keep(&mut self.rounds, &consulted.round),
            Data::Resolved(_)
            | Data::Merged(_)
            | Data::Supported(_)
            | Data::Withdrawn(_)
            | Data::Redacted(_) => {}
        }
    }

    fn enter_report(&mut self, draft: &Draft, reported: &KnelpuntReported) {
        keep(&mut self.categories, &reported.category);
        if let Some(block) = &reported.building_block {
            keep(&mut self.building_blocks, block);
        }
        if let Some((kind, name)) = draft.data.identity().and_then(|identity| identity.party) {
            keep(&mut self.parties, &format!("{}:{name}", kind.code()));
        }
        if self.knelpunten.len() < REMEMBERED {
            self.knelpunten.insert(draft.subject.to_string());
        }
    }
}

fn keep(set: &mut BTreeSet<String>, text: &str) {
    if !set.contains(text) {
        set.insert(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_event_is_the_same_event_in_other_bytes() {
        let mut history = History::new(50, true).unwrap();
        let described: Vec<OutgoingMessage> =
            std::iter::from_fn(|| history.next()).take(150).collect();
        for (first, second) in described.iter().zip(&described[50..]) {
            assert_ne!(first, second);
            let decoded = |outgoing: &OutgoingMessage| {
                model::decode_structured(&outgoing.payload, Register::embedded())
            };
            assert_eq!(decoded(first).unwrap(), decoded(second).unwrap());
        }
    }

    #[test]
    fn a_history_without_repetition_ends() {
        let mut history = History::new(20, false).unwrap();
        assert_eq!(std::iter::from_fn(|| history.next()).count(), 20);
    }
}

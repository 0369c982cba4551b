//! What publishers sent, and what was acknowledged to them: the log must hold the one, and nothing but the other.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use journal::Message;
use model::Event;

/// The publishers' own record; what is in the log is held against it, never read into it.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Everything ever sent, byte for byte, with the event that it is; none where it is no valid one.
    sent: HashMap<Bytes, Option<Event>>,
    /// What was acknowledged, by the sequence that was said, less what a fault took from the log by its nature.
    acknowledged: BTreeMap<u64, Bytes>,
    count: usize,
    trouble: Option<String>,
}

impl Record {
    pub(super) fn sending(&mut self, payload: Bytes, event: Option<Event>) {
        self.sent.insert(payload, event);
    }

    pub(super) fn acknowledged(&mut self, sequence: u64, payload: &Bytes) {
        self.count += 1;
        let held = self
            .acknowledged
            .entry(sequence)
            .or_insert_with(|| payload.clone());
        if held != payload {
            self.trouble(format!("two events were acknowledged as {sequence}"));
        }
    }

    /// Notes what must not happen to a publisher.
    pub(super) fn trouble(&mut self, what: String) {
        self.trouble.get_or_insert(what);
    }

    /// Counts acknowledgements.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Gives the last sequence that was acknowledged and is not lost.
    pub(super) fn last(&self) -> u64 {
        let last = self.acknowledged.last_key_value();
        last.map_or(0, |(sequence, _)| *sequence)
    }

    /// Takes back what was acknowledged behind a sequence: the fault is that it is gone.
    pub(super) fn lost_behind(&mut self, sequence: u64) {
        self.acknowledged.split_off(&(sequence + 1));
    }

    /// Everything acknowledged is in the log, at its place and byte for byte, and nothing is that nobody sent.
    pub(super) fn check(&self, log: &[Message]) -> anyhow::Result<()> {
        if let Some(trouble) = &self.trouble {
            bail!("{trouble}");
        }
        for (sequence, payload) in &self.acknowledged {
            let place = log.binary_search_by_key(sequence, |message| message.sequence);
            let held = place.ok().map(|place| &log[place].payload);
            ensure!(
                held == Some(payload),
                "{sequence} was acknowledged and is gone"
            );
        }
        for message in log {
            self.event(message)?;
        }
        Ok(())
    }

    /// Gives the events that a log must come to, as they were sent.
    pub(super) fn events(&self, log: &[Message]) -> anyhow::Result<Vec<&Event>> {
        let events = log.iter().map(|message| self.event(message));
        events.filter_map(Result::transpose).collect()
    }

    fn event(&self, message: &Message) -> anyhow::Result<Option<&Event>> {
        let sent = self.sent.get(&message.payload);
        let sent = sent.with_context(|| format!("{} was sent by nobody", message.sequence))?;
        Ok(sent.as_ref())
    }
}

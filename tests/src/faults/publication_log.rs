//! What publishers sent, and what was acknowledged to them: the log contains everything acknowledged, and nothing that
//! was not sent.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use journal::Message;
use model::Event;

/// The publishers' own record. The log is compared with it, and never read into it.
#[derive(Debug, Default)]
pub(super) struct PublicationLog {
    /// Every payload ever sent, with its event; none if it is not valid.
    sent: HashMap<Bytes, Option<Event>>,
    /// Acknowledged payloads by their sequence, without those that a fault removed from the log by its nature.
    acknowledged: BTreeMap<u64, Bytes>,
    count: usize,
    trouble: Option<String>,
}

impl PublicationLog {
    pub(super) fn sending(&mut self, payload: Bytes, event: Option<Event>) {
        self.sent.insert(payload, event);
    }

    pub(super) fn acknowledged(&mut self, sequence: u64, payload: &Bytes) {
        self.count += 1;
        let stored = self
            .acknowledged
            .entry(sequence)
            .or_insert_with(|| payload.clone());
        if stored != payload {
            self.trouble(format!("two events were acknowledged as {sequence}"));
        }
    }

    /// Notes a failure of a publisher; the first one counts.
    pub(super) fn trouble(&mut self, what: String) {
        self.trouble.get_or_insert(what);
    }

    /// Counts acknowledgements.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Returns the last sequence that was acknowledged and not removed by a fault.
    pub(super) fn last(&self) -> u64 {
        let last = self.acknowledged.last_key_value();
        last.map_or(0, |(sequence, _)| *sequence)
    }

    /// Removes what was acknowledged after a sequence, because a fault removes it from the log.
    pub(super) fn lost_behind(&mut self, sequence: u64) {
        self.acknowledged.split_off(&(sequence + 1));
    }

    /// Checks that everything acknowledged is in the log, at its sequence and byte for byte, and nothing that nobody sent.
    pub(super) fn check(&self, log: &[Message]) -> anyhow::Result<()> {
        if let Some(trouble) = &self.trouble {
            bail!("{trouble}");
        }
        for (sequence, payload) in &self.acknowledged {
            let index = log.binary_search_by_key(sequence, |message| message.sequence);
            let stored = index.ok().map(|index| &log[index].payload);
            ensure!(
                stored == Some(payload),
                "{sequence} was acknowledged and is gone"
            );
        }
        for message in log {
            self.event(message)?;
        }
        Ok(())
    }

    /// Returns the events of a log, as they were sent.
    pub(super) fn events(&self, log: &[Message]) -> anyhow::Result<Vec<&Event>> {
        let events = log.iter().map(|message| self.event(message));
        events.filter_map(Result::transpose).collect()
    }

    fn event(&self, message: &Message) -> anyhow::Result<Option<&Event>> {
        let sent = self.sent.get(&message.payload);
        let sent = sent.with_context(|| format!("nobody sent {}", message.sequence))?;
        Ok(sent.as_ref())
    }
}

//! What is known and what waits to be sent: a function of the entries of the ledger. Pure.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    news::{Alert, RuleFinding, id_of},
    schedule::Schedule,
};

/// The most alerts of one message.
const MESSAGE_MAX: usize = 1_000;

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "entry",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum LedgerEntry {
    /// A question has been answered once: all that it found then is known.
    Started {
        /// The id of the question.
        question: Uuid,
    },
    /// Something is known, and no news any more.
    Known {
        /// The id of the question.
        question: Uuid,
        /// What it is about.
        key: String,
        /// Up to when.
        until: Instant,
    },
    /// An alert waits to be sent to these recipients.
    Found {
        /// The recipients.
        to: Vec<String>,
        /// The alert.
        alert: Alert,
    },
    /// A message is about to be sent for the first time. From now on it has these alerts and this id.
    Sending(AlertDelivery),
    /// The recipient has accepted a message.
    Sent {
        /// The recipient.
        to: String,
        /// The id of the message.
        message: Uuid,
    },
}

/// A message to one recipient: its id is a function of the recipient and the alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AlertDelivery {
    /// The recipient.
    pub(crate) to: String,
    /// Its id, the same however often it is sent.
    pub(crate) message: Uuid,
    /// The ids of its alerts, the oldest first.
    pub(crate) alerts: Vec<Uuid>,
}

/// What is known and what waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Book {
    started: BTreeSet<Uuid>,
    known: BTreeMap<(Uuid, String), Instant>,
    /// The alerts that wait, by recipient, in the order in which they were found.
    waiting: BTreeMap<String, Vec<Uuid>>,
    sending: BTreeMap<String, AlertDelivery>,
    alerts: HashMap<Uuid, Alert>,
}

impl Book {
    /// Adds an entry.
    pub(crate) fn add(&mut self, entry: LedgerEntry) {
        match entry {
            LedgerEntry::Started { question } => {
                self.started.insert(question);
            }
            LedgerEntry::Known {
                question,
                key,
                until,
            } => {
                let known = self.known.entry((question, key)).or_insert(until);
                *known = until.max(*known);
            }
            LedgerEntry::Found { to, alert } => {
                for recipient in to {
                    let waiting = self.waiting.entry(recipient).or_default();
                    if !waiting.contains(&alert.id) {
                        waiting.push(alert.id);
                    }
                }
                self.alerts.insert(alert.id, alert);
            }
            LedgerEntry::Sending(delivery) => {
                self.sending.insert(delivery.to.clone(), delivery);
            }
            LedgerEntry::Sent { to, message } => self.sent(&to, message),
        }
    }

    fn sent(&mut self, to: &str, message: Uuid) {
        let Some(delivery) = self.sending.remove(to) else {
            return;
        };
        assert_eq!(delivery.message, message, "one message is sent at a time");
        if let Some(waiting) = self.waiting.get_mut(to) {
            waiting.retain(|id| !delivery.alerts.contains(id));
        }
        self.waiting.retain(|_, waiting| !waiting.is_empty());
        for id in delivery.alerts {
            if !self.waiting.values().flatten().any(|one| *one == id) {
                self.alerts.remove(&id);
            }
        }
    }

    /// Returns the entries that make the same book: those of messages that were sent are left out.
    pub(crate) fn entries(&self) -> Vec<LedgerEntry> {
        let known = self
            .known
            .iter()
            .map(|((question, key), until)| LedgerEntry::Known {
                question: *question,
                key: key.clone(),
                until: *until,
            });
        let started = self.started.iter().map(|question| LedgerEntry::Started {
            question: *question,
        });
        // One entry for each recipient: so each has its own order.
        let found = self.waiting.iter().flat_map(|(to, ids)| {
            let alerts = ids.iter().filter_map(|id| self.alerts.get(id));
            alerts.map(|alert| LedgerEntry::Found {
                to: vec![to.clone()],
                alert: alert.clone(),
            })
        });
        let sending = self.sending.values().cloned().map(LedgerEntry::Sending);
        known.chain(started).chain(found).chain(sending).collect()
    }

    /// Whether a question has been answered before.
    pub(crate) fn has_started(&self, question: Uuid) -> bool {
        self.started.contains(&question)
    }

    /// Returns the findings of a question that are news.
    pub(crate) fn news<'a>(
        &self,
        question: Uuid,
        findings: &'a [RuleFinding],
    ) -> Vec<&'a RuleFinding> {
        let is_news = |finding: &&RuleFinding| {
            let known = self.known.get(&(question, finding.key.clone()));
            known.is_none_or(|until| *until < finding.from)
        };
        findings.iter().filter(is_news).collect()
    }

    /// Returns the entries that follow from an answer to a question: alerts of the news in it; at its first answer, none,
    /// but all that is in it is known.
    pub(crate) fn learn(
        &self,
        question: Uuid,
        findings: &[RuleFinding],
        to: &[String],
        now: Instant,
    ) -> Vec<LedgerEntry> {
        let has_started = self.has_started(question);
        let mut entries = Vec::new();
        for finding in self.news(question, findings) {
            if has_started {
                let (to, alert) = (to.to_vec(), Alert::new(question, finding, now));
                entries.push(LedgerEntry::Found { to, alert });
            }
            entries.push(LedgerEntry::Known {
                question,
                key: finding.key.clone(),
                until: finding.until,
            });
        }
        if !has_started {
            entries.push(LedgerEntry::Started { question });
        }
        entries
    }

    /// Returns when the next message to a recipient is due, if anything waits.
    pub(crate) fn due(&self, to: &str, schedule: Schedule) -> Option<Instant> {
        if self.sending.contains_key(to) {
            return Some(Instant::EARLIEST);
        }
        let waiting = self.waiting_alerts(to);
        waiting.map(|alert| schedule.due(alert.found_at)).min()
    }

    /// Returns the message to send to a recipient: the one that was not accepted, or one with all alerts that are due.
    pub(crate) fn next(&self, to: &str, schedule: Schedule, now: Instant) -> Option<AlertDelivery> {
        if let Some(delivery) = self.sending.get(to) {
            return Some(delivery.clone());
        }
        let due = self
            .waiting_alerts(to)
            .filter(|alert| schedule.due(alert.found_at) <= now);
        let alerts: Vec<Uuid> = due.take(MESSAGE_MAX).map(|alert| alert.id).collect();
        let ids: Vec<String> = alerts.iter().map(Uuid::to_string).collect();
        let message = id_of(std::iter::once(to).chain(ids.iter().map(String::as_str)));
        (!alerts.is_empty()).then(|| AlertDelivery {
            to: to.to_owned(),
            message,
            alerts,
        })
    }

    /// Whether a message has been sent before, or may have been.
    pub(crate) fn is_sending(&self, delivery: &AlertDelivery) -> bool {
        self.sending.get(&delivery.to) == Some(delivery)
    }

    /// Returns the alerts of a message.
    pub(crate) fn alerts(&self, delivery: &AlertDelivery) -> Vec<Alert> {
        let alerts = delivery.alerts.iter();
        alerts
            .filter_map(|id| self.alerts.get(id).cloned())
            .collect()
    }

    /// Returns how many alerts wait for a recipient, and when the oldest was found.
    pub(crate) fn backlog(&self, to: &str) -> (usize, Option<Instant>) {
        let oldest = self.waiting_alerts(to).map(|alert| alert.found_at).min();
        (self.waiting_alerts(to).count(), oldest)
    }

    /// Returns the recipients for whom alerts wait.
    pub(crate) fn recipients(&self) -> impl Iterator<Item = &str> {
        self.waiting.keys().map(String::as_str)
    }

    fn waiting_alerts(&self, to: &str) -> impl Iterator<Item = &Alert> {
        let waiting = self.waiting.get(to).into_iter().flatten();
        waiting.filter_map(|id| self.alerts.get(id))
    }
}

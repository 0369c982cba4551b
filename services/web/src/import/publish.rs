//! Publishes the events of a trial through the outbox.

use bytes::Bytes;
use emitter::SubmitError;
use emitter::{DeliveryState, Submitted};
use futures_util::{StreamExt as _, future::join_all, stream};
use httpd::query;
use tracing::error;

use super::{PATH, trial::Trial};
use crate::{Forms, query::Pair};

/// How many events are on their way to the disk at once: they share its writes.
const CONCURRENT: usize = 256;

/// The keys of the page that leads on after publishing.
const ADDED: &str = "added";
const KNOWN: &str = "known";
const WAITING: &str = "waiting";
const REJECTED: &str = "rejected";
const POSITION: &str = "position";

/// What was published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ImportReceipt {
    pub(crate) added: usize,
    /// Statements that were known already.
    pub(crate) known: usize,
    /// Events that wait until the log is available.
    pub(crate) waiting: usize,
    /// Events that the log does not take.
    pub(crate) rejected: usize,
    /// The last position of these events in the log; 0 if none is known.
    pub(crate) position: u64,
}

/// Not everything is stored; trying again stores the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unpublished {
    pub(crate) stored: usize,
    pub(crate) failed: usize,
    /// Whether the outbox is full, so that it is worth trying again later.
    pub(crate) is_full: bool,
}

impl ImportReceipt {
    pub(super) const KEYS: [&str; 5] = [ADDED, KNOWN, WAITING, REJECTED, POSITION];

    /// Reads what the link to the page has; `None` if it has nothing.
    pub(super) fn parse(pairs: &[Pair]) -> Option<Self> {
        let number = |name: &str| {
            let pair = pairs.iter().find(|(key, _)| key == name);
            pair.and_then(|(_, text)| text.parse::<u64>().ok())
        };
        let count = |name: &str| number(name).and_then(|count| usize::try_from(count).ok());
        Some(Self {
            added: count(ADDED)?,
            known: count(KNOWN)?,
            waiting: count(WAITING)?,
            rejected: count(REJECTED)?,
            position: number(POSITION)?,
        })
    }

    /// Returns the link to the page that shows it.
    pub(super) fn link(self, language: Option<(&'static str, &'static str)>) -> String {
        let keys = [
            (ADDED, self.added.to_string()),
            (KNOWN, self.known.to_string()),
            (WAITING, self.waiting.to_string()),
            (REJECTED, self.rejected.to_string()),
            (POSITION, self.position.to_string()),
        ];
        let keys = keys.iter().map(|(key, value)| (*key, &**value));
        query::link(PATH, keys.chain(language))
    }
}

/// Publishes the events of a trial, and waits a moment until the log has them.
///
/// # Errors
///
/// When some cannot be stored; those that are stored will be published.
pub(super) async fn publish(forms: Forms, trial: Trial) -> Result<ImportReceipt, Unpublished> {
    let payloads = trial.drafts.iter();
    let payloads: Vec<Bytes> = payloads.map(|draft| draft.to_json().into()).collect();
    let emitter = forms.emitter.clone();
    let submit = stream::iter(payloads).map(move |payload| {
        let emitter = emitter.clone();
        async move { emitter.submit_event(&[], payload).await }
    });
    let outcomes: Vec<_> = submit.buffered(CONCURRENT).collect().await;
    let (mut stored, mut published) = (Vec::new(), ImportReceipt::default());
    let mut failed: Vec<SubmitError> = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(submitted) => stored.push(submitted),
            // The same statement is on its way already, tried at another moment.
            Err(SubmitError::KeyReused { .. }) => published.known += 1,
            Err(error) => failed.push(error),
        }
    }
    if let Some(first) = failed.first() {
        error!(
            error = first as &dyn std::error::Error,
            failed = failed.len(),
            "cannot store the events of a file"
        );
        return Err(Unpublished {
            stored: stored.len(),
            failed: failed.len(),
            is_full: failed.iter().all(|one| matches!(one, SubmitError::Full)),
        });
    }
    published.known += trial.known;
    published.add(&wait(&forms, stored).await);
    Ok(published)
}

async fn wait(forms: &Forms, stored: Vec<Submitted>) -> Vec<(bool, DeliveryState)> {
    let waiting = stored.into_iter().map(|mut submitted| {
        let emitter = forms.emitter.clone();
        async move {
            let delivery = emitter.wait_for_delivery(&mut submitted).await;
            (submitted.repeated, delivery)
        }
    });
    join_all(waiting).await
}

impl ImportReceipt {
    fn add(&mut self, deliveries: &[(bool, DeliveryState)]) {
        for (repeated, delivery) in deliveries {
            if *repeated {
                self.known += 1;
            } else {
                self.added += 1;
            }
            match delivery {
                DeliveryState::Published { position, .. } => {
                    self.position = self.position.max(*position);
                }
                DeliveryState::Waiting => self.waiting += 1,
                DeliveryState::Dead { .. } => self.rejected += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_has_what_was_published() {
        let published = ImportReceipt {
            added: 38,
            known: 2,
            waiting: 1,
            rejected: 0,
            position: 123,
        };
        let link = published.link(Some(("lang", "en")));
        let pairs = query::pairs(link.split_once('?').map(|(_, keys)| keys)).unwrap();
        assert_eq!(ImportReceipt::parse(&pairs), Some(published));
        assert_eq!(ImportReceipt::parse(&pairs[1..]), None);
    }
}

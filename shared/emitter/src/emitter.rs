//! Submitting events: with a source, a clock, and an outbox for them.

use std::time::Duration;

use bytes::Bytes;
use journal::OutgoingMessage;
use model::{Draft, Envelope, Event, EventType, Instant, InvalidEvent, NAMESPACE, Subject};
use outbox::{
    AcceptedEntry, DeliveryState, EarlierEntry, EntryFingerprint, Idempotency, IdempotencyKey,
    IdempotencyKeyError, Outbox, OutboxEntry,
};
use register::Register;
use tokio::time;
use uuid::Uuid;

use crate::{SubmitError, ValidatedEvent, validate};

/// The default of [`Emitter::delivery_timeout`].
pub const DELIVERY_TIMEOUT: Duration = Duration::from_secs(2);

/// Submits events. Cheap to clone: clones share the outbox.
#[derive(Debug, Clone)]
pub struct Emitter {
    /// The outbox.
    pub outbox: Outbox,
    /// The register in which codes are looked up.
    pub register: &'static Register,
    /// The source of submissions that have none of their own, a URN.
    pub source: String,
    /// Reads the clock.
    pub now: fn() -> Instant,
    /// Returns a unique id.
    pub new_id: fn() -> String,
    /// How long [`Emitter::wait_for_delivery`] waits.
    pub delivery_timeout: Duration,
}

/// An event that is on disk, and will be published.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Its source.
    pub source: String,
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: Subject,
    /// Whether it was submitted before, so that nothing was stored now.
    pub repeated: bool,
    accepted: AcceptedEntry,
}

impl Emitter {
    /// Submits the data of an event as JSON: see [`model::decode_data`]. Under a key the event always has the same id,
    /// and repeating the submission returns the first one.
    ///
    /// # Errors
    ///
    /// When the event is invalid, with every violation; when another event was submitted under the key; when the outbox
    /// is full, or fails.
    pub async fn submit(
        &self,
        event_type: EventType,
        body: &[u8],
        key: Option<&str>,
    ) -> Result<Submitted, SubmitError> {
        let id = key.map_or_else(self.new_id, |key| self.id_from_key(key));
        let draft = self.draft(event_type, body, id)?;
        let idempotency = key.map(|key| {
            let event_type = event_type.full_name();
            // By meaning: a client with unordered maps sends the same members in another order when it tries again.
            let meaning = model::json_meaning(body).unwrap_or_else(|| body.to_vec());
            let fingerprint = EntryFingerprint::from_parts([event_type.as_bytes(), &meaning]);
            let key = outbox_key(key)?;
            Ok::<_, SubmitError>(Idempotency { key, fingerprint })
        });
        let outgoing = OutgoingMessage {
            subject: draft.data.nats_subject(),
            payload: Bytes::from(draft.to_json()),
        };
        let name = key.unwrap_or_default();
        self.accept(draft, outgoing, idempotency.transpose()?, name)
            .await
    }

    /// Validates the data of an event as [`Emitter::submit`] does, without submitting them.
    ///
    /// # Errors
    ///
    /// When the event is invalid, with every violation.
    pub fn validate(&self, event_type: EventType, body: &[u8]) -> Result<(), InvalidEvent> {
        self.draft(event_type, body, (self.new_id)()).map(|_| ())
    }

    /// Returns the event that was submitted under a key; `None` when there is none, or the key is forgotten.
    ///
    /// # Errors
    ///
    /// When the key is empty or too long, or the outbox fails.
    pub async fn find_by_key(&self, key: &str) -> Result<Option<EarlierEntry>, SubmitError> {
        let earlier = self.outbox.find_by_key(&outbox_key(key)?).await;
        earlier.map_err(SubmitError::Outbox)
    }

    /// Submits a complete event in structured or binary mode: see [`validate`]. Its own source and id are its key.
    ///
    /// # Errors
    ///
    /// As [`Emitter::submit`]; when its time is more than five minutes ahead.
    pub async fn submit_event(
        &self,
        headers: &[(String, String)],
        payload: Bytes,
    ) -> Result<Submitted, SubmitError> {
        let ValidatedEvent { event, outgoing } =
            validate(headers, payload, self.register, (self.now)())?;
        let key = event_key(&event)?;
        self.accept(Draft::from(&event), outgoing, Some(key), &event.id)
            .await
    }

    /// Waits a moment until the stream has the event; returns [`DeliveryState::Waiting`] when that takes longer.
    pub async fn wait_for_delivery(&self, submitted: &mut Submitted) -> DeliveryState {
        let delivery = submitted.accepted.wait_for_delivery();
        time::timeout(self.delivery_timeout, delivery)
            .await
            .unwrap_or(DeliveryState::Waiting)
    }

    fn draft(&self, event_type: EventType, body: &[u8], id: String) -> Result<Draft, InvalidEvent> {
        let envelope = Envelope {
            source: self.source.clone(),
            id,
            time: (self.now)(),
        };
        model::decode_data(envelope, event_type, body, self.register)
    }

    async fn accept(
        &self,
        draft: Draft,
        outgoing: OutgoingMessage,
        idempotency: Option<Idempotency>,
        name: &str,
    ) -> Result<Submitted, SubmitError> {
        let entry = OutboxEntry {
            outgoing,
            event_id: draft.id,
            subject: draft.subject.to_string(),
            idempotency,
            at: (self.now)(),
        };
        let accepted = self.outbox.accept(entry).await;
        let accepted = accepted.map_err(|error| SubmitError::from_outbox(error, name))?;
        Ok(Submitted {
            source: draft.source,
            id: accepted.event_id.clone(),
            subject: draft.subject,
            repeated: accepted.repeated,
            accepted,
        })
    }

    /// Returns the event id of a key: the same in every installation with this source.
    fn id_from_key(&self, key: &str) -> String {
        let name = format!("{}\nkey\n{key}", self.source);
        Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
    }
}

/// Returns the outbox's key for a caller's key. Its prefix keeps it apart from the key of a complete event.
fn outbox_key(key: &str) -> Result<IdempotencyKey, IdempotencyKeyError> {
    IdempotencyKey::new(format!("key {key}"))
}

/// Returns the key of a complete event, from its source, id and subject, and the fingerprint of its content.
fn event_key(event: &Event) -> Result<Idempotency, SubmitError> {
    Ok(Idempotency {
        key: IdempotencyKey::new(format!("event {} of {}", event.key, event.subject))?,
        fingerprint: EntryFingerprint::from_parts([event.content.as_str().as_bytes()]),
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

//! What says events: with a source, a clock, and an outbox to put them in.

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

use crate::SubmitError;

/// How long it is waited for the stream, before the answer is that the event waits.
pub const DELIVERY_TIMEOUT: Duration = Duration::from_secs(2);

/// Says events. Cheap to clone: clones share the outbox.
#[derive(Debug, Clone)]
pub struct Emitter {
    /// Where events wait.
    pub outbox: Outbox,
    /// What codes are looked up in.
    pub register: &'static Register,
    /// Who says what is said without a source of its own, a URN.
    pub source: String,
    /// Reads the clock.
    pub now: fn() -> Instant,
    /// Makes an id that nobody else makes.
    pub new_id: fn() -> String,
    /// How long [`Emitter::wait_for_delivery`] waits.
    pub delivery_timeout: Duration,
}

/// An event that is on disk, and will be published.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Who says it.
    pub source: String,
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// Whether it had been said before, so that nothing was stored now.
    pub repeated: bool,
    accepted: AcceptedEntry,
}

impl Emitter {
    /// Says the data of a type, as JSON: see [`model::decode_data`]. Under a key the event has always the same id,
    /// and saying the same again gives what was said first.
    ///
    /// # Errors
    ///
    /// When it is not valid, with everything that is wrong; when something else was said under the key; when the
    /// outbox has no room, or fails.
    pub async fn submit(
        &self,
        event_type: EventType,
        body: &[u8],
        key: Option<&str>,
    ) -> Result<Submitted, SubmitError> {
        let id = key.map_or_else(self.new_id, |key| self.id_of(key));
        let draft = self.draft(event_type, body, id)?;
        let under = key.map(|key| {
            let asked = [event_type.full_name().into_bytes(), body.to_vec()];
            let fingerprint = EntryFingerprint::from_parts(asked.iter().map(Vec::as_slice));
            let key = outbox_key(key)?;
            Ok::<_, SubmitError>(Idempotency { key, fingerprint })
        });
        let under = under.transpose()?;
        let payload = Bytes::from(draft.to_json());
        self.accept(&draft, payload, under, key.unwrap_or_default())
            .await
    }

    /// Judges data of a type as [`Emitter::submit`] does, and says nothing.
    ///
    /// # Errors
    ///
    /// When they are not valid, with everything that is wrong.
    pub fn validate(&self, event_type: EventType, body: &[u8]) -> Result<(), InvalidEvent> {
        self.draft(event_type, body, (self.new_id)()).map(|_| ())
    }

    /// Gives what was said under a key; none when nothing was, or it is so long ago that it is forgotten.
    ///
    /// # Errors
    ///
    /// When it is no key, or the outbox fails.
    pub async fn find_by_key(&self, key: &str) -> Result<Option<EarlierEntry>, SubmitError> {
        let earlier = self.outbox.find_by_key(&outbox_key(key)?).await;
        earlier.map_err(SubmitError::Outbox)
    }

    /// Says a whole event, as it came in structured or binary mode: its own source and id are its key.
    ///
    /// # Errors
    ///
    /// As [`Emitter::submit`]; its time may lie five minutes ahead at most.
    pub async fn submit_event(
        &self,
        headers: &[(String, String)],
        payload: Bytes,
    ) -> Result<Submitted, SubmitError> {
        let event = model::decode(headers, &payload, self.register)?;
        if let Some(ahead) = event.check_clock((self.now)()) {
            return Err(InvalidEvent {
                violations: vec![ahead],
            }
            .into());
        }
        let draft = Draft::from(&event);
        // What came whole goes on byte for byte, with all attributes that it has.
        let payload = match headers {
            [] => payload,
            _ => Bytes::from(draft.to_json()),
        };
        self.accept(&draft, payload, Some(own_key(&event)?), &event.id)
            .await
    }

    /// Waits a little until the stream has it; [`DeliveryState::Waiting`] when that takes longer.
    pub async fn wait_for_delivery(&self, said: &mut Submitted) -> DeliveryState {
        let settled = time::timeout(self.delivery_timeout, said.accepted.wait_for_delivery()).await;
        settled.unwrap_or(DeliveryState::Waiting)
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
        draft: &Draft,
        payload: Bytes,
        idempotency: Option<Idempotency>,
        name: &str,
    ) -> Result<Submitted, SubmitError> {
        let entry = OutboxEntry {
            outgoing: OutgoingMessage {
                subject: draft.data.nats_subject(),
                payload,
            },
            event_id: draft.id.clone(),
            subject: draft.subject.to_string(),
            idempotency,
            at: (self.now)(),
        };
        let accepted = self.outbox.accept(entry).await;
        let accepted = accepted.map_err(|error| SubmitError::by_outbox(error, name))?;
        Ok(Submitted {
            source: draft.source.clone(),
            id: accepted.event_id.clone(),
            subject: draft.subject.clone(),
            repeated: accepted.repeated,
            accepted,
        })
    }

    /// Works out the id under a key: the same in every installation of this source.
    fn id_of(&self, key: &str) -> String {
        let name = format!("{}\nkey\n{key}", self.source);
        Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
    }
}

/// Gives what is remembered under a key of a caller, which is never that of a whole event.
fn outbox_key(key: &str) -> Result<IdempotencyKey, IdempotencyKeyError> {
    IdempotencyKey::new(format!("key {key}"))
}

/// Gives what an event is remembered under: its source and id, and what it says.
fn own_key(event: &Event) -> Result<Idempotency, SubmitError> {
    Ok(Idempotency {
        key: IdempotencyKey::new(format!("event {} of {}", event.key, event.subject))?,
        fingerprint: EntryFingerprint::from_parts([event.content.as_str().as_bytes()]),
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

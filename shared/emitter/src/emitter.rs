//! What says events: with a source, a clock, and an outbox to put them in.

use std::time::Duration;

use bytes::Bytes;
use journal::Outgoing;
use model::{Draft, Envelope, Event, EventType, Instant, InvalidEvent, NAMESPACE, Subject};
use outbox::{Accepted, Earlier, Entry, Fingerprint, Key, KeyError, Outbox, Settled, Under};
use register::Register;
use tokio::time;
use uuid::Uuid;

use crate::Refused;

/// How long it is waited for the stream, before the answer is that the event waits.
pub const PATIENCE: Duration = Duration::from_secs(2);

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
    /// How long [`Emitter::settled`] waits.
    pub patience: Duration,
}

/// An event that is on disk, and will be published.
#[derive(Debug, Clone)]
pub struct Said {
    /// Who says it.
    pub source: String,
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// Whether it had been said before, so that nothing was stored now.
    pub repeated: bool,
    accepted: Accepted,
}

impl Emitter {
    /// Says the data of a type, as JSON: see [`model::decode_data`]. Under a key the event has always the same id,
    /// and saying the same again gives what was said first.
    ///
    /// # Errors
    ///
    /// When it is not valid, with everything that is wrong; when something else was said under the key; when the
    /// outbox has no room, or fails.
    pub async fn say(
        &self,
        event_type: EventType,
        body: &[u8],
        key: Option<&str>,
    ) -> Result<Said, Refused> {
        let id = key.map_or_else(self.new_id, |key| self.id_of(key));
        let draft = self.draft(event_type, body, id)?;
        let under = key.map(|key| {
            let asked = [event_type.full_name().into_bytes(), body.to_vec()];
            let fingerprint = Fingerprint::of(asked.iter().map(Vec::as_slice));
            let key = outbox_key(key)?;
            Ok::<_, Refused>(Under { key, fingerprint })
        });
        let under = under.transpose()?;
        let payload = Bytes::from(draft.to_json());
        self.accept(&draft, payload, under, key.unwrap_or_default())
            .await
    }

    /// Judges data of a type as [`Emitter::say`] does, and says nothing.
    ///
    /// # Errors
    ///
    /// When they are not valid, with everything that is wrong.
    pub fn judge(&self, event_type: EventType, body: &[u8]) -> Result<(), InvalidEvent> {
        self.draft(event_type, body, (self.new_id)()).map(|_| ())
    }

    /// Gives what was said under a key; none when nothing was, or it is so long ago that it is forgotten.
    ///
    /// # Errors
    ///
    /// When it is no key, or the outbox fails.
    pub async fn said_under(&self, key: &str) -> Result<Option<Earlier>, Refused> {
        let earlier = self.outbox.under(&outbox_key(key)?).await;
        earlier.map_err(Refused::Outbox)
    }

    /// Says a whole event, as it came in structured or binary mode: its own source and id are its key.
    ///
    /// # Errors
    ///
    /// As [`Emitter::say`]; its time may lie five minutes ahead at most.
    pub async fn pass_on(
        &self,
        headers: &[(String, String)],
        payload: Bytes,
    ) -> Result<Said, Refused> {
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

    /// Waits a little until the stream has it; [`Settled::Waiting`] when that takes longer.
    pub async fn settled(&self, said: &mut Said) -> Settled {
        let settled = time::timeout(self.patience, said.accepted.settled()).await;
        settled.unwrap_or(Settled::Waiting)
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
        under: Option<Under>,
        name: &str,
    ) -> Result<Said, Refused> {
        let entry = Entry {
            outgoing: Outgoing {
                subject: draft.data.nats_subject(),
                payload,
            },
            event_id: draft.id.clone(),
            subject: draft.subject.to_string(),
            under,
            at: (self.now)(),
        };
        let accepted = self.outbox.accept(entry).await;
        let accepted = accepted.map_err(|error| Refused::by_outbox(error, name))?;
        Ok(Said {
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
fn outbox_key(key: &str) -> Result<Key, KeyError> {
    Key::new(format!("key {key}"))
}

/// Gives what an event is remembered under: its source and id, and what it says.
fn own_key(event: &Event) -> Result<Under, Refused> {
    Ok(Under {
        key: Key::new(format!("event {} of {}", event.key, event.subject))?,
        fingerprint: Fingerprint::of([event.content.as_str().as_bytes()]),
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

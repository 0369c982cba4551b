//! The validation of an event before it is published: against the contract, as every reader of the log validates it, and
//! against the publisher's clock, which no reader may consult.

use bytes::Bytes;
use journal::OutgoingMessage;
use model::{Data, Draft, Envelope, Event, Instant, InvalidEvent, Violation};
use register::Register;

/// A valid event and the message that publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatedEvent {
    /// The event.
    pub event: Event,
    /// The message.
    pub outgoing: OutgoingMessage,
}

/// Validates an event in structured or binary mode.
///
/// Without `headers`, the payload is an event in structured mode and is published byte for byte, without a byte order
/// mark. An event in binary mode is published in structured mode, without its extension attributes.
///
/// # Errors
///
/// When the event violates the contract, with every violation; when its time is more than five minutes after `now`.
pub fn validate(
    headers: &[(String, String)],
    payload: Bytes,
    register: &Register,
    now: Instant,
) -> Result<ValidatedEvent, InvalidEvent> {
    let event = model::decode(headers, &payload, register)?;
    if let Some(ahead) = event.check_clock(now) {
        return Err(InvalidEvent::from(ahead));
    }
    let mark = payload.len() - without_mark(&payload);
    let payload = match (headers, mark) {
        ([], 0) => payload,
        // A byte order mark is ignored, and not passed on: other readers of the log may not expect it.
        ([], mark) => payload.slice(mark..),
        _ => Bytes::from(Draft::from(&event).to_json()),
    };
    let outgoing = OutgoingMessage {
        subject: event.data.nats_subject(),
        payload,
    };
    Ok(ValidatedEvent { event, outgoing })
}

/// Validates a draft.
///
/// # Errors
///
/// As [`validate`].
pub fn validate_draft(
    draft: &Draft,
    register: &Register,
    now: Instant,
) -> Result<ValidatedEvent, InvalidEvent> {
    validate(&[], Bytes::from(draft.to_json()), register, now)
}

/// Validates an event with the subject that follows from its data.
///
/// # Errors
///
/// As [`validate`]; when no subject follows from the data.
pub fn validate_data(
    envelope: Envelope,
    data: Data,
    register: &Register,
    now: Instant,
) -> Result<ValidatedEvent, InvalidEvent> {
    let Envelope { source, id, time } = envelope;
    let draft = Draft::with_derived_subject(source, id, time, data);
    let draft = draft.ok_or_else(|| InvalidEvent::from(Violation::missing("/subject")))?;
    validate_draft(&draft, register, now)
}

/// Returns the length of a valid payload without a byte order mark in front.
fn without_mark(payload: &[u8]) -> usize {
    model::json_text(payload).map_or(payload.len(), str::len)
}

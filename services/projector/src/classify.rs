//! Messages of the log, classified: valid events and invalid ones.

use journal::Message;
use model::{Decoder, EVENT_LIMIT_BYTES};
use register::Register;
use views::{Arrival, Classified};

/// Validates a message.
pub(crate) fn classify(message: &Message, decoder: &mut Decoder<'_>) -> Arrival {
    let classified = match decoder.decode(&message.headers, &message.payload) {
        Ok(event) => Classified::Event(Box::new(event)),
        Err(invalid) => Classified::Invalid {
            subject: message.subject.clone(),
            reasons: invalid.violations,
            payload: truncated_text(&message.payload),
        },
    };
    Arrival {
        sequence: message.sequence,
        fingerprint: message.fingerprint().0,
        message: classified,
    }
}

/// Validates messages in order.
pub(crate) fn classify_all(messages: &[Message], register: &Register) -> Vec<Arrival> {
    let mut decoder = Decoder::new(register);
    messages
        .iter()
        .map(|message| classify(message, &mut decoder))
        .collect()
}

/// Returns a payload as text, truncated to the limit of an event; the log has the whole payload.
fn truncated_text(payload: &[u8]) -> String {
    let end = payload.len().min(EVENT_LIMIT_BYTES);
    String::from_utf8_lossy(&payload[..end]).into_owned()
}

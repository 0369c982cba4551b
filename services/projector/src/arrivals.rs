//! Messages of the log, judged by the contract.

use journal::Message;
use model::EVENT_LIMIT_BYTES;
use register::Register;
use views::{Arrival, Classified};

/// Judges a message: a valid event, or everything that is wrong with it.
pub(crate) fn judge(message: &Message, register: &Register) -> Arrival {
    let classified = match model::decode(&message.headers, &message.payload, register) {
        Ok(event) => Classified::Event(Box::new(event)),
        Err(invalid) => Classified::Invalid {
            subject: message.subject.clone(),
            reasons: invalid.violations,
            payload: shown(&message.payload),
        },
    };
    Arrival {
        sequence: message.sequence,
        fingerprint: message.fingerprint().0,
        message: classified,
    }
}

/// Gives a payload as text, cut at the limit of an event: the log has it whole.
fn shown(payload: &[u8]) -> String {
    let cut = payload.len().min(EVENT_LIMIT_BYTES);
    String::from_utf8_lossy(&payload[..cut]).into_owned()
}

//! Messages of the log, classified: valid events and invalid ones.

use journal::{Delivery, Message};
use model::{Decoder, EVENT_LIMIT_BYTES};
use register::Register;
use tokio::{sync::mpsc, task};
use views::{Arrival, Classified};

use crate::ProjectorError;

/// A delivery of the journal, its messages classified.
#[derive(Debug)]
pub(crate) enum ClassifiedDelivery {
    /// Messages in order, and the last sequence that the log is known to have.
    Messages {
        arrivals: Vec<Arrival>,
        last_sequence: u64,
    },
    /// Any other delivery.
    Other(Delivery),
}

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

/// Classifies deliveries in order until either channel closes.
///
/// Runs beside the commit of the messages before.
pub(crate) async fn classify_ahead(
    mut deliveries: mpsc::Receiver<Delivery>,
    out: mpsc::Sender<ClassifiedDelivery>,
    register: &'static Register,
) -> Result<(), ProjectorError> {
    while let Some(delivery) = deliveries.recv().await {
        let classified = match delivery {
            Delivery::Messages(messages) => {
                let worker = task::spawn_blocking(move || ClassifiedDelivery::Messages {
                    arrivals: classify_all(&messages, register),
                    last_sequence: messages.last().map_or(0, |message| message.last_sequence),
                });
                worker.await.map_err(ProjectorError::Worker)?
            }
            other => ClassifiedDelivery::Other(other),
        };
        if out.send(classified).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// Returns a payload as text, truncated to the limit of an event; the log has the whole payload.
fn truncated_text(payload: &[u8]) -> String {
    let end = payload.len().min(EVENT_LIMIT_BYTES);
    String::from_utf8_lossy(&payload[..end]).into_owned()
}

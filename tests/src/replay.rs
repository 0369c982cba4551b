//! The same log, folded afresh.

use journal::Message;
use register::Register;
use views::{Arrival, Arrived, Views};

/// What a fresh fold comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The last sequence.
    pub position: u64,
    /// The digest of the canonical part.
    pub digest: String,
    /// Messages that are no valid event.
    pub quarantined: u64,
}

/// Folds messages into views of their own.
///
/// # Errors
///
/// When there is no room for views.
pub fn replay(messages: &[Message]) -> anyhow::Result<Replayed> {
    let folder = tempfile::tempdir()?;
    let (mut views, _) = Views::open(&folder.path().join("views"), Register::embedded())?;
    for batch in messages.chunks(777) {
        let arrivals: Vec<Arrival> = batch.iter().map(arrival).collect();
        views.commit(&arrivals, None)?;
    }
    let state = views.reader().standing()?;
    Ok(Replayed {
        position: state.position,
        digest: state.digest,
        quarantined: state.quarantined,
    })
}

fn arrival(message: &Message) -> Arrival {
    let what = match model::decode(&message.headers, &message.payload, Register::embedded()) {
        Ok(event) => Arrived::Event(Box::new(event)),
        Err(invalid) => Arrived::Invalid {
            subject: message.subject.clone(),
            reasons: invalid.faults,
            payload: String::new(),
        },
    };
    Arrival {
        sequence: message.sequence,
        fingerprint: message.fingerprint().0,
        what,
    }
}

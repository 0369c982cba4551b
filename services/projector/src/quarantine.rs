//! Quarantined messages, read again from the log and validated again.

use journal::Journal;
use model::Decoder;
use register::Register;
use tokio::task;
use views::{AdminError, Arrival, Classified, QuarantinedMessage, Reader};

use crate::classify::classify;

/// The number of quarantined messages that are listed at a time.
const PAGE: usize = 256;

/// Quarantined messages, validated again.
#[derive(Debug, Default)]
pub(crate) struct Revalidated {
    /// Messages that are valid now, or invalid for other reasons, in order of sequence.
    pub(crate) changed: Vec<Arrival>,
    /// The number that are invalid for the same reasons as before.
    pub(crate) unchanged: u64,
    /// The number that were erased from the log.
    pub(crate) erased: u64,
}

/// Validates the whole quarantine again; changes nothing yet.
pub(crate) async fn revalidate(
    journal: Journal,
    reader: Reader,
    register: &'static Register,
) -> Result<Revalidated, AdminError> {
    let mut revalidated = Revalidated::default();
    let mut decoder = Decoder::new(register);
    let mut after = None;
    loop {
        let reader = reader.clone();
        let page = task::spawn_blocking(move || reader.quarantine(after, PAGE)).await??;
        let Some(last) = page.last() else {
            return Ok(revalidated);
        };
        after = Some(last.sequence);
        for before in &page {
            let message = journal.message(before.sequence).await;
            let message = message.map_err(|error| AdminError::LogUnavailable {
                reason: error.to_string(),
            })?;
            match message {
                Some(message) => revalidated.add(before, classify(&message, &mut decoder)),
                None => revalidated.erased += 1,
            }
        }
    }
}

impl Revalidated {
    fn add(&mut self, before: &QuarantinedMessage, arrival: Arrival) {
        match &arrival.message {
            Classified::Invalid { reasons, .. } if *reasons == before.reasons => {
                self.unchanged += 1;
            }
            _ => self.changed.push(arrival),
        }
    }
}

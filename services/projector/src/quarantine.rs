//! What is in quarantine, read again from the log and judged anew.

use journal::Journal;
use register::Register;
use tokio::task;
use views::{Arrival, Classified, QuarantinedMessage, Reader};

use crate::{ControlError, arrivals::judge};

/// How many are looked up at a time.
const PAGE: usize = 256;

/// What judging anew came to.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// What is valid now, or invalid for other reasons, in order of sequence.
    pub(crate) changed: Vec<Arrival>,
    /// How many are invalid for the same reasons as before.
    pub(crate) unchanged: u64,
    /// How many the log no longer has.
    pub(crate) erased: u64,
}

/// Judges anew all that is in quarantine; nothing is changed yet.
pub(crate) async fn judge_anew(
    journal: Journal,
    reader: Reader,
    register: &'static Register,
) -> Result<Judged, ControlError> {
    let mut judged = Judged::default();
    let mut after = None;
    loop {
        let reader = reader.clone();
        let page = task::spawn_blocking(move || reader.quarantine(after, PAGE)).await??;
        let Some(last) = page.last() else {
            return Ok(judged);
        };
        after = Some(last.sequence);
        for held in &page {
            match journal.message(held.sequence).await? {
                Some(message) => judged.enter(held, judge(&message, register)),
                None => judged.erased += 1,
            }
        }
    }
}

impl Judged {
    fn enter(&mut self, held: &QuarantinedMessage, arrival: Arrival) {
        match &arrival.message {
            Classified::Invalid { reasons, .. } if *reasons == held.reasons => self.unchanged += 1,
            _ => self.changed.push(arrival),
        }
    }
}

//! Messages judged while those before them are being committed: the two take about as long.

use journal::{Delivery, Message};
use register::Register;
use tokio::{sync::mpsc, task};
use views::Arrival;

use crate::{ProjectorError, arrivals::judge};

/// What the fold is given.
#[derive(Debug)]
pub(crate) enum Judged {
    /// Messages in order, and the last sequence that the log is known to have.
    Messages {
        arrivals: Vec<Arrival>,
        last_sequence: u64,
    },
    /// Anything else.
    Other(Delivery),
}

/// Judges deliveries, in order, until there are no more or nobody takes them.
pub(crate) async fn judge_ahead(
    mut deliveries: mpsc::Receiver<Delivery>,
    out: mpsc::Sender<Judged>,
    register: &'static Register,
) -> Result<(), ProjectorError> {
    while let Some(delivery) = deliveries.recv().await {
        let judged = match delivery {
            Delivery::Messages(messages) => {
                let judging = task::spawn_blocking(move || judge_all(&messages, register));
                judging.await.map_err(ProjectorError::Fold)?
            }
            other => Judged::Other(other),
        };
        if out.send(judged).await.is_err() {
            break;
        }
    }
    Ok(())
}

fn judge_all(messages: &[Message], register: &Register) -> Judged {
    let arrivals = messages.iter().map(|message| judge(message, register));
    Judged::Messages {
        arrivals: arrivals.collect(),
        last_sequence: messages.last().map_or(0, |message| message.last_sequence),
    }
}

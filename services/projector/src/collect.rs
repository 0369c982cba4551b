//! Group commit: while one commit runs, what arrives is validated and collected for the next.

use std::{mem, time::Duration};

use jiff::Timestamp;
use journal::{Delivery, Message};
use model::Decoder;
use register::Register;
use tokio::{sync::mpsc, task, time::Instant};
use views::Arrival;

use crate::classify::classify;

/// A group of so many takes up no further delivery.
const GROUP_LIMIT: usize = 1_024;
/// A group of so many does not wait for more: batches of this size leave sled's memory and disk flat.
const GROUP_ENOUGH: usize = 16;
/// How soon after one group a smaller one may follow. An event on an idle system never waits; when events keep coming,
/// they collect for so long, because sled grows with each batch.
const GROUP_INTERVAL: Duration = Duration::from_millis(2);

/// What one commit takes, or any other delivery.
#[derive(Debug)]
pub(crate) enum Collected {
    /// Messages in order, validated, the last sequence that the log is known to have, and when the last of the messages
    /// was stored.
    Messages {
        arrivals: Vec<Arrival>,
        last_sequence: u64,
        last_stored_at: Option<Timestamp>,
    },
    /// Any other delivery.
    Other(Delivery),
}

/// Collects deliveries in order until either channel closes.
pub(crate) async fn collect(
    mut deliveries: mpsc::Receiver<Delivery>,
    out: mpsc::Sender<Collected>,
    register: &'static Register,
) {
    let mut decoder = Decoder::new(register);
    let mut group = Group::default();
    loop {
        tokio::select! {
            // Deliveries first: all that has arrived joins the group.
            biased;
            delivery = deliveries.recv(), if group.arrivals.len() < GROUP_LIMIT => match delivery {
                Some(Delivery::Messages(messages)) => {
                    task::block_in_place(|| group.push(&messages, &mut decoder));
                }
                other => {
                    if !group.arrivals.is_empty() && out.send(group.take()).await.is_err() {
                        return;
                    }
                    let Some(other) = other else { return };
                    if out.send(Collected::Other(other)).await.is_err() {
                        return;
                    }
                }
            },
            permit = group.permit(&out), if !group.arrivals.is_empty() => match permit {
                Ok(permit) => permit.send(group.take()),
                Err(_) => return,
            },
        }
    }
}

/// The messages of the next commit.
struct Group {
    arrivals: Vec<Arrival>,
    last_sequence: u64,
    last_stored_at: Option<Timestamp>,
    /// When a small group may be committed.
    due: Instant,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            arrivals: Vec::new(),
            last_sequence: 0,
            last_stored_at: None,
            due: Instant::now(),
        }
    }
}

impl Group {
    fn push(&mut self, messages: &[Message], decoder: &mut Decoder<'_>) {
        let arrivals = messages.iter().map(|message| classify(message, decoder));
        self.arrivals.extend(arrivals);
        if let Some(last) = messages.last() {
            self.last_sequence = last.last_sequence;
            self.last_stored_at = Some(last.stored_at);
        }
    }

    /// Waits until the group may be committed and the commit before it has been taken up.
    async fn permit<'a>(
        &self,
        out: &'a mpsc::Sender<Collected>,
    ) -> Result<mpsc::Permit<'a, Collected>, mpsc::error::SendError<()>> {
        if self.arrivals.len() < GROUP_ENOUGH {
            tokio::time::sleep_until(self.due).await;
        }
        out.reserve().await
    }

    fn take(&mut self) -> Collected {
        self.due = Instant::now() + GROUP_INTERVAL;
        Collected::Messages {
            arrivals: mem::take(&mut self.arrivals),
            last_sequence: self.last_sequence,
            last_stored_at: self.last_stored_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deliveries(
        sequences: std::ops::RangeInclusive<u64>,
    ) -> (mpsc::Sender<Delivery>, mpsc::Receiver<Delivery>) {
        let (log, deliveries) = mpsc::channel(2_048);
        for sequence in sequences {
            log.try_send(message(sequence)).unwrap();
        }
        (log, deliveries)
    }

    fn message(sequence: u64) -> Delivery {
        Delivery::Messages(vec![Message {
            sequence,
            subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
            headers: Vec::new(),
            payload: "{}".into(),
            last_sequence: sequence,
            stored_at: Timestamp::UNIX_EPOCH,
        }])
    }

    fn unavailable() -> Delivery {
        Delivery::Unavailable {
            reason: "gone".to_owned(),
        }
    }

    async fn collected(deliveries: mpsc::Receiver<Delivery>) -> Vec<(usize, u64)> {
        let (out, mut groups) = mpsc::channel(1);
        let collecting = collect(deliveries, out, Register::embedded());
        let receiving = async {
            let mut sizes = Vec::new();
            while let Some(group) = groups.recv().await {
                sizes.push(match group {
                    Collected::Messages {
                        arrivals,
                        last_sequence,
                        ..
                    } => (arrivals.len(), last_sequence),
                    Collected::Other(_) => (0, 0),
                });
            }
            sizes
        };
        tokio::join!(collecting, receiving).1
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_has_arrived_is_one_group_up_to_the_limit() {
        let (log, waiting) = deliveries(1..=1_500);
        drop(log);
        assert_eq!(collected(waiting).await, [(1_024, 1_024), (476, 1_500)]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn another_delivery_comes_between_the_messages_before_and_after_it() {
        let (log, waiting) = deliveries(1..=3);
        log.try_send(unavailable()).unwrap();
        log.try_send(message(4)).unwrap();
        drop(log);
        assert_eq!(collected(waiting).await, [(3, 3), (0, 0), (1, 4)]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn while_a_commit_runs_the_next_group_grows() {
        let (log, waiting) = deliveries(1..=1);
        let (out, mut groups) = mpsc::channel(1);
        let collecting = collect(waiting, out, Register::embedded());
        let committing = async {
            // The first is taken up at once; the second waits for its commit; the others join a third.
            assert!(groups.recv().await.is_some());
            log.send(message(2)).await.unwrap();
            while groups.is_empty() {
                task::yield_now().await;
            }
            for sequence in 3..=200 {
                log.send(message(sequence)).await.unwrap();
            }
            while log.capacity() < log.max_capacity() {
                task::yield_now().await;
            }
            drop(log);
            let mut sizes = Vec::new();
            while let Some(Collected::Messages { arrivals, .. }) = groups.recv().await {
                sizes.push(arrivals.len());
            }
            sizes
        };
        let ((), sizes) = tokio::join!(collecting, committing);
        assert_eq!(sizes, [1, 198]);
    }
}

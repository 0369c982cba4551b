//! Reading the log once, from one sequence to another, for exports and comparisons.

use futures_util::{FutureExt as _, future::BoxFuture};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Delivery, Journal, LogLoss, Message, ReadError, ResumePoint, StreamError, read};

/// Batches that are read ahead.
const READ_AHEAD: usize = 4;

/// The messages of the log in order, up to a sequence that is fixed at the start. Erased messages are absent.
pub struct Replay {
    reading: BoxFuture<'static, Result<(), ReadError>>,
    deliveries: mpsc::Receiver<Delivery>,
    to: u64,
    done: bool,
}

/// An error of a replay.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The stream cannot be looked up.
    #[error("cannot start to replay the log")]
    Start(#[from] StreamError),
    /// Reading ended.
    #[error("cannot replay the log")]
    Read(#[from] ReadError),
    /// The log was lost during the replay.
    #[error("cannot finish the replay: the log {}; start again", .0.as_str())]
    Lost(LogLoss),
}

impl Journal {
    /// Starts to replay the messages from sequence `from` to `to`, both inclusive and counted from 1; without `to`, to
    /// the stream's last message now.
    ///
    /// # Errors
    ///
    /// When the stream does not exist or cannot be looked up.
    pub async fn replay(&self, from: u64, to: Option<u64>) -> Result<Replay, ReplayError> {
        let last = self.stream_info().await?.last_sequence;
        let to = to.unwrap_or(last).min(last);
        let (out, deliveries) = mpsc::channel(READ_AHEAD);
        let journal = self.clone();
        let resume = ResumePoint {
            position: from.saturating_sub(1),
            ..ResumePoint::default()
        };
        let reading = async move { read(&journal, resume, out, CancellationToken::new()).await };
        Ok(Replay {
            reading: reading.boxed(),
            deliveries,
            to,
            done: from > to,
        })
    }
}

impl Replay {
    /// Returns the sequence at which the replay ends: the length of a progress bar.
    pub fn to(&self) -> u64 {
        self.to
    }

    /// Waits for the next messages, at least one, also while NATS is unavailable; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the log is lost during the replay.
    pub async fn next(&mut self) -> Result<Option<Vec<Message>>, ReplayError> {
        while !self.done {
            match self.delivery().await? {
                Delivery::Messages(messages) => {
                    let wanted = self.up_to_end(messages);
                    if !wanted.is_empty() {
                        return Ok(Some(wanted));
                    }
                }
                Delivery::Progress { position, .. } => self.done = position >= self.to,
                Delivery::Unavailable { reason } => {
                    tracing::warn!(reason, "the replay waits for the log");
                }
                Delivery::Connected { .. } => {}
                Delivery::Lost(lost) => {
                    self.done = true;
                    return Err(ReplayError::Lost(lost));
                }
            }
        }
        Ok(None)
    }

    fn up_to_end(&mut self, mut messages: Vec<Message>) -> Vec<Message> {
        self.done = messages
            .last()
            .is_some_and(|message| message.sequence >= self.to);
        messages.retain(|message| message.sequence <= self.to);
        messages
    }

    async fn delivery(&mut self) -> Result<Delivery, ReplayError> {
        tokio::select! {
            // Deliveries first: the reading loop returns after its last one, which must not be skipped.
            biased;
            Some(delivery) = self.deliveries.recv() => Ok(delivery),
            ended = &mut self.reading => {
                self.done = true;
                ended?;
                Err(ReplayError::Read(ReadError::ReceiverGone))
            }
        }
    }
}

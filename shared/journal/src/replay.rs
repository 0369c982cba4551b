//! The log as it is now, from one sequence to another, once: for exports and comparisons.

use futures_util::{FutureExt as _, future::BoxFuture};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Delivery, Journal, LogLoss, Message, ReadError, ResumePoint, StreamError, read};

/// Batches that wait to be taken.
const WAITING: usize = 4;

/// Messages of the log in order, up to a sequence that is fixed at the start. What was erased is absent.
pub struct Replay {
    reading: BoxFuture<'static, Result<(), ReadError>>,
    deliveries: mpsc::Receiver<Delivery>,
    to: u64,
    done: bool,
}

/// Fails when a replay cannot be finished.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The stream cannot be looked up.
    #[error("start to replay the log")]
    Start(#[from] StreamError),
    /// Reading ended.
    #[error("replay the log")]
    Read(#[from] ReadError),
    /// The log changed under the replay.
    #[error("finish to replay: the log {}", .0.as_str())]
    Lost(LogLoss),
}

impl Journal {
    /// Starts to replay the messages from sequence `from` to `to`, both included and from 1; without `to`, to the last
    /// one that the stream has now.
    ///
    /// # Errors
    ///
    /// When the stream does not exist or cannot be looked up.
    pub async fn replay(&self, from: u64, to: Option<u64>) -> Result<Replay, ReplayError> {
        let last = self.facts().await?.last_sequence;
        let to = to.unwrap_or(last).min(last);
        let (out, deliveries) = mpsc::channel(WAITING);
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
    /// The sequence up to which it goes: what a progress bar is measured against.
    pub fn to(&self) -> u64 {
        self.to
    }

    /// Waits for the next messages, at least one; nothing at the end.
    ///
    /// # Errors
    ///
    /// When the log is lost under it. It waits while NATS is away.
    pub async fn next(&mut self) -> Result<Option<Vec<Message>>, ReplayError> {
        while !self.done {
            match self.delivery().await? {
                Delivery::Messages(messages) => {
                    let wanted = self.cut(messages);
                    if !wanted.is_empty() {
                        return Ok(Some(wanted));
                    }
                }
                Delivery::Progress { position, .. } => self.done = position >= self.to,
                Delivery::Unavailable { reason } => tracing::warn!(reason, "the replay waits"),
                Delivery::Connected { .. } => {}
                Delivery::Lost(lost) => {
                    self.done = true;
                    return Err(ReplayError::Lost(lost));
                }
            }
        }
        Ok(None)
    }

    fn cut(&mut self, mut messages: Vec<Message>) -> Vec<Message> {
        self.done = messages
            .last()
            .is_some_and(|message| message.sequence >= self.to);
        messages.retain(|message| message.sequence <= self.to);
        messages
    }

    async fn delivery(&mut self) -> Result<Delivery, ReplayError> {
        tokio::select! {
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

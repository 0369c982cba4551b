//! The messages of one consumer, collected into batches.

use std::time::Duration;

use async_nats::jetstream::{self, consumer::pull};
use futures_util::{FutureExt as _, StreamExt as _};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::{Attempt, Input, Message, ReceivedMessage, headers};

/// The size at which a batch is complete.
pub(crate) const BATCH: usize = 1024;
/// The age of its first message at which a batch is complete, although the stream has more.
const BATCH_AGE: Duration = Duration::from_millis(5);

/// A consumer that is read.
pub(crate) struct Pull {
    attempt: Attempt,
    stream: pull::Stream,
    batch: Vec<ReceivedMessage>,
    complete_by: Instant,
    failure: Option<String>,
}

impl Pull {
    pub(crate) fn new(attempt: Attempt, stream: pull::Stream) -> Self {
        Self {
            attempt,
            stream,
            batch: Vec::new(),
            complete_by: Instant::now(),
            failure: None,
        }
    }

    /// Waits for a batch, or for the consumer's failure. Cancel-safe: a batch that is cut short by `select!` stays in
    /// `self`.
    pub(crate) async fn next(&mut self) -> Input {
        while !self.is_complete() {
            if self.batch.is_empty() {
                let item = self.stream.next().await;
                self.complete_by = Instant::now() + BATCH_AGE;
                self.push(item);
                continue;
            }
            tokio::select! {
                // Messages first: those that have arrived fill the batch even when its time is up.
                biased;
                item = self.stream.next() => self.push(item),
                () = tokio::time::sleep_until(self.complete_by) => break,
            }
        }
        self.take_batch()
    }

    /// Returns a batch of what has already arrived, without waiting; `None` when nothing has.
    pub(crate) fn next_arrived(&mut self) -> Option<Input> {
        while !self.is_complete() {
            match self.stream.next().now_or_never() {
                Some(item) => self.push(item),
                None => break,
            }
        }
        (!self.batch.is_empty()).then(|| self.take_batch())
    }

    /// Whether nothing is to be waited for: also when the batch ends with the last message that the stream had.
    fn is_complete(&self) -> bool {
        let last = self.batch.last().map(|received| &received.message);
        let is_newest = last.is_some_and(|last| last.sequence >= last.last_sequence);
        self.batch.len() >= BATCH || is_newest || self.failure.is_some()
    }

    fn push(&mut self, item: Option<Result<jetstream::Message, pull::MessagesError>>) {
        let received = match item {
            None => Err("the consumer ended".to_owned()),
            Some(Err(error)) => Err(error.to_string()),
            Some(Ok(message)) => received(message),
        };
        match received {
            Ok(received) => self.batch.push(received),
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// A failure is returned after the messages before it.
    fn take_batch(&mut self) -> Input {
        let attempt = self.attempt;
        match self.failure.take_if(|_| self.batch.is_empty()) {
            Some(cause) => Input::Failed { attempt, cause },
            None => Input::Received {
                attempt,
                messages: std::mem::take(&mut self.batch),
            },
        }
    }
}

fn received(message: jetstream::Message) -> Result<ReceivedMessage, String> {
    let info = message
        .info()
        .map_err(|_| "a message arrived without its sequence".to_owned())?;
    let (sequence, consumer_sequence, pending) =
        (info.stream_sequence, info.consumer_sequence, info.pending);
    let stored_at = Timestamp::from_nanosecond(info.published.unix_timestamp_nanos())
        .map_err(|_| "a message arrived without a usable time".to_owned())?;
    let message = message.message;
    let message = Message {
        sequence,
        subject: message.subject.into_string(),
        headers: headers::from_map(message.headers.as_ref()),
        payload: message.payload,
        last_sequence: sequence + pending,
        stored_at,
    };
    Ok(ReceivedMessage {
        consumer_sequence,
        message,
    })
}

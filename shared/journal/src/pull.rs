//! The messages of one consumer, gathered into batches.

use std::time::Duration;

use async_nats::jetstream::{self, consumer::pull};
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::time::Instant;

use crate::{Attempt, Input, Message, ReceivedMessage, headers};

/// A batch is handed over when it has so many messages,
pub(crate) const BATCH: usize = 1024;
/// or when its first one is so old.
const BATCH_AGE: Duration = Duration::from_millis(5);

/// A consumer that is being read.
pub(crate) struct Pull {
    attempt: Attempt,
    stream: pull::Stream,
    gathered: Vec<ReceivedMessage>,
    complete_by: Instant,
    problem: Option<String>,
}

impl Pull {
    pub(crate) fn new(attempt: Attempt, stream: pull::Stream) -> Self {
        Self {
            attempt,
            stream,
            gathered: Vec::new(),
            complete_by: Instant::now(),
            problem: None,
        }
    }

    /// Waits for a batch, or for the failure that ends it. Loses nothing when it is dropped while waiting.
    pub(crate) async fn next(&mut self) -> Input {
        while !self.is_complete() {
            if self.gathered.is_empty() {
                let item = self.stream.next().await;
                self.complete_by = Instant::now() + BATCH_AGE;
                self.take(item);
                continue;
            }
            tokio::select! {
                biased;
                item = self.stream.next() => self.take(item),
                () = tokio::time::sleep_until(self.complete_by) => break,
            }
        }
        self.hand_over()
    }

    /// Takes of what has arrived already, before the consumer is abandoned. None when there is nothing more.
    pub(crate) fn rest(&mut self) -> Option<Input> {
        while !self.is_complete() {
            match self.stream.next().now_or_never() {
                Some(item) => self.take(item),
                None => break,
            }
        }
        (!self.gathered.is_empty()).then(|| self.hand_over())
    }

    fn is_complete(&self) -> bool {
        self.gathered.len() >= BATCH || self.problem.is_some()
    }

    fn take(&mut self, item: Option<Result<jetstream::Message, pull::MessagesError>>) {
        let received = match item {
            None => Err("the consumer ended".to_owned()),
            Some(Err(error)) => Err(error.to_string()),
            Some(Ok(message)) => received(message),
        };
        match received {
            Ok(received) => self.gathered.push(received),
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn hand_over(&mut self) -> Input {
        let attempt = self.attempt;
        match self.problem.take_if(|_| self.gathered.is_empty()) {
            Some(problem) => Input::Failed { attempt, problem },
            None => Input::Received {
                attempt,
                messages: std::mem::take(&mut self.gathered),
            },
        }
    }
}

fn received(message: jetstream::Message) -> Result<ReceivedMessage, String> {
    let info = message
        .info()
        .map_err(|_| "a message came without its sequence".to_owned())?;
    let (sequence, consumer_sequence, pending) =
        (info.stream_sequence, info.consumer_sequence, info.pending);
    let message = message.message;
    let message = Message {
        sequence,
        subject: message.subject.into_string(),
        headers: headers::from_map(message.headers.as_ref()),
        payload: message.payload,
        last_sequence: sequence + pending,
    };
    Ok(ReceivedMessage {
        consumer_sequence,
        message,
    })
}

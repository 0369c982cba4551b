//! Publishing one message or a sequence of them, each until the stream has it or never will.
//!
//! A message keeps its id through all attempts, and the id is a function of its bytes, so the server drops duplicates.
//! A failure that may be transient is retried: no connection, no reply, no stream, a full disk. A permanent one is
//! returned at once: no permission, too large, rejected by the stream.

use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream::{
    self, ErrorCode,
    context::{self, PublishErrorKind},
    message::PublishMessage,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use uuid::Uuid;

use crate::{Journal, SUBJECTS, connection_state::Denial};

/// Messages of one sequence that are unacknowledged at a time.
pub const MAX_UNACKNOWLEDGED: usize = 512;
const CONTENT_TYPE: &str = "application/cloudevents+json";
/// The cause of a failure that `knelpunt init` removes.
const NO_STREAM: &str = "no stream has this subject; run `knelpunt init`";
const FIRST_RETRY_DELAY: Duration = Duration::from_millis(50);
const LONGEST_RETRY_DELAY: Duration = Duration::from_secs(2);

/// An event to publish in structured mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// The NATS subject.
    pub subject: String,
    /// The event as JSON.
    pub payload: Bytes,
}

/// The stream's acknowledgement of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The sequence of the message in the stream.
    pub sequence: u64,
    /// Whether the stream already had the message.
    pub duplicate: bool,
}

/// An error of publishing: the stream does not have the message. Only [`PublishError::GaveUp`] and
/// [`PublishError::NoStream`] may be transient.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The connection's user may not publish to the subject.
    #[error("cannot publish to {subject}: this user has no permission; grant it")]
    Denied {
        /// The denied subject.
        subject: String,
    },
    /// The message with its headers is larger than the server's limit.
    #[error(
        "cannot publish {size_bytes} bytes and their headers: the server's limit is {limit_bytes}; raise its max_payload"
    )]
    TooLarge {
        /// Size of the payload.
        size_bytes: usize,
        /// The server's limit.
        limit_bytes: usize,
    },
    /// The subject is not one of the stream's.
    #[error("cannot publish to {subject:?}: it is not a subject below `knelpunten.`")]
    Subject {
        /// The subject as given.
        subject: String,
    },
    /// The stream rejected the message.
    #[error("cannot publish to {subject}: the stream rejected the message")]
    Rejected {
        /// The subject published to.
        subject: String,
        /// The stream's reason.
        source: jetstream::Error,
    },
    /// No stream has the subject; returned by [`Journal::publish_if_stream_exists`] alone.
    #[error("cannot publish to {subject}: no stream has this subject; run `knelpunt init`")]
    NoStream {
        /// The subject published to.
        subject: String,
    },
    /// Every attempt failed within the options' timeout.
    #[error("cannot publish to {subject}: gave up after {after_ms} ms; last attempt: {cause}")]
    GaveUp {
        /// The subject published to.
        subject: String,
        /// How long it was tried.
        after_ms: u128,
        /// The failure of the last attempt.
        cause: String,
    },
}

impl PublishError {
    /// Whether a retry is useless, so that the message is a dead letter.
    pub fn is_permanent(&self) -> bool {
        !matches!(self, Self::GaveUp { .. } | Self::NoStream { .. })
    }
}

/// Returns the id by which the server recognises a duplicate: the `UUIDv5` of NATS subject, line feed, payload.
pub fn message_id(subject: &str, payload: &[u8]) -> Uuid {
    Uuid::new_v5(
        &model::NAMESPACE,
        &[subject.as_bytes(), b"\n", payload].concat(),
    )
}

impl Journal {
    /// Publishes one event and waits until the stream has it. Retries transient failures under the same id.
    ///
    /// # Errors
    ///
    /// At once when the failure is permanent; else when [`JournalOptions::publish_timeout`](crate::JournalOptions)
    /// has passed.
    pub async fn publish(&self, outgoing: OutgoingMessage) -> Result<Receipt, PublishError> {
        self.publish_or(outgoing, IfNoStream::Retry, |_| {}).await
    }

    /// Publishes one event as [`Journal::publish`] does, but returns at once when no stream has the subject, so that
    /// other events need not wait behind this one. Calls `on_failure` with the cause whenever it has to wait or retry.
    ///
    /// # Errors
    ///
    /// As [`Journal::publish`]; [`PublishError::NoStream`] as soon as the server reports it.
    pub async fn publish_if_stream_exists(
        &self,
        outgoing: OutgoingMessage,
        on_failure: impl Fn(&str) + Send + Sync,
    ) -> Result<Receipt, PublishError> {
        self.publish_or(outgoing, IfNoStream::Return, on_failure)
            .await
    }

    async fn publish_or(
        &self,
        outgoing: OutgoingMessage,
        if_no_stream: IfNoStream,
        on_failure: impl Fn(&str) + Send + Sync,
    ) -> Result<Receipt, PublishError> {
        if !is_subject_of_the_stream(&outgoing.subject) {
            return Err(PublishError::Subject {
                subject: outgoing.subject,
            });
        }
        let mut last_failure = None;
        let mut failed = |cause: String| {
            on_failure(&cause);
            last_failure = Some(cause);
        };
        let Some(timeout) = self.options.publish_timeout else {
            return self
                .publish_with_retries(&outgoing, if_no_stream, &mut failed)
                .await;
        };
        let publishing = self.publish_with_retries(&outgoing, if_no_stream, &mut failed);
        let outcome = tokio::time::timeout(timeout, publishing).await;
        outcome.unwrap_or_else(|_| {
            Err(PublishError::GaveUp {
                subject: outgoing.subject,
                after_ms: timeout.as_millis(),
                cause: last_failure.unwrap_or_else(|| self.watched.reason()),
            })
        })
    }

    /// Publishes a sequence of events, at most [`MAX_UNACKNOWLEDGED`] unacknowledged at a time.
    ///
    /// Each has a tag of the caller's, such as its line number. Outcomes are in the order of the events.
    pub fn publish_all<T, S>(
        &self,
        events: S,
    ) -> impl Stream<Item = (T, Result<Receipt, PublishError>)>
    where
        S: Stream<Item = (T, OutgoingMessage)>,
    {
        events
            .map(move |(tag, outgoing)| async move { (tag, self.publish(outgoing).await) })
            .buffered(MAX_UNACKNOWLEDGED)
    }

    async fn publish_with_retries(
        &self,
        outgoing: &OutgoingMessage,
        if_no_stream: IfNoStream,
        failed: &mut (dyn FnMut(String) + Send),
    ) -> Result<Receipt, PublishError> {
        let known_before = self.highest.load(Ordering::Relaxed);
        let mut delay = FIRST_RETRY_DELAY;
        let mut retried = false;
        loop {
            if let Some(reason) = self.watched.disconnected() {
                failed(reason);
            }
            let cause = match self.attempt(outgoing).await {
                Ok(receipt) => return Ok(self.acknowledged(receipt, retried, known_before)),
                Err(Failure::Permanent(error)) => return Err(error),
                Err(Failure::NoStream) => NO_STREAM.to_owned(),
                Err(Failure::Transient(cause)) => cause,
            };
            tracing::debug!(subject = outgoing.subject, cause, "retrying to publish");
            let is_without_stream = cause == NO_STREAM;
            failed(cause);
            if is_without_stream && if_no_stream == IfNoStream::Return {
                let subject = outgoing.subject.clone();
                return Err(PublishError::NoStream { subject });
            }
            retried = true;
            tokio::time::sleep(delay).await;
            delay = LONGEST_RETRY_DELAY.min(delay * 2);
        }
    }

    /// Corrects whether an acknowledged message is a duplicate. An attempt whose acknowledgement was lost may have
    /// been stored; the next attempt is then reported as a duplicate, of itself. It is a duplicate of another
    /// publisher's message only when that was stored before our first attempt.
    fn acknowledged(&self, receipt: Receipt, retried: bool, known_before: u64) -> Receipt {
        self.highest.fetch_max(receipt.sequence, Ordering::Relaxed);
        let own = retried && receipt.sequence > known_before;
        Receipt {
            duplicate: receipt.duplicate && !own,
            ..receipt
        }
    }

    async fn attempt(&self, outgoing: &OutgoingMessage) -> Result<Receipt, Failure> {
        // Before the message is sent: its denial could arrive before the subscription otherwise.
        let mut denials = self.watched.denials();
        let Some(connection) = self.watched.connected().await else {
            return Err(Failure::Transient("the connection was closed".to_owned()));
        };
        let message = PublishMessage::build()
            .payload(outgoing.payload.clone())
            .message_id(message_id(&outgoing.subject, &outgoing.payload).to_string())
            .header("Content-Type", CONTENT_TYPE);
        let subject = outgoing.subject.clone();
        let acknowledged = async { self.publishing.send_publish(subject, message).await?.await };
        tokio::select! {
            // An acknowledgement counts even if the connection was lost just after it: in another order a stored
            // message would be published again.
            biased;
            outcome = acknowledged => match outcome {
                Ok(ack) => Ok(Receipt { sequence: ack.sequence, duplicate: ack.duplicate }),
                Err(error) => Err(self.classify(&error, outgoing)),
            },
            denial = denials.next(&outgoing.subject) => Err(match denial {
                Denial::Certain => Failure::Permanent(PublishError::Denied { subject: outgoing.subject.clone() }),
                Denial::Possible => Failure::Transient("no reply, while other subjects were denied".to_owned()),
            }),
            () = self.watched.lost(connection) => Err(Failure::Transient(self.watched.reason())),
        }
    }

    fn classify(&self, error: &context::PublishError, outgoing: &OutgoingMessage) -> Failure {
        let subject = outgoing.subject.clone();
        match error.kind() {
            PublishErrorKind::MaxPayloadExceeded => {
                let limit_bytes = self.client.max_payload();
                Failure::Permanent(PublishError::TooLarge {
                    size_bytes: outgoing.payload.len(),
                    limit_bytes,
                })
            }
            PublishErrorKind::StreamNotFound => Failure::NoStream,
            PublishErrorKind::TimedOut
            | PublishErrorKind::BrokenPipe
            | PublishErrorKind::MaxAckPending
            | PublishErrorKind::WrongLastMessageId
            | PublishErrorKind::WrongLastSequence => Failure::Transient(error.to_string()),
            PublishErrorKind::Other => classify_other(error, subject),
        }
    }
}

/// Whether this is one of the stream's subjects, without a wildcard or an empty part. Checked here, because no stream
/// ever acknowledges an invalid subject: publishing it would be retried for ever.
fn is_subject_of_the_stream(subject: &str) -> bool {
    let parts = SUBJECTS
        .strip_suffix('>')
        .and_then(|prefix| subject.strip_prefix(prefix));
    let is_valid =
        |part: &str| !part.is_empty() && !part.contains(['*', '>']) && !part.contains(is_blank);
    parts.is_some_and(|parts| parts.split('.').all(is_valid))
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// How to treat a message whose subject no stream has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IfNoStream {
    /// Retry: the stream may be created.
    Retry,
    /// Return [`PublishError::NoStream`].
    Return,
}

/// Why an attempt failed.
enum Failure {
    Transient(String),
    NoStream,
    Permanent(PublishError),
}

/// Distinguishes what async-nats does not: a reply of the stream with an error, and everything else.
fn classify_other(error: &context::PublishError, subject: String) -> Failure {
    let cause = std::error::Error::source(error);
    match cause.and_then(|cause| cause.downcast_ref::<jetstream::Error>()) {
        Some(reply) if is_permanent(reply) => Failure::Permanent(PublishError::Rejected {
            subject,
            source: reply.clone(),
        }),
        Some(reply) if reply.error_code() == ErrorCode::STREAM_STORE_FAILED => {
            Failure::Transient(FULL_STREAM.to_owned())
        }
        Some(reply) if RESOURCES_EXCEEDED.contains(&reply.error_code()) => {
            Failure::Transient(FULL_SERVER.to_owned())
        }
        _ => Failure::Transient(error.to_string()),
    }
}

/// The server's answers when its storage, its memory or that of the account is used up.
const RESOURCES_EXCEEDED: [ErrorCode; 3] = [
    ErrorCode::STORAGE_RESOURCES_EXCEEDED,
    ErrorCode::MEMORY_RESOURCES_EXCEEDED,
    ErrorCode::ACCOUNT_RESOURCES_EXCEEDED,
];
const FULL_STREAM: &str = "the stream is full, or cannot be written; `knelpunt doctor` shows its limits, and \
                           `nats stream edit KNELPUNTEN --max-bytes=-1 --max-msgs=-1` removes them";
const FULL_SERVER: &str =
    "the NATS server has no space left for the stream; free some, or raise its max_file_store";

/// Errors of the 400s are permanent, except a timeout, too many requests, and the same message still in flight.
fn is_permanent(reply: &jetstream::Error) -> bool {
    let in_flight = reply.error_code() == ErrorCode::STREAM_DUPLICATE_MESSAGE_CONFLICT;
    (400..500).contains(&reply.code()) && ![408, 429].contains(&reply.code()) && !in_flight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_on_the_same_subject_have_the_same_id() {
        let id = message_id("knelpunten.x.GM0344", b"{}");
        assert_eq!(id, message_id("knelpunten.x.GM0344", b"{}"));
        assert_ne!(id, message_id("knelpunten.x.GM0345", b"{}"));
        assert_ne!(id, message_id("knelpunten.x.GM0344", b"{} "));
        assert_eq!(
            id,
            Uuid::new_v5(&model::NAMESPACE, b"knelpunten.x.GM0344\n{}")
        );
    }

    #[test]
    fn only_subjects_of_the_stream_are_published_to() {
        assert!(is_subject_of_the_stream(
            "knelpunten.knelpunt-reported.GM0344"
        ));
        for subject in [
            "",
            "knelpunten",
            "knelpunten.",
            "knelpunten..x",
            "knelpunten.*",
            "knelpunten.a b",
            "a.b",
        ] {
            assert!(!is_subject_of_the_stream(subject), "{subject}");
        }
    }

    #[test]
    fn only_a_timeout_and_a_missing_stream_are_worth_a_retry() {
        let subject = || "a".to_owned();
        let gave_up = PublishError::GaveUp {
            subject: subject(),
            after_ms: 1,
            cause: String::new(),
        };
        assert!(!gave_up.is_permanent());
        assert!(!PublishError::NoStream { subject: subject() }.is_permanent());
        assert!(PublishError::Denied { subject: subject() }.is_permanent());
        assert!(
            PublishError::TooLarge {
                size_bytes: 2,
                limit_bytes: 1
            }
            .is_permanent()
        );
    }
}

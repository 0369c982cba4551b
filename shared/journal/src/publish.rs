//! Publishing: one message or a long row of them, each until the stream has it or never will.
//!
//! A message keeps its id through all attempts, and the id is a function of its bytes, so the server drops what it
//! has already. What may heal is tried again: no connection, no answer, no stream, a full disk. What will not is
//! returned at once: no permission, too large, refused.

use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream::{
    self, ErrorCode,
    context::{PublishError as Failure, PublishErrorKind},
    message::PublishMessage,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use uuid::Uuid;

use crate::{Journal, SUBJECTS, connection_state::Verdict};

/// How many messages of one row are unacknowledged at a time.
pub const MAX_UNACKNOWLEDGED: usize = 512;
const CONTENT_TYPE: &str = "application/cloudevents+json";
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// An event to be published in structured mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMessage {
    /// The NATS subject.
    pub subject: String,
    /// The event as JSON.
    pub payload: Bytes,
}

/// What the stream says of a message that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Its place in the stream.
    pub sequence: u64,
    /// Whether the stream had it before it was published here.
    pub duplicate: bool,
}

/// Fails when the stream does not have the message. Only [`PublishError::GaveUp`] and [`PublishError::NoStream`] may go
/// better another time.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The user of this connection may not publish to that subject.
    #[error("publish to {subject}: this user has no permission")]
    Denied {
        /// The subject that was refused.
        subject: String,
    },
    /// The message, headers included, is larger than the server takes.
    #[error("publish {size_bytes} bytes and their headers: the server takes at most {limit_bytes}")]
    TooLarge {
        /// Size of the payload.
        size_bytes: usize,
        /// The server's limit.
        limit_bytes: usize,
    },
    /// The stream takes no such subject.
    #[error("publish to {subject:?}: not a subject below `knelpunten.`")]
    Subject {
        /// The subject as given.
        subject: String,
    },
    /// The stream will not have it.
    #[error("publish to {subject}: the stream refuses it")]
    Rejected {
        /// The subject published to.
        subject: String,
        /// Its reason.
        source: jetstream::Error,
    },
    /// No stream takes the subject for now: said by [`Journal::publish_if_stream_exists`] alone.
    #[error("publish to {subject}: no stream takes it")]
    NoStream {
        /// The subject published to.
        subject: String,
    },
    /// It was tried for as long as the options say.
    #[error("publish to {subject}: tried for {after_ms} ms, last: {problem}")]
    GaveUp {
        /// The subject published to.
        subject: String,
        /// How long it was tried.
        after_ms: u128,
        /// What went wrong the last time.
        problem: String,
    },
}

impl PublishError {
    /// Tells whether trying again is of no use, so that the message belongs in the dead-letter place.
    pub fn is_permanent(&self) -> bool {
        !matches!(self, Self::GaveUp { .. } | Self::NoStream { .. })
    }
}

/// Computes the id under which the server recognises a duplicate: `UUIDv5` of NATS subject, line feed, payload.
pub fn message_id(subject: &str, payload: &[u8]) -> Uuid {
    Uuid::new_v5(
        &model::NAMESPACE,
        &[subject.as_bytes(), b"\n", payload].concat(),
    )
}

impl Journal {
    /// Publishes one event and waits until the stream has it, retrying under the same id while that may heal.
    ///
    /// # Errors
    ///
    /// When it never will, at once; or when [`JournalOptions::publish_timeout`](crate::JournalOptions) runs out.
    pub async fn publish(&self, outgoing: OutgoingMessage) -> Result<Receipt, PublishError> {
        self.publish_by(outgoing, NoStream::Passes).await
    }

    /// Publishes one event as [`Journal::publish`], but for a subject that no stream takes: others need not wait
    /// behind it.
    ///
    /// # Errors
    ///
    /// As [`Journal::publish`]; [`PublishError::NoStream`] as soon as the server says so.
    pub async fn publish_if_stream_exists(
        &self,
        outgoing: OutgoingMessage,
    ) -> Result<Receipt, PublishError> {
        self.publish_by(outgoing, NoStream::Ends).await
    }

    async fn publish_by(
        &self,
        outgoing: OutgoingMessage,
        no_stream: NoStream,
    ) -> Result<Receipt, PublishError> {
        if !is_taken_by_the_stream(&outgoing.subject) {
            return Err(PublishError::Subject {
                subject: outgoing.subject,
            });
        }
        let mut problem = None;
        let Some(patience) = self.options.publish_timeout else {
            return self.persist(&outgoing, no_stream, &mut problem).await;
        };
        let persisting = self.persist(&outgoing, no_stream, &mut problem);
        let outcome = tokio::time::timeout(patience, persisting).await;
        outcome.unwrap_or_else(|_| {
            let (subject, after_ms) = (outgoing.subject, patience.as_millis());
            let problem = problem.unwrap_or_else(|| self.watched.reason());
            Err(PublishError::GaveUp {
                subject,
                after_ms,
                problem,
            })
        })
    }

    /// Publishes a row of events, at most [`MAX_UNACKNOWLEDGED`] unacknowledged at a time.
    ///
    /// Each comes with a tag of the caller's, such as its line number. The outcomes come in the order of the row.
    pub fn publish_all<T, S>(
        &self,
        row: S,
    ) -> impl Stream<Item = (T, Result<Receipt, PublishError>)>
    where
        S: Stream<Item = (T, OutgoingMessage)>,
    {
        row.map(move |(tag, outgoing)| async move { (tag, self.publish(outgoing).await) })
            .buffered(MAX_UNACKNOWLEDGED)
    }

    async fn persist(
        &self,
        outgoing: &OutgoingMessage,
        no_stream: NoStream,
        problem: &mut Option<String>,
    ) -> Result<Receipt, PublishError> {
        let known_before = self.highest.load(Ordering::Relaxed);
        let mut wait = FIRST_WAIT;
        let mut retried = false;
        loop {
            match self.attempt(outgoing).await {
                Ok(receipt) => return Ok(self.settle(receipt, retried, known_before)),
                Err(Trouble::Permanent(error)) => return Err(error),
                Err(Trouble::NoStream) if no_stream == NoStream::Ends => {
                    let subject = outgoing.subject.clone();
                    return Err(PublishError::NoStream { subject });
                }
                Err(trouble) => {
                    let what = trouble.passing();
                    tracing::debug!(
                        subject = outgoing.subject,
                        problem = what,
                        "publishing again"
                    );
                    *problem = Some(what);
                }
            }
            retried = true;
            tokio::time::sleep(wait).await;
            wait = LONGEST_WAIT.min(wait * 2);
        }
    }

    /// An attempt that was not acknowledged may have arrived; then the next one is told that it is a duplicate, of
    /// itself. It is one of another's only when that was stored before the first attempt.
    fn settle(&self, receipt: Receipt, retried: bool, known_before: u64) -> Receipt {
        self.highest.fetch_max(receipt.sequence, Ordering::Relaxed);
        let own = retried && receipt.sequence > known_before;
        Receipt {
            duplicate: receipt.duplicate && !own,
            ..receipt
        }
    }

    async fn attempt(&self, outgoing: &OutgoingMessage) -> Result<Receipt, Trouble> {
        let mut denials = self.watched.denials();
        let Some(connection) = self.watched.connected().await else {
            return Err(Trouble::Passing("the connection was closed".to_owned()));
        };
        let message = PublishMessage::build()
            .payload(outgoing.payload.clone())
            .message_id(message_id(&outgoing.subject, &outgoing.payload).to_string())
            .header("Content-Type", CONTENT_TYPE);
        let subject = outgoing.subject.clone();
        let acknowledged = async { self.publishing.send_publish(subject, message).await?.await };
        tokio::select! {
            biased;
            outcome = acknowledged => match outcome {
                Ok(ack) => Ok(Receipt { sequence: ack.sequence, duplicate: ack.duplicate }),
                Err(failure) => Err(self.judge(&failure, outgoing)),
            },
            verdict = denials.verdict(&outgoing.subject) => Err(match verdict {
                Verdict::Denied => Trouble::Permanent(PublishError::Denied { subject: outgoing.subject.clone() }),
                Verdict::Doubtful => Trouble::Passing("no answer, while others were denied".to_owned()),
            }),
            () = self.watched.lost(connection) => Err(Trouble::Passing(self.watched.reason())),
        }
    }

    fn judge(&self, failure: &Failure, outgoing: &OutgoingMessage) -> Trouble {
        let subject = outgoing.subject.clone();
        match failure.kind() {
            PublishErrorKind::MaxPayloadExceeded => {
                let limit_bytes = self.client.max_payload();
                Trouble::Permanent(PublishError::TooLarge {
                    size_bytes: outgoing.payload.len(),
                    limit_bytes,
                })
            }
            PublishErrorKind::StreamNotFound => Trouble::NoStream,
            PublishErrorKind::TimedOut
            | PublishErrorKind::BrokenPipe
            | PublishErrorKind::MaxAckPending
            | PublishErrorKind::WrongLastMessageId
            | PublishErrorKind::WrongLastSequence => Trouble::Passing(failure.to_string()),
            PublishErrorKind::Other => other(failure, subject),
        }
    }
}

/// Whether it is below the stream's subjects, with no part empty and no wildcard.
fn is_taken_by_the_stream(subject: &str) -> bool {
    let parts = SUBJECTS
        .strip_suffix('>')
        .and_then(|prefix| subject.strip_prefix(prefix));
    let plain =
        |part: &str| !part.is_empty() && !part.contains(['*', '>']) && !part.contains(is_blank);
    parts.is_some_and(|parts| parts.split('.').all(plain))
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// What becomes of a message whose subject no stream takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoStream {
    /// It is tried again: there may be one soon.
    Passes,
    /// It is given back.
    Ends,
}

enum Trouble {
    Passing(String),
    NoStream,
    Permanent(PublishError),
}

impl Trouble {
    /// Says what is tried again for.
    fn passing(self) -> String {
        match self {
            Self::Passing(what) => what,
            Self::NoStream => "no stream takes this subject; run `knelpunt init`".to_owned(),
            Self::Permanent(error) => error.to_string(),
        }
    }
}

/// Tells apart what async-nats does not: an answer of the stream's, and the rest.
fn other(failure: &Failure, subject: String) -> Trouble {
    let cause = std::error::Error::source(failure);
    match cause.and_then(|cause| cause.downcast_ref::<jetstream::Error>()) {
        Some(refusal) if is_permanent(refusal) => Trouble::Permanent(PublishError::Rejected {
            subject,
            source: refusal.clone(),
        }),
        _ => Trouble::Passing(failure.to_string()),
    }
}

/// Of the answers of the 400s these pass: a timeout, too many requests, the same message still on its way.
fn is_permanent(refusal: &jetstream::Error) -> bool {
    let passing = refusal.error_code() == ErrorCode::STREAM_DUPLICATE_MESSAGE_CONFLICT;
    (400..500).contains(&refusal.code()) && ![408, 429].contains(&refusal.code()) && !passing
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
    fn only_a_subject_that_the_stream_takes_is_published_to() {
        assert!(is_taken_by_the_stream(
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
            assert!(!is_taken_by_the_stream(subject), "{subject}");
        }
    }

    #[test]
    fn only_giving_up_is_worth_another_try() {
        let subject = || "a".to_owned();
        let gave_up = PublishError::GaveUp {
            subject: subject(),
            after_ms: 1,
            problem: String::new(),
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

//! What the reading loop asks of the server, apart from the messages themselves.

use std::time::Duration;

use async_nats::jetstream::consumer::{
    self, AckPolicy, Consumer, DeliverPolicy, IntoConsumerConfig as _, ReplayPolicy, pull,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::{Journal, Message, STREAM, SUBJECTS, StreamError, headers, stream::is_no_message};

/// How many messages may be on their way to us at a time.
const BATCH_MESSAGES: usize = 4_000;
/// How many bytes of them: a stranger's messages may be a megabyte each.
const BATCH_BYTES: usize = 64 << 20;
/// The server says that it is there; twice this long without is a failure.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// After which the server forgets a consumer that nobody pulls from.
const FORGET_AFTER: Duration = Duration::from_secs(10);

impl Journal {
    /// Makes a consumer that starts at a sequence. It pulls when it is first polled, not before.
    pub(crate) async fn consumer(&self, start: u64) -> Result<pull::Stream, StreamError> {
        let settings = consumer_settings(start);
        let request = NewConsumer {
            stream_name: STREAM,
            config: settings.clone().into_consumer_config(),
        };
        let info: consumer::Info = self
            .ask(&format!("CONSUMER.CREATE.{STREAM}"), &request)
            .await?;
        let messages = Consumer::new(settings, info, self.api.clone())
            .stream()
            .max_messages_per_batch(BATCH_MESSAGES)
            .max_bytes_per_batch(BATCH_BYTES)
            .heartbeat(HEARTBEAT)
            .messages()
            .await;
        messages.map_err(|_| StreamError::Unreachable {
            reason: self.watched.reason(),
        })
    }

    /// Reads one message by its sequence; nothing when it was erased, or never was.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or refuses.
    pub async fn message(&self, sequence: u64) -> Result<Option<Message>, StreamError> {
        self.message_at(sequence).await
    }

    /// Reads one message by its sequence, as [`Journal::message`].
    ///
    /// By a way of its own, which also serves messages that async-nats cannot read.
    pub(crate) async fn message_at(&self, sequence: u64) -> Result<Option<Message>, StreamError> {
        self.stored(&Get {
            seq: sequence,
            next_by_subj: None,
        })
        .await
    }

    /// Reads the first message that still exists at a sequence or after it.
    pub(crate) async fn message_from(&self, sequence: u64) -> Result<Option<Message>, StreamError> {
        self.stored(&Get {
            seq: sequence,
            next_by_subj: Some(SUBJECTS),
        })
        .await
    }

    async fn stored(&self, get: &Get) -> Result<Option<Message>, StreamError> {
        match self
            .ask::<_, Got>(&format!("STREAM.MSG.GET.{STREAM}"), get)
            .await
        {
            Ok(got) => got.message.decode().map(Some),
            Err(StreamError::Rejected(error)) if is_no_message(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn consumer_settings(start: u64) -> pull::Config {
    pull::Config {
        description: Some("knelpunt reading".to_owned()),
        deliver_policy: DeliverPolicy::ByStartSequence {
            start_sequence: start.max(1),
        },
        ack_policy: AckPolicy::None,
        replay_policy: ReplayPolicy::Instant,
        inactive_threshold: FORGET_AFTER,
        num_replicas: 1,
        memory_storage: true,
        ..pull::Config::default()
    }
}

#[derive(Serialize)]
struct NewConsumer {
    stream_name: &'static str,
    config: consumer::Config,
}

#[derive(Serialize)]
struct Get {
    seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_by_subj: Option<&'static str>,
}

#[derive(Deserialize)]
struct Got {
    message: Stored,
}

#[derive(Deserialize)]
struct Stored {
    subject: String,
    seq: u64,
    #[serde(default)]
    hdrs: String,
    #[serde(default)]
    data: String,
}

impl Stored {
    fn decode(self) -> Result<Message, StreamError> {
        let unreadable = |_| StreamError::Unreadable { what: "a message" };
        let headers = STANDARD.decode(self.hdrs).map_err(unreadable)?;
        Ok(Message {
            sequence: self.seq,
            subject: self.subject,
            headers: headers::from_bytes(&headers),
            payload: STANDARD.decode(self.data).map_err(unreadable)?.into(),
            last_sequence: self.seq,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_message_is_decoded_whatever_its_headers_are() {
        let stored = Stored {
            subject: "knelpunten.x".to_owned(),
            seq: 7,
            hdrs: STANDARD.encode(b"NATS/1.0\r\na: \xff\r\n\r\n"),
            data: STANDARD.encode(b"\x00payload"),
        };
        let message = stored.decode().unwrap();
        assert_eq!(message.headers, [("a".to_owned(), "\u{fffd}".to_owned())]);
        assert_eq!(&message.payload[..], b"\x00payload");
        assert_eq!((message.sequence, message.last_sequence), (7, 7));
    }
}

//! The requests of the reading loop: a consumer, and single messages by sequence.

use std::time::Duration;

use async_nats::jetstream::consumer::{
    self, AckPolicy, Consumer, DeliverPolicy, IntoConsumerConfig as _, ReplayPolicy, pull,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Journal, Message, STREAM, SUBJECTS, StreamError, headers, stream::is_no_message};

/// Messages in flight to us at most.
const BATCH_MESSAGES: usize = 4_000;
/// Bytes in flight to us at most: a foreign client's messages may be a megabyte each.
const BATCH_BYTES: usize = 64 << 20;
/// The interval of the server's heartbeats; none for twice as long is a failure.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How long the server retains a consumer that nobody pulls from.
const INACTIVE_THRESHOLD: Duration = Duration::from_secs(10);

impl Journal {
    /// Creates a consumer that starts at a sequence. It pulls when it is first polled, not before.
    pub(crate) async fn consumer(&self, start: u64) -> Result<pull::Stream, StreamError> {
        let settings = consumer_settings(start);
        let request = CreateConsumerRequest {
            stream_name: STREAM,
            config: settings.clone().into_consumer_config(),
        };
        let info: consumer::Info = self
            .request(&format!("CONSUMER.CREATE.{STREAM}"), &request)
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

    /// Fetches one message by its sequence; `None` when it was erased or never existed.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or rejects the request.
    pub async fn message(&self, sequence: u64) -> Result<Option<Message>, StreamError> {
        self.fetch_message(&GetRequest {
            seq: sequence,
            next_by_subj: None,
        })
        .await
    }

    /// Fetches the first message that still exists at or after a sequence.
    pub(crate) async fn message_from(&self, sequence: u64) -> Result<Option<Message>, StreamError> {
        self.fetch_message(&GetRequest {
            seq: sequence,
            next_by_subj: Some(SUBJECTS),
        })
        .await
    }

    /// Fetches the sequence and the instant of arrival of the first message that still exists at or after a sequence.
    pub(crate) async fn arrival_from(
        &self,
        sequence: u64,
    ) -> Result<Option<(u64, Timestamp)>, StreamError> {
        let get = GetRequest {
            seq: sequence,
            next_by_subj: Some(SUBJECTS),
        };
        let stored = self.fetch(&get).await?;
        Ok(stored.map(|stored| (stored.seq, stored.time)))
    }

    async fn fetch_message(&self, get: &GetRequest) -> Result<Option<Message>, StreamError> {
        let stored = self.fetch(get).await?;
        stored.map(StoredMessage::decode).transpose()
    }

    /// Not by async-nats' own request for a message, which fails at headers that it cannot parse (see `headers`).
    async fn fetch(&self, get: &GetRequest) -> Result<Option<StoredMessage>, StreamError> {
        match self
            .request::<_, GetResponse>(&format!("STREAM.MSG.GET.{STREAM}"), get)
            .await
        {
            Ok(response) => Ok(Some(response.message)),
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
        inactive_threshold: INACTIVE_THRESHOLD,
        num_replicas: 1,
        memory_storage: true,
        ..pull::Config::default()
    }
}

#[derive(Serialize)]
struct CreateConsumerRequest {
    stream_name: &'static str,
    config: consumer::Config,
}

#[derive(Serialize)]
struct GetRequest {
    seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_by_subj: Option<&'static str>,
}

#[derive(Deserialize)]
struct GetResponse {
    message: StoredMessage,
}

#[derive(Deserialize)]
struct StoredMessage {
    subject: String,
    seq: u64,
    #[serde(default)]
    hdrs: String,
    #[serde(default)]
    data: String,
    time: Timestamp,
}

impl StoredMessage {
    fn decode(self) -> Result<Message, StreamError> {
        let malformed = |_| StreamError::MalformedResponse { what: "a message" };
        let headers = STANDARD.decode(self.hdrs).map_err(malformed)?;
        Ok(Message {
            sequence: self.seq,
            subject: self.subject,
            headers: headers::from_bytes(&headers),
            payload: STANDARD.decode(self.data).map_err(malformed)?.into(),
            last_sequence: self.seq,
            stored_at: self.time,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_message_is_decoded_whatever_its_headers() {
        let stored = StoredMessage {
            subject: "knelpunten.x".to_owned(),
            seq: 7,
            hdrs: STANDARD.encode(b"NATS/1.0\r\na: \xff\r\n\r\n"),
            data: STANDARD.encode(b"\x00payload"),
            time: Timestamp::UNIX_EPOCH,
        };
        let message = stored.decode().unwrap();
        assert_eq!(message.headers, [("a".to_owned(), "%FF%FF".to_owned())]);
        assert_eq!(&message.payload[..], b"\x00payload");
        assert_eq!((message.sequence, message.last_sequence), (7, 7));
    }
}

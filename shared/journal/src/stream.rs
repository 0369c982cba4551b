//! The stream: looking it up, creating it where it is missing, erasing messages by sequence.

use async_nats::jetstream::{
    self, ErrorCode,
    context::{RequestError, RequestErrorKind},
    response::Response,
    stream::{Compression, Config, DiscardPolicy, Info, RetentionPolicy, StorageType},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::time::Duration;

use crate::{Journal, connection::REQUEST_TIMEOUT};

/// The name of the stream.
pub const STREAM: &str = "KNELPUNTEN";
/// The subjects of the stream.
pub const SUBJECTS: &str = "knelpunten.>";
/// How long the server recognises a duplicate. An hour would cost it 400 MB, and seconds at each restart, per million
/// events.
const DUPLICATE_WINDOW: Duration = Duration::from_mins(2);

/// The identity and extent of a stream: enough to decide whether it is the one that was read before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamInfo {
    /// The stream's name.
    pub name: String,
    /// When it was created; another stream of the same name has another instant.
    pub created_at: Timestamp,
    /// The sequence of the oldest message; of the next one when there is none.
    pub first_sequence: u64,
    /// The sequence of the newest message that was ever stored; 0 when none was.
    pub last_sequence: u64,
    /// When that message was stored; none before the first.
    pub last_stored_at: Option<Timestamp>,
}

/// An error of a request about the stream.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// There is no connection.
    #[error("cannot reach NATS: {reason}")]
    Unreachable {
        /// The cause, as far as it is known.
        reason: String,
    },
    /// The stream does not exist.
    #[error("cannot find stream {STREAM}: it does not exist; run `knelpunt init`")]
    Missing,
    /// The connection's user may not send that request.
    #[error("cannot send a request on {subject}: this user has no permission; grant it")]
    Denied {
        /// The subject to which the user may not publish.
        subject: String,
    },
    /// `JetStream` replied with an error.
    #[error("cannot use stream {STREAM}: JetStream rejected the request")]
    Rejected(#[source] jetstream::Error),
    /// The server does not run `JetStream`, or none of its servers leads the stream.
    #[error("cannot reach JetStream: nobody replies; start nats-server with JetStream enabled")]
    NoJetStream,
    /// No reply, or a malformed one.
    #[error("cannot read the reply of JetStream")]
    NoReply(#[from] RequestError),
    /// A part of the reply is impossible.
    #[error("cannot read the reply of JetStream: {what} is malformed")]
    MalformedResponse {
        /// The malformed part.
        what: &'static str,
    },
}

impl Journal {
    /// Finds the stream; `None` when it does not exist.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached or rejects the request.
    pub async fn find_stream(&self) -> Result<Option<StreamInfo>, StreamError> {
        match self.stream_info().await {
            Ok(stream) => Ok(Some(stream)),
            Err(StreamError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Creates the stream with `replicas` copies (1 or 3). A stream that exists is left as it is.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached or rejects the request.
    pub async fn create(&self, replicas: usize) -> Result<StreamInfo, StreamError> {
        if let Some(stream) = self.find_stream().await? {
            return Ok(stream);
        }
        let created = self
            .request::<_, Info>(&format!("STREAM.CREATE.{STREAM}"), &settings(replicas))
            .await;
        match created {
            // Another process created it since the look-up.
            Err(StreamError::Rejected(error))
                if error.error_code() == ErrorCode::STREAM_NAME_EXIST =>
            {
                self.stream_info().await
            }
            created => stream_info(&created?),
        }
    }

    /// Returns how the stream's settings differ from those with which [`Journal::create`] creates it.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or rejects the request.
    pub async fn deviations(&self) -> Result<Vec<String>, StreamError> {
        Ok(differences(&self.info().await?.config))
    }

    /// Erases one message; its sequence stays empty for ever. Returns whether the message existed.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or rejects the request.
    pub async fn erase(&self, sequence: u64) -> Result<bool, StreamError> {
        let request = EraseRequest { seq: sequence };
        match self
            .request::<_, EraseResponse>(&format!("STREAM.MSG.DELETE.{STREAM}"), &request)
            .await
        {
            Ok(erased) => Ok(erased.success),
            Err(StreamError::Rejected(error)) if is_no_message(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn stream_info(&self) -> Result<StreamInfo, StreamError> {
        stream_info(&self.info().await?)
    }

    async fn info(&self) -> Result<Info, StreamError> {
        self.request(&format!("STREAM.INFO.{STREAM}"), &()).await
    }

    /// Sends a request to `JetStream`, once there is a connection.
    pub(crate) async fn request<T, V>(&self, subject: &str, request: &T) -> Result<V, StreamError>
    where
        T: Serialize + Sync,
        V: DeserializeOwned,
    {
        // Before the request is sent: its denial could arrive before the subscription otherwise.
        let mut denials = self.watched.denials();
        self.connected().await?;
        let denied_as = format!("$JS.API.{subject}");
        let reply = tokio::select! {
            reply = self.api.request(subject.to_owned(), request) => reply,
            () = denials.wait_for(&denied_as) => return Err(StreamError::Denied { subject: denied_as }),
        };
        match reply {
            Ok(Response::Ok(value)) => Ok(value),
            Ok(Response::Err { error }) => Err(rejection(error)),
            Err(error) if error.kind() == RequestErrorKind::NoResponders => {
                Err(StreamError::NoJetStream)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn connected(&self) -> Result<u64, StreamError> {
        let connected = tokio::time::timeout(REQUEST_TIMEOUT, self.watched.connected()).await;
        connected
            .ok()
            .flatten()
            .ok_or_else(|| StreamError::Unreachable {
                reason: self.watched.reason(),
            })
    }
}

#[derive(Serialize)]
struct EraseRequest {
    seq: u64,
}

#[derive(Deserialize)]
struct EraseResponse {
    success: bool,
}

fn rejection(error: jetstream::Error) -> StreamError {
    if error.error_code() == ErrorCode::STREAM_NOT_FOUND {
        StreamError::Missing
    } else {
        StreamError::Rejected(error)
    }
}

pub(crate) fn is_no_message(error: &jetstream::Error) -> bool {
    [ErrorCode::NO_MESSAGE_FOUND, ErrorCode::SEQUENCE_NOT_FOUND].contains(&error.error_code())
}

fn stream_info(info: &Info) -> Result<StreamInfo, StreamError> {
    let created_at =
        Timestamp::from_nanosecond(info.created.unix_timestamp_nanos()).map_err(|_| {
            StreamError::MalformedResponse {
                what: "the stream's creation time",
            }
        })?;
    let last = info.state.last_timestamp.unix_timestamp_nanos();
    let last_stored_at = Timestamp::from_nanosecond(last).ok();
    Ok(StreamInfo {
        name: info.config.name.clone(),
        created_at,
        first_sequence: info.state.first_sequence,
        last_sequence: info.state.last_sequence,
        last_stored_at: last_stored_at.filter(|_| info.state.last_sequence > 0),
    })
}

/// No limits, and no policy by which messages are lost. Without `deny_delete`, which cannot be undone and would forbid
/// the erasure of personal data for ever.
fn settings(replicas: usize) -> Config {
    Config {
        name: STREAM.to_owned(),
        subjects: vec![SUBJECTS.to_owned()],
        retention: RetentionPolicy::Limits,
        storage: StorageType::File,
        max_messages: -1,
        max_messages_per_subject: -1,
        max_bytes: -1,
        max_message_size: -1,
        max_consumers: -1,
        max_age: Duration::ZERO,
        discard: DiscardPolicy::New,
        deny_purge: true,
        deny_delete: false,
        compression: Some(Compression::S2),
        allow_direct: true,
        duplicate_window: DUPLICATE_WINDOW,
        num_replicas: replicas,
        ..Config::default()
    }
}

fn differences(found: &Config) -> Vec<String> {
    let wanted = settings(found.num_replicas);
    let checks = [
        ("subjects", found.subjects == wanted.subjects),
        ("storage is not file", found.storage == wanted.storage),
        (
            "retention is not by limits",
            found.retention == wanted.retention,
        ),
        (
            "a limit on messages",
            found.max_messages < 0 && found.max_messages_per_subject < 0,
        ),
        ("a limit on bytes", found.max_bytes < 0),
        (
            "a limit on the size of a message",
            found.max_message_size < 0,
        ),
        ("a limit on age", found.max_age.is_zero()),
        ("discards old messages", found.discard == wanted.discard),
        ("can be purged", found.deny_purge),
        ("forbids erasure", !found.deny_delete),
        ("is not compressed", found.compression == wanted.compression),
        ("has no direct get", found.allow_direct),
        (
            "duplicate window is not 2 minutes",
            found.duplicate_window == wanted.duplicate_window,
        ),
        ("is sealed", !found.sealed),
    ];
    checks
        .iter()
        .filter(|(_, as_created)| !as_created)
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_of_a_new_stream_have_no_deviations() {
        assert_eq!(differences(&settings(3)), Vec::<String>::new());
    }

    #[test]
    fn every_deviation_is_named() {
        let found = Config {
            deny_purge: false,
            deny_delete: true,
            max_bytes: 10,
            ..settings(1)
        };
        assert_eq!(
            differences(&found),
            ["a limit on bytes", "can be purged", "forbids erasure"]
        );
    }
}

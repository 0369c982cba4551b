//! The stream itself: looked up first, created only when it is not there, erased from by sequence.

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
/// The subjects that the stream takes.
pub const SUBJECTS: &str = "knelpunten.>";
/// An hour would cost 400 MB and seconds of restart per million events.
const DUPLICATE_WINDOW: Duration = Duration::from_mins(2);

/// What must be known of a stream to tell whether it is the one that was read before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamInfo {
    /// The stream's name.
    pub name: String,
    /// When it was created: another stream under the same name has another.
    pub created_at: Timestamp,
    /// Sequence of the oldest message, or that of the next one when there is none.
    pub first_sequence: u64,
    /// Sequence of the newest message that was ever stored; 0 when none was.
    pub last_sequence: u64,
}

/// Fails when the server does not do what it was asked about the stream.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// There is no connection.
    #[error("reach NATS: {reason}")]
    Unreachable {
        /// What is known of the cause.
        reason: String,
    },
    /// The stream is not there.
    #[error("find stream {STREAM}; run `knelpunt init`")]
    Missing,
    /// The user of this connection may not ask that.
    #[error("ask NATS on {subject}: this user has no permission")]
    Denied {
        /// The subject that the user may not publish to.
        subject: String,
    },
    /// `JetStream` answered with an error.
    #[error("have the stream do that")]
    Rejected(#[source] jetstream::Error),
    /// The server does not run `JetStream`, or none of its servers leads the stream.
    #[error("reach JetStream; start nats-server with it enabled")]
    NoJetStream,
    /// No answer, or none that can be read.
    #[error("hear from the stream")]
    NoAnswer(#[from] RequestError),
    /// The answer says something impossible.
    #[error("read what the stream answered: {what}")]
    Unreadable {
        /// The part that cannot be read.
        what: &'static str,
    },
}

impl Journal {
    /// Looks the stream up; nothing when it does not exist.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached or refuses to tell.
    pub async fn find_stream(&self) -> Result<Option<StreamInfo>, StreamError> {
        match self.facts().await {
            Ok(facts) => Ok(Some(facts)),
            Err(StreamError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Creates the stream with `replicas` copies (1 or 3), unless it exists: then it is left as it is.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached or refuses.
    pub async fn create(&self, replicas: usize) -> Result<StreamInfo, StreamError> {
        if let Some(facts) = self.find_stream().await? {
            return Ok(facts);
        }
        let created = self
            .ask::<_, Info>(&format!("STREAM.CREATE.{STREAM}"), &settings(replicas))
            .await;
        match created {
            // Another one was a moment earlier.
            Err(StreamError::Rejected(error))
                if error.error_code() == ErrorCode::STREAM_NAME_EXIST =>
            {
                self.facts().await
            }
            created => stream_info(&created?),
        }
    }

    /// Lists how the stream's settings differ from those that this crate creates it with.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or refuses to tell.
    pub async fn deviations(&self) -> Result<Vec<String>, StreamError> {
        Ok(differences(&self.info().await?.config))
    }

    /// Erases one message; its sequence stays empty for ever. False when it was not there.
    ///
    /// # Errors
    ///
    /// When the stream is missing, or the server cannot be reached or refuses.
    pub async fn erase(&self, sequence: u64) -> Result<bool, StreamError> {
        let request = Erasure { seq: sequence };
        match self
            .ask::<_, Erased>(&format!("STREAM.MSG.DELETE.{STREAM}"), &request)
            .await
        {
            Ok(erased) => Ok(erased.success),
            Err(StreamError::Rejected(error)) if is_no_message(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn facts(&self) -> Result<StreamInfo, StreamError> {
        stream_info(&self.info().await?)
    }

    async fn info(&self) -> Result<Info, StreamError> {
        self.ask(&format!("STREAM.INFO.{STREAM}"), &()).await
    }

    /// Asks `JetStream` something, once there is a connection to ask it by.
    pub(crate) async fn ask<T, V>(&self, subject: &str, request: &T) -> Result<V, StreamError>
    where
        T: Serialize + Sync,
        V: DeserializeOwned,
    {
        let mut denials = self.watched.denials();
        self.connected().await?;
        let denied_as = format!("$JS.API.{subject}");
        let answer = tokio::select! {
            answer = self.api.request(subject.to_owned(), request) => answer,
            () = denials.of(&denied_as) => return Err(StreamError::Denied { subject: denied_as }),
        };
        match answer {
            Ok(Response::Ok(value)) => Ok(value),
            Ok(Response::Err { error }) => Err(refusal(error)),
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
struct Erasure {
    seq: u64,
}

#[derive(Deserialize)]
struct Erased {
    success: bool,
}

fn refusal(error: jetstream::Error) -> StreamError {
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
            StreamError::Unreadable {
                what: "when it was created",
            }
        })?;
    Ok(StreamInfo {
        name: info.config.name.clone(),
        created_at,
        first_sequence: info.state.first_sequence,
        last_sequence: info.state.last_sequence,
    })
}

/// No limits, and nothing that can be lost by policy; not `deny_delete`, which would forbid erasure for ever.
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
        .filter(|(_, right)| !right)
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_that_it_is_created_with_deviate_in_nothing() {
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

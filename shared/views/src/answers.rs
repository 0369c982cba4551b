//! Results of the reader besides the answers to questions.

use model::Violation;
use questions::Counted;
use serde::Serialize;
use serde_json::Value;

/// An answer, with its position in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<T> {
    /// The answer.
    pub answer: T,
    /// The number of episodes, and of open ones.
    pub counted: Counted,
    /// The position; with `knownAt` that sequence.
    pub position: u64,
    /// The digest at the position; none with `knownAt`, because the digest is that of now, and the
    /// answer must stay the same for ever.
    pub digest: Option<String>,
}

/// The status of the views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewsStatus {
    /// The last sequence folded.
    pub position: u64,
    /// The digest, as 32 hexadecimal digits.
    pub digest: String,
    /// The newest checkpoints, newest first, at most 100.
    pub checkpoints: Vec<Checkpoint>,
    /// The versions that the views were folded by.
    pub versions: Versions,
    /// The number of duplicate messages.
    pub duplicates: u64,
    /// The number of contents that share their event key with another one.
    pub conflicts: u64,
    /// The number of messages in quarantine.
    pub quarantined: u64,
}

/// The outcome of comparing the store with memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// The position up to which they were compared.
    pub position: u64,
    /// The number of contents that were added up.
    pub contents: u64,
    /// The number of knelpunten that were folded again, without those that changed meanwhile.
    pub knelpunten: u64,
    /// The first hundred differences, for people.
    pub differences: Vec<String>,
}

/// The digest at a position that every replica passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checkpoint {
    /// The position.
    pub position: u64,
    /// The digest, as 32 hexadecimal digits.
    pub digest: String,
}

/// The versions that views were folded by. Digests can be compared at equal versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// The version of the fold.
    pub fold: String,
    /// The version of the register of municipalities.
    pub register: String,
    /// The version of the catalogue.
    pub catalogue: String,
}

/// An event in a knelpunt's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryItem {
    /// The sequence at which it first arrived.
    pub sequence: u64,
    /// Its key.
    pub key: String,
    /// Its type on the wire.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its source.
    pub source: String,
    /// Its id at the source.
    pub id: String,
    /// When the source recorded it, in UTC.
    pub time: String,
    /// When it was observed, in UTC: the instant it is ordered by; null for a correction.
    pub observed_at: Option<String>,
    /// Its subject.
    pub subject: String,
    /// True when it was withdrawn.
    pub withdrawn: bool,
    /// True when this replaces a redacted text.
    pub redacted: bool,
    /// Its data, as written.
    pub data: Value,
}

/// A message in quarantine: no valid event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuarantinedMessage {
    /// Its sequence.
    pub sequence: u64,
    /// Its NATS subject.
    pub subject: String,
    /// Every violation.
    pub reasons: Vec<Violation>,
    /// Its payload as text, truncated to the limit of an event.
    pub payload: String,
}

//! What readers are given besides the answers to questions.

use model::Violation;
use questions::Counted;
use serde::Serialize;
use serde_json::Value;

/// An answer with where in the log it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<T> {
    /// The answer.
    pub answer: T,
    /// Episodes counted, and how many of them are open.
    pub counted: Counted,
    /// The position; with `knownAt` that one.
    pub position: u64,
    /// The digest at the position; none with `knownAt`, so that the answer stays the same for ever.
    pub digest: Option<String>,
}

/// How the views stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewsStatus {
    /// The last sequence folded.
    pub position: u64,
    /// The digest, as 32 hexadecimal digits.
    pub digest: String,
    /// The newest checkpoints, newest first, at most 100.
    pub checkpoints: Vec<Checkpoint>,
    /// What the views were folded by.
    pub versions: Versions,
    /// Messages that brought nothing new.
    pub duplicates: u64,
    /// Contents that share their event key with another one.
    pub conflicts: u64,
    /// Messages in quarantine.
    pub quarantined: u64,
}

/// What came of comparing what is kept with what is held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// The position up to which it was done.
    pub position: u64,
    /// The contents of events that were added up.
    pub contents: u64,
    /// The knelpunten that were folded anew; those that changed meanwhile are not among them.
    pub knelpunten: u64,
    /// What differs, for people; the first hundred.
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

/// What views were folded by: digests are compared at equal versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Of the fold.
    pub fold: String,
    /// Of the register of municipalities.
    pub register: String,
    /// Of the catalogue.
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
    /// Who sent it.
    pub source: String,
    /// Under which id.
    pub id: String,
    /// When the source recorded it, in UTC.
    pub time: String,
    /// When it was so, as an instant in UTC: what it is ordered by; null for what corrects others.
    pub observed_at: Option<String>,
    /// Its subject.
    pub subject: String,
    /// True when it was taken back.
    pub withdrawn: bool,
    /// True when this is what stands in the place of another text.
    pub redacted: bool,
    /// What it says, as it was written.
    pub data: Value,
}

/// A message that is no valid event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuarantinedMessage {
    /// Its sequence.
    pub sequence: u64,
    /// The NATS subject that it came on.
    pub subject: String,
    /// All that is wrong with it.
    pub reasons: Vec<Violation>,
    /// What it was, as text, cut at the limit of an event.
    pub payload: String,
}

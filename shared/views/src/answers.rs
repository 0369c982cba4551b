//! Results of the reader besides the answers to questions.

use api::{Checkpoint, Versions};
use questions::Counted;

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

impl<T> Answered<T> {
    /// Returns the same with another form of the answer.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Answered<U> {
        Answered {
            answer: map(self.answer),
            counted: self.counted,
            position: self.position,
            digest: self.digest,
        }
    }
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

//! A fresh fold of the same log.

use std::collections::{BTreeMap, BTreeSet};

use api::{Checkpoint, PositionReport};
use journal::Message;
use register::Register;
use tempfile::TempDir;
use views::{Arrival, Classified, Views};

/// How many messages are folded at once.
const BATCH: usize = 777;

/// The result of a fresh fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The last sequence.
    pub position: u64,
    /// The digest of the canonical part.
    pub digest: String,
    /// Messages that are not valid events.
    pub quarantined: u64,
    /// Messages that changed nothing.
    pub duplicates: u64,
    /// Contents that share their event key with another one.
    pub conflicts: u64,
    /// The digest at each checkpoint, newest first.
    pub checkpoints: Vec<Checkpoint>,
}

impl From<PositionReport> for Replayed {
    fn from(report: PositionReport) -> Self {
        Self {
            position: report.position,
            digest: report.digest,
            quarantined: report.quarantined,
            duplicates: report.duplicates,
            conflicts: report.conflicts,
            checkpoints: report.checkpoints,
        }
    }
}

/// Folds messages into views of their own.
///
/// # Errors
///
/// If views cannot be opened or written.
pub fn replay(messages: &[Message]) -> anyhow::Result<Replayed> {
    let mut fold = LogFold::new()?;
    fold.up_to_end(messages, &BTreeSet::new())?;
    fold.replayed()
}

/// A fold that continues with a log as it grows.
#[derive(Debug)]
pub struct LogFold {
    views: Views,
    digests: BTreeMap<u64, String>,
    _folder: TempDir,
}

impl LogFold {
    /// Starts with nothing folded.
    ///
    /// # Errors
    ///
    /// If views cannot be opened or written.
    pub fn new() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let (views, _) = Views::open(&folder.path().join("views"), Register::embedded())?;
        let digest = views.reader().status()?.digest;
        Ok(Self {
            views,
            digests: BTreeMap::from([(0, digest)]),
            _folder: folder,
        })
    }

    /// Folds the rest of a log, and remembers the digest at each sequence in `wanted`.
    ///
    /// # Errors
    ///
    /// If views cannot be opened or written.
    pub fn up_to_end(
        &mut self,
        messages: &[Message],
        wanted: &BTreeSet<u64>,
    ) -> anyhow::Result<()> {
        let position = self.views.anchor().position;
        let folded = messages.partition_point(|message| message.sequence <= position);
        let ends_piece = |message: &Message| wanted.contains(&message.sequence);
        for piece in messages[folded..].split_inclusive(ends_piece) {
            for batch in piece.chunks(BATCH) {
                let arrivals: Vec<Arrival> = batch.iter().map(arrival).collect();
                self.views.commit(&arrivals, None)?;
            }
            let status = self.views.reader().status()?;
            self.digests.insert(status.position, status.digest);
        }
        Ok(())
    }

    /// Returns the digest at a sequence, if it was remembered.
    pub fn digest_at(&self, sequence: u64) -> Option<&str> {
        self.digests.get(&sequence).map(String::as_str)
    }

    /// Returns the result so far.
    ///
    /// # Errors
    ///
    /// If the views cannot be read.
    pub fn replayed(&self) -> anyhow::Result<Replayed> {
        let state = self.views.reader().status()?;
        let checkpoints = state.checkpoints.into_iter();
        Ok(Replayed {
            position: state.position,
            digest: state.digest,
            quarantined: state.quarantined,
            duplicates: state.duplicates,
            conflicts: state.conflicts,
            checkpoints: checkpoints
                .map(|checkpoint| Checkpoint {
                    position: checkpoint.position,
                    digest: checkpoint.digest,
                })
                .collect(),
        })
    }
}

fn arrival(message: &Message) -> Arrival {
    let classified = match model::decode(&message.headers, &message.payload, Register::embedded()) {
        Ok(event) => Classified::Event(Box::new(event)),
        Err(invalid) => Classified::Invalid {
            subject: message.subject.clone(),
            reasons: invalid.violations,
            payload: String::new(),
        },
    };
    Arrival {
        sequence: message.sequence,
        fingerprint: message.fingerprint().0,
        message: classified,
    }
}

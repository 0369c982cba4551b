//! The reference: a fold of the log that no fault affects. Every answer is compared with it.

use std::collections::BTreeSet;

use anyhow::{bail, ensure};
use journal::Message;

use super::observer::ObservedPosition;
use crate::{LogFold, Replayed};

/// The log as it was last read, folded.
#[derive(Debug)]
pub(super) struct ReferenceFold {
    log: Vec<Message>,
    fold: LogFold,
    /// The log before a fault removed it: until replicas notice, their answers are about this one.
    past: Option<Vec<Message>>,
}

impl ReferenceFold {
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            log: Vec::new(),
            fold: LogFold::new()?,
            past: None,
        })
    }

    /// Notes that the log, as it was last read, is about to be lost.
    pub(super) fn will_be_past(&mut self) {
        self.past = Some(self.log.clone());
    }

    /// Folds the new part of the log, and checks the positions and digests observed meanwhile.
    pub(super) fn follow(
        &mut self,
        log: Vec<Message>,
        observed: &BTreeSet<ObservedPosition>,
    ) -> anyhow::Result<Replayed> {
        if !continues(&self.log, &log) {
            self.fold = LogFold::new()?;
        }
        let positions = observed.iter().map(|observed| observed.position).collect();
        self.fold.up_to_end(&log, &positions)?;
        self.log = log;
        let past = self.past.take();
        let doubted = not_of(&self.log, &self.fold, past.is_none(), observed)?;
        let wrong = match &past {
            Some(past) => not_of(past, &LogFold::new()?, false, &doubted)?,
            None => doubted,
        };
        if let Some(ObservedPosition { position, digest }) = wrong.first() {
            bail!("an answer at position {position} had the digest {digest}, which is wrong");
        }
        self.fold.replayed()
    }
}

/// Returns the observations that a log does not confirm. `folded` has already folded a part of it.
fn not_of(
    log: &[Message],
    folded: &LogFold,
    filled: bool,
    observed: &BTreeSet<ObservedPosition>,
) -> anyhow::Result<BTreeSet<ObservedPosition>> {
    let empty = filled && !log.is_empty();
    ensure!(
        !empty || observed.iter().all(|observed| observed.position > 0),
        "an answer was given as if the log were empty"
    );
    let stored = |observed: &&ObservedPosition| folded.digest_at(observed.position).is_some();
    let (stored, earlier): (Vec<&ObservedPosition>, Vec<&ObservedPosition>) =
        observed.iter().partition(stored);
    let mut afresh = LogFold::new()?;
    if !earlier.is_empty() {
        afresh.up_to_end(
            log,
            &earlier.iter().map(|observed| observed.position).collect(),
        )?;
    }
    let wrong = |fold: &LogFold, observed: &ObservedPosition| {
        fold.digest_at(observed.position) != Some(&observed.digest)
    };
    let of_stored = stored
        .into_iter()
        .filter(|observed| wrong(folded, observed));
    let of_earlier = earlier
        .into_iter()
        .filter(|observed| wrong(&afresh, observed));
    Ok(of_stored.chain(of_earlier).cloned().collect())
}

/// Whether `grown` is `one` with more messages at its end.
fn continues(one: &[Message], grown: &[Message]) -> bool {
    let same = |one: &Message, other: &Message| {
        (one.sequence, &one.payload) == (other.sequence, &other.payload)
    };
    one.len() <= grown.len() && one.iter().zip(grown).all(|(one, other)| same(one, other))
}

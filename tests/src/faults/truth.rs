//! What the log comes to, by a fold that nothing happens to: any answer is held against it.

use std::collections::BTreeSet;

use anyhow::{bail, ensure};
use journal::Message;

use super::observer::Told;
use crate::{Fold, Replayed};

/// The log as it was last read, folded.
#[derive(Debug)]
pub(super) struct Truth {
    log: Vec<Message>,
    fold: Fold,
    /// The log that was there before a fault took it: until that is noticed it is what answers tell of.
    past: Option<Vec<Message>>,
}

impl Truth {
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            log: Vec::new(),
            fold: Fold::new()?,
            past: None,
        })
    }

    /// Says that the log, as it was last read, is about to be lost.
    pub(super) fn will_be_past(&mut self) {
        self.past = Some(self.log.clone());
    }

    /// Reads on in the log, and holds what was told meanwhile against it.
    pub(super) fn follow(
        &mut self,
        log: Vec<Message>,
        told: &BTreeSet<Told>,
    ) -> anyhow::Result<Replayed> {
        if !continues(&self.log, &log) {
            self.fold = Fold::new()?;
        }
        let positions = told.iter().map(|told| told.position).collect();
        self.fold.up_to_end(&log, &positions)?;
        self.log = log;
        let past = self.past.take();
        let doubted = not_of(&self.log, &self.fold, past.is_none(), told)?;
        let wrong = match &past {
            Some(past) => not_of(past, &Fold::new()?, false, &doubted)?,
            None => doubted,
        };
        if let Some(Told { position, digest }) = wrong.first() {
            bail!(
                "an answer was given at position {position} with digest {digest}, which is wrong"
            );
        }
        self.fold.replayed()
    }
}

/// Gives what was told that is not so by a log, of which some was folded already.
fn not_of(
    log: &[Message],
    folded: &Fold,
    filled: bool,
    told: &BTreeSet<Told>,
) -> anyhow::Result<BTreeSet<Told>> {
    let empty = filled && !log.is_empty();
    ensure!(
        !empty || told.iter().all(|told| told.position > 0),
        "an answer was given as if the log were empty"
    );
    let kept = |told: &&Told| folded.digest_at(told.position).is_some();
    let (kept, earlier): (Vec<&Told>, Vec<&Told>) = told.iter().partition(kept);
    let mut afresh = Fold::new()?;
    if !earlier.is_empty() {
        afresh.up_to_end(log, &earlier.iter().map(|told| told.position).collect())?;
    }
    let wrong = |fold: &Fold, told: &Told| fold.digest_at(told.position) != Some(&told.digest);
    let of_kept = kept.into_iter().filter(|told| wrong(folded, told));
    let of_earlier = earlier.into_iter().filter(|told| wrong(&afresh, told));
    Ok(of_kept.chain(of_earlier).cloned().collect())
}

/// Whether a log is another one that has only grown.
fn continues(one: &[Message], grown: &[Message]) -> bool {
    let same = |one: &Message, other: &Message| {
        (one.sequence, &one.payload) == (other.sequence, &other.payload)
    };
    one.len() <= grown.len() && one.iter().zip(grown).all(|(one, other)| same(one, other))
}

//! The ranks of contents that compete: two contents of one event, or two replacements of it.
//!
//! They are ranked once, when they begin to compete, so that no fold needs their texts.

use std::collections::HashMap;

use fold::RecordKind;
use model::{Content, EventKey};

use crate::{Entry, State, SubjectKey};

impl State {
    /// Ranks the contents that began to compete by their canonical JSON, which `content` reads by sequence.
    ///
    /// # Errors
    ///
    /// The first of `content`; what is not ranked yet is ranked by the next call.
    pub fn rank<E>(&mut self, mut content: impl FnMut(u64) -> Result<Content, E>) -> Result<(), E> {
        // Once for each key, however many contents began to compete under it.
        self.unranked.sort_unstable();
        self.unranked.dedup();
        while let Some((subject, key)) = self.unranked.last().copied() {
            let Some(entries) = self.entries_of(subject) else {
                break;
            };
            let mut originals: Vec<(Content, u64)> = Vec::new();
            for entry in entries.with_key(key) {
                originals.push((content(entry.sequence)?, entry.sequence));
            }
            let mut replacements: Vec<(Option<Content>, u64)> = Vec::new();
            for entry in entries.redacting(key) {
                replacements.push((content(entry.sequence)?.replacement(), entry.sequence));
            }
            self.set_ranks(subject, key, &ranks(originals), &ranks(replacements));
            self.unranked.pop();
        }
        Ok(())
    }

    /// Sets the ranks of the contents under a key and of the replacements of its event, which are given by sequence.
    fn set_ranks(
        &mut self,
        subject: SubjectKey,
        key: EventKey,
        originals: &HashMap<u64, u32>,
        replacements: &HashMap<u64, u32>,
    ) {
        let entries = match subject {
            SubjectKey::Knelpunt(id) => {
                let row = self.row(id) as usize;
                &mut self.subjects[row].entries
            }
            SubjectKey::InMunicipality { municipality, name } => {
                let key = (municipality, name);
                &mut self.municipal_entries.entry(key).or_default().entries
            }
        };
        for Entry { sequence, record } in entries.records_mut() {
            let rank = |ranks: &HashMap<u64, u32>| ranks.get(sequence).copied().unwrap_or_default();
            if record.key == key {
                record.rank = rank(originals);
            }
            if let RecordKind::Redacted { replacement } = &mut record.kind
                && replacement.key == key
            {
                replacement.rank = rank(replacements);
            }
        }
    }
}

/// Returns the rank of each text by its sequence; equal texts, as of redactions with the same replacement, rank alike.
fn ranks<T: Ord>(mut texts: Vec<(T, u64)>) -> HashMap<u64, u32> {
    texts.sort_unstable();
    let equal = texts.chunk_by(|(one, _), (other, _)| one == other);
    let ranked = (0..).zip(equal);
    ranked
        .flat_map(|(rank, equal)| equal.iter().map(move |(_, sequence)| (*sequence, rank)))
        .collect()
}

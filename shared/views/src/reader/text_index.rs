//! The words of descriptions and references, and the rows that have them.
//!
//! The index is made at the first search, and extended at each later one by what has arrived since: commits do not wait
//! for it. It forgets nothing, because a hit counts only when the words are in the text that counts now; so it may name
//! rows too many, and none too few.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
};

use fold::RecordKind;
use questions::{CandidateRows, SearchTerm, SearchTerms, normalized_terms, stem};
use serde::Deserialize;
use state::State;

use crate::{
    ViewsError,
    store::{OpenStore, contents::Contents},
};

/// The words of all texts.
#[derive(Debug, Default)]
pub(crate) struct TextIndex {
    /// The last sequence whose texts are in it.
    position: u64,
    /// The number of each word.
    numbers: BTreeMap<Box<str>, u32>,
    /// The numbers of the words with each stem.
    stems: HashMap<Box<str>, Vec<u32>>,
    /// The rows that have each word, by its number; not in order, and perhaps twice.
    rows: Vec<Vec<u32>>,
    /// By row, whether its reference is in it.
    has_reference: Vec<bool>,
}

/// The texts that are not in the index yet.
struct NewTexts {
    /// Sequence of the content and row of the subject.
    described: Vec<(u64, u32)>,
    references: Vec<(u32, String)>,
    position: u64,
}

/// What is read of a content.
#[derive(Deserialize)]
struct DescribedContent {
    data: DescribedData,
}

#[derive(Deserialize)]
struct DescribedData {
    description: Option<String>,
}

impl TextIndex {
    /// Adds what has arrived since the last search.
    pub(crate) fn update(&mut self, store: &OpenStore) -> Result<(), ViewsError> {
        let new = {
            let memory = store.memory.read();
            self.new_texts(&memory.state, memory.header.anchor.position)
        };
        let contents = Contents::new(&store.db);
        for (sequence, row) in new.described {
            let text = contents.text(sequence)?.content;
            let content: DescribedContent = serde_json::from_str(&text)
                .map_err(|error| ViewsError::damaged(error.to_string()))?;
            self.add(&content.data.description.unwrap_or_default(), row);
        }
        for (row, reference) in new.references {
            self.add(&reference, row);
        }
        self.position = new.position;
        Ok(())
    }

    fn new_texts(&mut self, state: &State, position: u64) -> NewTexts {
        let mut new = NewTexts {
            described: Vec::new(),
            references: Vec::new(),
            position,
        };
        self.has_reference.resize(state.rows(), false);
        for row in 0..state.rows() {
            if state.last_changes()[row] <= self.position {
                continue;
            }
            let number = u32::try_from(row).unwrap_or(u32::MAX);
            let since = |sequence| sequence > self.position;
            let entries = state.entries_of_row(row).all().iter();
            let described = entries.filter(|entry| {
                let is_described = matches!(&entry.record.kind, RecordKind::Observed(observed) if observed.described);
                is_described && since(entry.sequence)
            });
            new.described
                .extend(described.map(|entry| (entry.sequence, number)));
            let reference = state
                .header(row)
                .identity
                .and_then(|identity| identity.reference);
            if let Some(reference) = reference.filter(|_| !self.has_reference[row]) {
                self.has_reference[row] = true;
                let text = state.interner().text(reference).to_owned();
                new.references.push((number, text));
            }
        }
        // Neighbours are in the same block.
        new.described.sort_unstable();
        new
    }

    fn add(&mut self, text: &str, row: u32) {
        for term in normalized_terms(text) {
            let number = match self.numbers.get(term.as_str()) {
                Some(number) => *number,
                None => self.insert(term),
            };
            let rows = &mut self.rows[number as usize];
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
    }

    fn insert(&mut self, term: String) -> u32 {
        let number = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let stem = stem(&term).into_owned().into_boxed_str();
        self.stems.entry(stem).or_default().push(number);
        self.numbers.insert(term.into_boxed_str(), number);
        self.rows.push(Vec::new());
        number
    }

    /// Returns the rows that have every word, of a state with so many; what was merged into another counts there.
    pub(crate) fn candidates(&self, terms: &SearchTerms, state: &State) -> CandidateRows {
        let mut all = CandidateRows::all(state.rows());
        let merged: Vec<(usize, usize)> = state
            .linked()
            .filter_map(|id| Some((state.subject_row(id)?, state.find(id)?)))
            .collect();
        for term in terms.iter() {
            let mut rows = CandidateRows::none(state.rows());
            for number in self.matching(term) {
                for row in &self.rows[number as usize] {
                    rows.add(*row as usize);
                }
            }
            for (own, root) in &merged {
                if rows.contains(*own) {
                    rows.add(*root);
                }
            }
            all.retain(&rows);
        }
        all
    }

    fn matching(&self, term: &SearchTerm) -> Vec<u32> {
        let mut numbers = self
            .stems
            .get(term.stem.as_str())
            .cloned()
            .unwrap_or_default();
        numbers.extend(self.numbers.get(term.text.as_str()));
        if term.is_prefix {
            let start = (Bound::Included(term.text.as_str()), Bound::Unbounded);
            let from = self.numbers.range::<str, _>(start);
            let prefixed = from.take_while(|(indexed, _)| indexed.starts_with(&term.text));
            numbers.extend(prefixed.map(|(_, number)| *number));
        }
        numbers
    }
}

//! What was asked of municipalities: all that was told of it, by municipality and round.
//!
//! There are few in each, so they are folded anew whenever one comes; what counts stands in the columns.

use std::collections::{BTreeMap, HashMap};

use fold::{Record, Symbol, effective_consultations};
use model::{Content, ContentId, EventKey, Subject};

use crate::{
    ViewsError,
    contents::Contents,
    entry::{Entry, Text},
    memory::{self, Memory},
    store::Held,
    told::{Arrived, Told},
};

/// Every content of every consultation, by municipality and round.
#[derive(Debug, Default)]
pub(crate) struct Consultations(HashMap<(Symbol, Symbol), Told>);

/// What is new of one municipality in one round.
#[derive(Debug)]
pub(crate) struct News {
    municipality: String,
    round: String,
    arrived: Vec<Arrived>,
    /// All that is told of it, with texts where they are compared.
    records: Vec<Record>,
}

/// What was told of one municipality in one round up to a sequence, and the sequences of it.
type ToldThen = ((Symbol, Symbol), Vec<Record>, Vec<u64>);

impl Consultations {
    /// Lists the contents under an event key.
    pub(crate) fn under(&self, of: (Symbol, Symbol), key: EventKey) -> Vec<ContentId> {
        let told = self.0.get(&of).into_iter();
        told.flat_map(|told| told.under(key))
            .map(|held| held.record.content)
            .collect()
    }

    /// Notes a content.
    pub(crate) fn enter(&mut self, of: (Symbol, Symbol), arrived: Arrived) {
        self.0.entry(of).or_default().enter(arrived);
    }

    /// Says whether nothing was told after a sequence.
    pub(crate) fn untouched(&self, of: (Symbol, Symbol), sequence: u64) -> bool {
        let told = self.0.get(&of);
        told.is_none_or(|told| told.latest() <= sequence)
    }

    /// Counts the bytes that it takes, but for short texts.
    pub(crate) fn bytes(&self) -> usize {
        let beside = self.0.values().map(Told::bytes_beside).sum::<usize>();
        self.0.capacity() * size_of::<((Symbol, Symbol), Told)>() + beside
    }

    /// Folds all that is told into the columns.
    pub(crate) fn fold(memory: &mut Memory, contents: &Contents<'_>) -> Result<(), ViewsError> {
        let told = std::mem::take(&mut memory.consultations);
        for (of, told) in &told.0 {
            let (mut records, sequences) = up_to(Some(told), u64::MAX);
            contents.complete(&mut records, &sequences)?;
            put(*of, &records, memory);
        }
        memory.consultations = told;
        Ok(())
    }
}

/// Works out what entered contents change.
pub(crate) fn news(
    entered: &[(Entry, Text)],
    memory: &Memory,
    contents: &Contents<'_>,
) -> Result<Vec<News>, ViewsError> {
    let mut new: BTreeMap<(&str, &str), Vec<Arrived>> = BTreeMap::new();
    for (entry, text) in entered {
        if let Some(of) = municipality_and_round(&entry.subject) {
            let mut record = entry.record.clone();
            record.set_content(Content::from_text(text.content.clone()));
            let sequence = entry.sequence;
            new.entry(of)
                .or_default()
                .push(Arrived { record, sequence });
        }
    }
    let news = new.into_iter().map(|((municipality, round), arrived)| {
        let names = memory.columns.interner();
        let of = names.find(municipality).zip(names.find(round));
        let told = of.and_then(|of| memory.consultations.0.get(&of));
        let (mut records, mut sequences) = up_to(told, u64::MAX);
        records.extend(arrived.iter().map(|arrived| arrived.record.clone()));
        sequences.extend(arrived.iter().map(|arrived| arrived.sequence));
        contents.complete(&mut records, &sequences)?;
        Ok(News {
            municipality: municipality.to_owned(),
            round: round.to_owned(),
            arrived,
            records,
        })
    });
    news.collect()
}

impl News {
    /// Changes what is in memory.
    pub(crate) fn apply(self, memory: &mut Memory) {
        let columns = &mut memory.columns;
        let of = (
            columns.intern(&self.municipality),
            columns.intern(&self.round),
        );
        put(of, &self.records, memory);
        for arrived in self.arrived {
            memory.consultations.enter(of, arrived);
        }
    }
}

/// Gives municipality and round of a consultation.
pub(crate) fn municipality_and_round(subject: &Subject) -> Option<(&str, &str)> {
    match subject {
        Subject::Knelpunt(_) => None,
        Subject::Consultation {
            municipality,
            round,
        } => Some((municipality, round)),
    }
}

/// Puts what counts into the columns.
fn put(of: (Symbol, Symbol), records: &[Record], memory: &mut Memory) {
    let columns = &mut memory.columns;
    for record in records {
        memory::enter_names(record, columns);
    }
    let counting = effective_consultations(records, &mut |text| columns.intern(text));
    columns.set_consultations(of, counting);
}

fn up_to(told: Option<&Told>, sequence: u64) -> (Vec<Record>, Vec<u64>) {
    let known = told.into_iter().flat_map(|told| told.up_to(sequence));
    known
        .map(|held| (held.record.clone(), held.sequence))
        .unzip()
}

/// Gives the consultations that counted when the last sequence of the log was `sequence`.
///
/// They never change again, so texts are read without holding the fold back.
pub(crate) fn known_at(held: &Held, sequence: u64) -> Result<questions::Consultations, ViewsError> {
    let (mut known, mut ahead) = then(&held.memory.read(), sequence);
    let contents = Contents::of(&held.db);
    for (_, records, sequences) in &mut ahead {
        contents.complete(records, sequences)?;
    }
    let memory = held.memory.read();
    let names = memory.columns.interner();
    for (of, records, _) in ahead {
        let counted = effective_consultations(&records, &mut |text| match names.find(text) {
            Some(name) => name,
            None => panic!("every topic, such as {text:?}, was entered when it was committed"),
        });
        known.set(of, counted);
    }
    Ok(known)
}

/// Gives what counted and was not touched since, and what was told by then of the rest.
fn then(memory: &Memory, sequence: u64) -> (questions::Consultations, Vec<ToldThen>) {
    let mut known = questions::Consultations::default();
    let mut ahead = Vec::new();
    for (of, told) in &memory.consultations.0 {
        if told.latest() <= sequence {
            known.set(*of, memory.columns.consultations().get(*of).to_vec());
        } else {
            let (records, sequences) = up_to(Some(told), sequence);
            ahead.push((*of, records, sequences));
        }
    }
    (known, ahead)
}

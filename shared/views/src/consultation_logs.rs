//! The records of consultations, by municipality and round.
//!
//! There are few in each, so they are folded again whenever one arrives; the effective ones are in the columns.

use std::collections::{BTreeMap, HashMap};

use fold::{Record, Symbol, effective_consultations};
use model::{Content, ContentId, EventKey, Subject};

use crate::{
    ViewsError,
    contents::Contents,
    entry::{ContentEntry, ContentText},
    memory::{self, Memory},
    store::OpenStore,
    subject_log::{SequencedRecord, SubjectLog},
};

/// A municipality and a round.
type ConsultationKey = (Symbol, Symbol);

/// Every content of every consultation.
#[derive(Debug, Default)]
pub(crate) struct ConsultationLogs(HashMap<ConsultationKey, SubjectLog>);

/// What a commit changes of one municipality in one round.
#[derive(Debug)]
pub(crate) struct ConsultationChange {
    municipality: String,
    round: String,
    new: Vec<SequencedRecord>,
    /// All records, with texts where contents compete.
    records: Vec<Record>,
}

/// The records of a consultation up to a sequence, and the sequence of each.
type RecordsAsOf = (ConsultationKey, Vec<Record>, Vec<u64>);

impl ConsultationLogs {
    /// Lists the contents under an event key.
    pub(crate) fn contents(&self, of: ConsultationKey, key: EventKey) -> Vec<ContentId> {
        let log = self.0.get(&of).into_iter();
        log.flat_map(|log| log.with_key(key))
            .map(|sequenced| sequenced.record.content)
            .collect()
    }

    pub(crate) fn insert(&mut self, of: ConsultationKey, record: SequencedRecord) {
        self.0.entry(of).or_default().insert(record);
    }

    /// Whether no record arrived after a sequence.
    pub(crate) fn is_unchanged_since(&self, of: ConsultationKey, sequence: u64) -> bool {
        let log = self.0.get(&of);
        log.is_none_or(|log| log.latest() <= sequence)
    }

    /// Returns the size in bytes, but for short texts.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn bytes(&self) -> usize {
        let logs = self.0.values().map(SubjectLog::heap_bytes).sum::<usize>();
        self.0.capacity() * size_of::<(ConsultationKey, SubjectLog)>() + logs
    }

    /// Folds all records into the columns.
    pub(crate) fn fold(memory: &mut Memory, contents: &Contents<'_>) -> Result<(), ViewsError> {
        let logs = std::mem::take(&mut memory.consultation_logs);
        for (of, log) in &logs.0 {
            let (mut records, sequences) = log.records_up_to(u64::MAX);
            contents.read_competing_texts(&mut records, &sequences)?;
            set_effective(*of, &records, memory);
        }
        memory.consultation_logs = logs;
        Ok(())
    }
}

/// Works out the changes by new contents.
pub(crate) fn plan(
    new: &[(ContentEntry, ContentText)],
    memory: &Memory,
    contents: &Contents<'_>,
) -> Result<Vec<ConsultationChange>, ViewsError> {
    let mut by_consultation: BTreeMap<(&str, &str), Vec<SequencedRecord>> = BTreeMap::new();
    for (entry, text) in new {
        if let Some(of) = municipality_and_round(&entry.subject) {
            let mut record = entry.record.clone();
            record.set_content(Content::from_text(text.content.clone()));
            let sequence = entry.sequence;
            by_consultation
                .entry(of)
                .or_default()
                .push(SequencedRecord { record, sequence });
        }
    }
    let changes = by_consultation
        .into_iter()
        .map(|((municipality, round), new)| {
            let interner = memory.columns.interner();
            let of = interner.find(municipality).zip(interner.find(round));
            let log = of.and_then(|of| memory.consultation_logs.0.get(&of));
            let (mut records, mut sequences) =
                log.map_or_else(Default::default, |log| log.records_up_to(u64::MAX));
            records.extend(new.iter().map(|sequenced| sequenced.record.clone()));
            sequences.extend(new.iter().map(|sequenced| sequenced.sequence));
            contents.read_competing_texts(&mut records, &sequences)?;
            Ok(ConsultationChange {
                municipality: municipality.to_owned(),
                round: round.to_owned(),
                new,
                records,
            })
        });
    changes.collect()
}

impl ConsultationChange {
    /// Changes memory.
    pub(crate) fn apply(self, memory: &mut Memory) {
        let columns = &mut memory.columns;
        let of = (
            columns.intern(&self.municipality),
            columns.intern(&self.round),
        );
        set_effective(of, &self.records, memory);
        for record in self.new {
            memory.consultation_logs.insert(of, record);
        }
    }
}

/// Returns municipality and round of a consultation.
pub(crate) fn municipality_and_round(subject: &Subject) -> Option<(&str, &str)> {
    match subject {
        Subject::Knelpunt(_) => None,
        Subject::Consultation {
            municipality,
            round,
        } => Some((municipality, round)),
    }
}

/// Sets the effective consultations in the columns.
fn set_effective(of: ConsultationKey, records: &[Record], memory: &mut Memory) {
    let columns = &mut memory.columns;
    for record in records {
        memory::intern_record(record, columns);
    }
    let effective = effective_consultations(records, &mut |text| columns.intern(text));
    columns.set_consultations(of, effective);
}

/// Returns the consultations that were effective at a sequence.
///
/// They never change again, so texts are read without the lock on memory.
pub(crate) fn known_at(
    store: &OpenStore,
    sequence: u64,
) -> Result<questions::Consultations, ViewsError> {
    let (mut known, mut ahead) = split_at_sequence(&store.memory.read(), sequence);
    let contents = Contents::new(&store.db);
    for (_, records, sequences) in &mut ahead {
        contents.read_competing_texts(records, sequences)?;
    }
    let memory = store.memory.read();
    let interner = memory.columns.interner();
    for (of, records, _) in ahead {
        let effective = effective_consultations(&records, &mut |text| match interner.find(text) {
            Some(symbol) => symbol,
            None => panic!("every topic, such as {text:?}, was interned when it was committed"),
        });
        known.set(of, effective);
    }
    Ok(known)
}

/// Returns the effective consultations that have not changed since a sequence, and the records up to then of the
/// others.
fn split_at_sequence(
    memory: &Memory,
    sequence: u64,
) -> (questions::Consultations, Vec<RecordsAsOf>) {
    let mut known = questions::Consultations::default();
    let mut ahead = Vec::new();
    for (of, log) in &memory.consultation_logs.0 {
        if log.latest() <= sequence {
            known.set(*of, memory.columns.consultations().get(*of).to_vec());
        } else {
            let (records, sequences) = log.records_up_to(sequence);
            ahead.push((*of, records, sequences));
        }
    }
    (known, ahead)
}

//! Reading the records of a subject, as they were known up to some sequence.

use std::collections::BTreeMap;

use fold::{Record, SubjectRecords, rivals};
use model::KnelpuntId;
use sled::IVec;

use crate::{ViewsError, keys, staged::Staged, values};

/// Where records are read from: the store, or the store with a commit's writes on top.
pub(crate) trait Source {
    fn under(&self, prefix: &[u8]) -> Result<BTreeMap<Vec<u8>, IVec>, ViewsError>;
    fn at(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError>;
}

impl Source for sled::Tree {
    fn under(&self, prefix: &[u8]) -> Result<BTreeMap<Vec<u8>, IVec>, ViewsError> {
        let pairs = self
            .scan_prefix(prefix)
            .map(|pair| pair.map(|(key, value)| (key.to_vec(), value)));
        Ok(pairs.collect::<Result<_, sled::Error>>()?)
    }

    fn at(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError> {
        Ok(self.get(key)?)
    }
}

impl Source for Staged<'_> {
    fn under(&self, prefix: &[u8]) -> Result<BTreeMap<Vec<u8>, IVec>, ViewsError> {
        self.scan(prefix)
    }

    fn at(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError> {
        self.get(key)
    }
}

/// A record, and the sequence at which its content first arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) record: Record,
    pub(crate) sequence: u64,
}

/// Reads the records of a subject that arrived up to a sequence, with their texts.
pub(crate) fn with_texts(
    from: &impl Source,
    subject: &[u8],
    up_to: u64,
) -> Result<Vec<Arrived>, ViewsError> {
    let mut records = arrived(from, subject, up_to)?;
    enter_texts(
        from,
        subject,
        records.iter_mut().map(|held| &mut held.record),
    )?;
    Ok(records)
}

fn arrived(from: &impl Source, subject: &[u8], up_to: u64) -> Result<Vec<Arrived>, ViewsError> {
    let records = from.under(&keys::under(keys::RECORD, subject))?;
    let sequences = from.under(&keys::under(keys::SEQUENCE, subject))?;
    if records.len() != sequences.len() {
        return Err(ViewsError::damaged(
            "records and sequences differ in number",
        ));
    }
    let mut kept = Vec::with_capacity(records.len());
    for (record, sequence) in records.values().zip(sequences.values()) {
        let sequence = values::sequence(sequence)?;
        if sequence <= up_to {
            kept.push(Arrived {
                record: values::record(record)?,
                sequence,
            });
        }
    }
    Ok(kept)
}

fn enter_texts<'r>(
    from: &impl Source,
    subject: &[u8],
    records: impl Iterator<Item = &'r mut Record>,
) -> Result<(), ViewsError> {
    for record in records {
        let text = from.at(&keys::content(
            keys::TEXT,
            subject,
            record.key,
            record.content,
        ))?;
        let text = text.ok_or_else(|| ViewsError::damaged("a text is missing"))?;
        *record = record.clone().with_text(values::text(&text)?.content());
    }
    Ok(())
}

/// Reads all of one knelpunt's subject that arrived up to a sequence, as the fold needs it.
pub(crate) fn subject(
    from: &impl Source,
    id: KnelpuntId,
    up_to: u64,
) -> Result<SubjectRecords, ViewsError> {
    let bytes = keys::knelpunt(id);
    let records = arrived(from, &bytes, up_to)?
        .into_iter()
        .map(|held| held.record)
        .collect();
    let identity = from
        .at(&keys::identity(id))?
        .map(|bytes| values::identity(&bytes))
        .transpose()?;
    complete(
        from,
        SubjectRecords {
            id,
            identity,
            records,
        },
    )
}

/// Enters texts where contents must be compared.
pub(crate) fn complete(
    from: &impl Source,
    mut subject: SubjectRecords,
) -> Result<SubjectRecords, ViewsError> {
    if rivals(&subject.records) {
        enter_texts(
            from,
            &keys::knelpunt(subject.id),
            subject.records.iter_mut(),
        )?;
    }
    Ok(subject)
}

//! Reading the records of a subject, as they were known up to some sequence.
//!
//! Scans of sled are not isolated from a commit that is applied meanwhile. What a reader asks for arrived before it
//! asked, so every scan finds that; what else a scan finds is told by its sequence, and left out.

use std::collections::{BTreeMap, BTreeSet};

use fold::{Record, SubjectRecords, rivals};
use model::{EventKey, KnelpuntId};
use sled::IVec;

use crate::{
    ViewsError, keys,
    values::{self, Text},
};

/// Where records are read from: the store, or the store with a commit's writes on top.
pub(crate) trait Source {
    /// Gives all keys that begin with `prefix`, in order, with their values.
    fn under(&self, prefix: &[u8]) -> Result<Vec<(IVec, IVec)>, ViewsError>;
    /// Gives the value of a key.
    fn at(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError>;
}

impl Source for sled::Tree {
    fn under(&self, prefix: &[u8]) -> Result<Vec<(IVec, IVec)>, ViewsError> {
        Ok(self
            .scan_prefix(prefix)
            .collect::<Result<_, sled::Error>>()?)
    }

    fn at(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError> {
        Ok(self.get(key)?)
    }
}

/// A record, and the sequence at which its content first arrived.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) record: Record,
    pub(crate) sequence: u64,
}

/// Reads the records of a subject that arrived up to a sequence, in order of key.
pub(crate) fn arrived(
    from: &impl Source,
    subject: &[u8],
    up_to: u64,
) -> Result<Vec<Arrived>, ViewsError> {
    let sequences = from.under(&keys::under(keys::SEQUENCE, subject))?;
    let mut records = from
        .under(&keys::under(keys::RECORD, subject))?
        .into_iter()
        .peekable();
    let mut kept = Vec::with_capacity(sequences.len());
    for (place, sequence) in sequences {
        let sequence = values::sequence(&sequence)?;
        if sequence > up_to {
            continue;
        }
        while records.next_if(|(key, _)| key[1..] < place[1..]).is_some() {}
        let record = records
            .next_if(|(key, _)| key[1..] == place[1..])
            .ok_or_else(|| ViewsError::damaged("a record is missing"))?;
        kept.push(Arrived {
            record: values::record(&record.1)?,
            sequence,
        });
    }
    Ok(kept)
}

/// Reads the records under some event keys and under all that correct them or are corrected by them, however far:
/// what stands under these keys depends on nothing else.
pub(crate) fn related(
    from: &impl Source,
    subject: &[u8],
    start: BTreeSet<EventKey>,
) -> Result<BTreeMap<EventKey, Vec<Record>>, ViewsError> {
    let mut related = BTreeMap::new();
    let mut ahead: Vec<EventKey> = start.into_iter().collect();
    while let Some(key) = ahead.pop() {
        if related.contains_key(&key) {
            continue;
        }
        let mut records = Vec::new();
        for (_, value) in from.under(&keys::event(keys::RECORD, subject, key))? {
            let record = values::record(&value)?;
            record.each_corrected(&mut |corrected| ahead.push(corrected));
            records.push(record);
        }
        let prefix = keys::corrections(subject, key);
        let by = from.under(&prefix)?;
        ahead.extend(
            by.iter()
                .filter_map(|(key, _)| keys::corrected_by(key, &prefix)),
        );
        related.insert(key, records);
    }
    Ok(related)
}

/// Keeps of records those that arrived up to a sequence.
pub(crate) fn known_at(
    from: &impl Source,
    subject: &[u8],
    records: impl IntoIterator<Item = Record>,
    up_to: u64,
) -> Result<Vec<Record>, ViewsError> {
    let mut known = Vec::new();
    for record in records {
        let place = keys::content(keys::SEQUENCE, subject, record.key, record.content);
        let sequence = from.at(&place)?.map(|bytes| values::sequence(&bytes));
        if sequence.transpose()?.is_some_and(|at| at <= up_to) {
            known.push(record);
        }
    }
    Ok(known)
}

/// Reads the text of one content.
pub(crate) fn text(
    from: &impl Source,
    subject: &[u8],
    record: &Record,
) -> Result<Text, ViewsError> {
    let place = keys::content(keys::TEXT, subject, record.key, record.content);
    let text = from.at(&place)?;
    values::text(&text.ok_or_else(|| ViewsError::damaged("a text is missing"))?)
}

/// Enters texts where contents must be compared.
pub(crate) fn complete(
    from: &impl Source,
    subject: &[u8],
    records: &mut [Record],
) -> Result<(), ViewsError> {
    if rivals(records) {
        for record in records {
            let content = text(from, subject, record)?.into_content();
            record.enter_text(content);
        }
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
    let arrived = arrived(from, &bytes, up_to)?;
    let mut records: Vec<Record> = arrived.into_iter().map(|held| held.record).collect();
    complete(from, &bytes, &mut records)?;
    let identity = from
        .at(&keys::identity(id))?
        .map(|bytes| values::identity(&bytes));
    Ok(SubjectRecords {
        id,
        identity: identity.transpose()?,
        records,
    })
}

//! Loads the store into memory, and checks the sum over everything that is stored.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    thread,
};

use fold::{Fact, IdentityKeys, Interner, Knelpunt, SubjectRecords};
use model::{EventKey, KnelpuntId, Subject};
use questions::Columns;
use sled::Tree;

use crate::{
    ViewsError, blocks,
    consultation_logs::ConsultationLogs,
    contents::Contents,
    digest::Sum,
    entry::ContentEntry,
    epoch, keys,
    large_subjects::SCAN_LIMIT,
    memory::Memory,
    open_block::OpenBlock,
    opening,
    subject_log::{SequencedRecord, SubjectLog},
    values::StoreHeader,
};

/// Loads what questions need; none from an empty store.
pub(crate) fn memory(tree: &Tree) -> Result<Option<Memory>, ViewsError> {
    let Some(header) = tree.get([keys::HEAD])? else {
        return if tree.is_empty() {
            Ok(None)
        } else {
            Err(ViewsError::damaged("they have no position"))
        };
    };
    let header = StoreHeader::read(&header)?;
    let stored = header.digests.stored;
    thread::scope(|scope| {
        let checked = scope.spawn(|| opening::catch_damage(|| check_sum(tree, stored)));
        let loaded = load(tree, header);
        let unread = |_| Err(ViewsError::damaged("they cannot be read"));
        // First: where both fail, damage that the sum shows is the cause.
        checked.join().unwrap_or_else(unread)?;
        loaded.map(Some)
    })
}

/// Compares the sum over everything that is stored with the one in the header: sled does not notice everything that a
/// disk has lost or changed.
fn check_sum(tree: &Tree, expected: Sum) -> Result<(), ViewsError> {
    let mut stored = Sum::default();
    for pair in epoch::collecting(tree.iter()) {
        let (key, value) = pair?;
        if *key != [keys::HEAD] {
            stored.add(&key, &value);
        }
    }
    if stored == expected {
        Ok(())
    } else {
        Err(ViewsError::damaged(
            "they do not add up to the digest that they were written with",
        ))
    }
}

fn load(tree: &Tree, header: StoreHeader) -> Result<Memory, ViewsError> {
    let mut builder = MemoryBuilder::default();
    for block in blocks::facts(tree) {
        for entry in block? {
            builder.insert(entry);
        }
    }
    let mut memory = builder.build(&Contents::new(tree))?;
    memory.open_block = OpenBlock::load(tree)?;
    memory.header = header;
    Ok(memory)
}

/// Builds memory from contents in order of arrival.
#[derive(Default)]
pub(crate) struct MemoryBuilder {
    memory: Memory,
    /// The subjects in order of first arrival, and the sequences of those of their events that are no facts.
    subjects: Vec<(KnelpuntId, Vec<u64>)>,
    indices: HashMap<KnelpuntId, u32>,
    /// Every fact, with the index of its subject: in one allocation, because there are many.
    facts: Vec<(u32, Fact)>,
    /// Interned: hundreds of thousands of texts would fragment memory.
    identities: HashMap<KnelpuntId, IdentityKeys>,
}

impl MemoryBuilder {
    /// Begins with symbols that are assigned already.
    pub(crate) fn with_interner(interner: Interner) -> Self {
        let mut builder = Self::default();
        builder.memory.columns = Columns::with_interner(interner);
        builder
    }

    /// Inserts a content.
    pub(crate) fn insert(&mut self, entry: ContentEntry) {
        let record = &entry.record;
        for identity in &entry.identities {
            let columns = &mut self.memory.columns;
            let keys = IdentityKeys::intern(identity, &mut |text| columns.intern(text));
            self.identities.insert(identity.id(), keys);
        }
        let Subject::Knelpunt(id) = entry.subject else {
            let sequenced = SequencedRecord {
                sequence: entry.sequence,
                record: entry.record,
            };
            self.memory.insert_consultation(&entry.subject, sequenced);
            return;
        };
        for target in entry.links {
            self.memory.links.insert(id, target);
        }
        let index = self.index(id);
        let columns = &mut self.memory.columns;
        match Fact::from_record(record, 0, &mut |text| columns.intern(text)) {
            Some(fact) => {
                let arrived = entry.sequence;
                self.facts.push((index, Fact { arrived, ..fact }));
            }
            None => self.subjects[index as usize].1.push(entry.sequence),
        }
    }

    fn index(&mut self, id: KnelpuntId) -> u32 {
        let next = u32::try_from(self.subjects.len());
        assert!(next.is_ok(), "there are fewer than 2^32 knelpunten");
        let next = next.unwrap_or_default();
        let index = *self.indices.entry(id).or_insert(next);
        if index == next {
            self.subjects.push((id, Vec::new()));
        }
        index
    }

    /// Folds the contents into knelpunten.
    pub(crate) fn build(self, contents: &Contents<'_>) -> Result<Memory, ViewsError> {
        let Self {
            mut memory,
            subjects,
            indices,
            mut facts,
            mut identities,
        } = self;
        drop(indices);
        facts.sort_unstable_by_key(|(index, fact)| (*index, fact.arrived));
        let mut corrected: Vec<(u64, KnelpuntId)> = Vec::new();
        let mut rest = &facts[..];
        for (index, (id, others)) in (0..).zip(subjects) {
            let (own, after) = rest.split_at(rest.partition_point(|fact| fact.0 <= index));
            rest = after;
            let identity = identities.remove(&id);
            if !memory.links.has_subject(id) && others.is_empty() && have_distinct_keys(own) {
                insert_uncorrected(id, identity, own, &mut memory, contents)?;
            } else {
                let sequences = own.iter().map(|(_, fact)| fact.arrived).chain(others);
                corrected.extend(sequences.map(|sequence| (sequence, id)));
                let identity = memory.resolve_identity(identity);
                memory.subject_logs.insert(id, SubjectLog::new(identity));
            }
        }
        drop(facts);
        read_logs(corrected, &mut memory, contents)?;
        // The rest are only known as targets of merges.
        for (id, identity) in identities {
            let identity = memory.resolve_identity(Some(identity));
            memory.subject_logs.insert(id, SubjectLog::new(identity));
        }
        for id in memory.links.subjects() {
            memory.subject_logs.entry(id).or_default();
        }
        fold_subject_logs(&mut memory, contents)?;
        ConsultationLogs::fold(&mut memory, contents)?;
        Ok(memory)
    }
}

/// Reads the records of subjects with corrections.
fn read_logs(
    mut sequences: Vec<(u64, KnelpuntId)>,
    memory: &mut Memory,
    contents: &Contents<'_>,
) -> Result<(), ViewsError> {
    // In order of sequence, because neighbours are in the same block.
    sequences.sort_unstable();
    let mut records: HashMap<KnelpuntId, Vec<SequencedRecord>> = HashMap::new();
    for (sequence, id) in sequences {
        records
            .entry(id)
            .or_default()
            .push(contents.record(sequence)?);
    }
    for (id, records) in records {
        memory
            .subject_logs
            .entry(id)
            .or_default()
            .insert_all(records);
    }
    Ok(())
}

fn have_distinct_keys(facts: &[(u32, Fact)]) -> bool {
    let mut keys: Vec<EventKey> = facts.iter().map(|(_, fact)| fact.key).collect();
    keys.sort_unstable();
    keys.is_sorted_by(|one, next| one < next)
}

/// Inserts the knelpunt of a subject without corrections.
fn insert_uncorrected(
    id: KnelpuntId,
    identity: Option<IdentityKeys>,
    facts: &[(u32, Fact)],
    memory: &mut Memory,
    contents: &Contents<'_>,
) -> Result<(), ViewsError> {
    let facts: Vec<Fact> = facts.iter().map(|(_, fact)| *fact).collect();
    if facts.len() > SCAN_LIMIT {
        let known = facts.iter().map(|fact| {
            let content = contents.entry(fact.arrived)?.record.content;
            Ok((fact.key, content))
        });
        let known = known.collect::<Result<BTreeMap<_, _>, ViewsError>>()?;
        memory.large_subjects.add(id, known);
    }
    let last_change = facts.last().map(|fact| fact.arrived);
    let knelpunt = Knelpunt::new(id, identity, vec![id], facts);
    memory
        .columns
        .insert(knelpunt, last_change.unwrap_or_default());
    Ok(())
}

/// Folds the subjects with corrections, linked ones together.
fn fold_subject_logs(memory: &mut Memory, contents: &Contents<'_>) -> Result<(), ViewsError> {
    let mut ahead: BTreeSet<KnelpuntId> = memory.subject_logs.keys().copied().collect();
    while let Some(first) = ahead.pop_first() {
        let component = memory.links.component(first);
        let mut subjects: Vec<SubjectRecords> = Vec::with_capacity(component.len());
        let mut last_change = 0;
        for id in component {
            ahead.remove(&id);
            if let Some(log) = memory.subject_logs.get(&id) {
                last_change = log.latest().max(last_change);
                subjects.push(log.read_records(id, contents)?);
            }
        }
        memory.insert_joined(&subjects, last_change);
    }
    Ok(())
}

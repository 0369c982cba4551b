//! The facts that a commit adds to one subject and removes from it.

use std::collections::BTreeSet;

use fold::{Fact, IdentityKeys, Knelpunt, Record, effective_records};
use model::{EventKey, Identity, KnelpuntId};
use questions::Columns;

use crate::{ViewsError, contents::Contents, memory, overlay::SubjectOverlay};

/// Facts to add and to remove.
#[derive(Debug, Default)]
pub(crate) struct Revision {
    /// The events whose facts are removed.
    removed: BTreeSet<EventKey>,
    /// The records whose facts are added, with the sequence of each.
    added: Vec<(Record, u64)>,
    /// Every record that was evaluated: all its texts must be interned.
    evaluated: Vec<Record>,
}

impl Revision {
    /// Works out the revision of one subject; none when a merge is concerned.
    pub(crate) fn new(
        overlay: &SubjectOverlay<'_>,
        contents: &Contents<'_>,
    ) -> Result<Option<Self>, ViewsError> {
        let corrections = overlay.new.iter().filter(|new| new.corrects);
        let mut closure = overlay.closure(corrections.map(|new| new.record.key).collect());
        let mut records = closure.records.iter();
        if records.any(|record| record.merges_into().is_some()) {
            return Ok(None);
        }
        contents.read_competing_texts(&mut closure.records, &closure.sequences)?;
        let effective = effective_records(&closure.records);
        let counting = effective.values().filter(|record| !record.withdrawn);
        // The sequence of a fact is only used of subjects without corrections.
        let counting = counting.map(|effective| (effective.record.clone(), 0));
        let facts = overlay.new.iter();
        let facts = facts.filter(|new| !closure.keys.contains(&new.record.key));
        let facts = facts.map(|new| (new.record.clone(), new.sequence));
        Ok(Some(Self {
            added: counting.chain(facts).collect(),
            removed: closure.keys,
            evaluated: closure.records,
        }))
    }

    /// Changes the columns.
    pub(crate) fn apply(self, id: KnelpuntId, identity: Option<&Identity>, columns: &mut Columns) {
        for record in &self.evaluated {
            memory::intern_record(record, columns);
        }
        if columns.find(id).is_none() {
            columns.insert(Knelpunt::new(id, None, vec![id], Vec::new()), 0);
        }
        columns.update(id, |knelpunt, interner| {
            let intern = &mut |text: &str| interner.intern(text);
            if let Some(identity) = identity {
                knelpunt.identity = Some(IdentityKeys::intern(identity, intern));
            }
            let member = member_index(knelpunt, id);
            if !self.removed.is_empty() {
                knelpunt.remove(|fact| fact.member == member && self.removed.contains(&fact.key));
            }
            let facts = self.added.iter().filter_map(|(record, sequence)| {
                let fact = Fact::from_record(record, member, intern)?;
                Some(Fact {
                    arrived: *sequence,
                    ..fact
                })
            });
            knelpunt.insert(facts.collect());
        });
    }
}

/// Returns the index of a subject among the members of its knelpunt.
fn member_index(knelpunt: &Knelpunt, id: KnelpuntId) -> u32 {
    let index = knelpunt.members.binary_search(&id);
    let index = index.ok().and_then(|index| u32::try_from(index).ok());
    assert!(
        index.is_some(),
        "a subject is a member of the knelpunt that it is found by"
    );
    index.unwrap_or_default()
}

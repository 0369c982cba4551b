//! What is changed of the facts of one subject.

use std::collections::BTreeSet;

use fold::{Fact, IdentityKeys, Knelpunt, Record, effective_records};
use model::{EventKey, Identity, KnelpuntId};
use questions::Columns;

use crate::{ViewsError, contents::Contents, layers::Layers, memory};

/// Facts that come and go.
#[derive(Debug, Default)]
pub(crate) struct Revision {
    /// The events whose facts are taken out.
    gone: BTreeSet<EventKey>,
    /// What comes in, with the sequence at which it arrived.
    come: Vec<(Record, u64)>,
    /// All that was weighed, whose names must be known.
    weighed: Vec<Record>,
}

impl Revision {
    /// Works out what becomes of one subject; none when a merge is concerned.
    pub(crate) fn of(
        layers: &Layers<'_>,
        contents: &Contents<'_>,
    ) -> Result<Option<Self>, ViewsError> {
        let corrects = layers.new.iter().filter(|new| new.corrects);
        let mut related = layers.related(corrects.map(|new| new.record.key).collect());
        let mut records = related.records.iter();
        if records.any(|record| record.merges_into().is_some()) {
            return Ok(None);
        }
        contents.complete(&mut related.records, &related.sequences)?;
        let standing = effective_records(&related.records);
        let counting = standing.values().filter(|held| !held.withdrawn);
        let counting = counting.map(|held| (held.record.clone(), 0));
        let facts = layers.new.iter();
        let facts = facts.filter(|new| !related.keys.contains(&new.record.key));
        let facts = facts.map(|new| (new.record.clone(), new.sequence));
        Ok(Some(Self {
            come: counting.chain(facts).collect(),
            gone: related.keys,
            weighed: related.records,
        }))
    }

    /// Changes the columns.
    pub(crate) fn apply(self, id: KnelpuntId, identity: Option<&Identity>, columns: &mut Columns) {
        for record in &self.weighed {
            memory::enter_names(record, columns);
        }
        if columns.find(id).is_none() {
            columns.insert(Knelpunt::new(id, None, vec![id], Vec::new()), 0);
        }
        columns.update(id, |knelpunt, names| {
            let enter = &mut |text: &str| names.intern(text);
            if let Some(identity) = identity {
                knelpunt.identity = Some(IdentityKeys::intern(identity, enter));
            }
            let member = place(knelpunt, id);
            if !self.gone.is_empty() {
                knelpunt.remove(|fact| fact.member == member && self.gone.contains(&fact.key));
            }
            let facts = self.come.iter().filter_map(|(record, sequence)| {
                let fact = Fact::from_record(record, member, enter)?;
                Some(Fact {
                    arrived: *sequence,
                    ..fact
                })
            });
            knelpunt.insert(facts.collect());
        });
    }
}

/// Gives the place of a subject among those that make up its knelpunt.
fn place(knelpunt: &Knelpunt, id: KnelpuntId) -> u32 {
    let place = knelpunt.members.binary_search(&id);
    let place = place.ok().and_then(|place| u32::try_from(place).ok());
    assert!(
        place.is_some(),
        "a subject is a member of the knelpunt that it is found by"
    );
    place.unwrap_or_default()
}

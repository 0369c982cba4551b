//! What is kept into memory, all of it added up on the way.

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
    consultations::Consultations,
    contents::Contents,
    digest::Sum,
    entry::Entry,
    garbage, keys,
    memory::{Links, Memory},
    opening,
    places::LOOKED_THROUGH,
    tail::Tail,
    told::{Arrived, Told},
    values::Head,
};

/// Loads what questions need, and compares all that is kept with what it added up to; none from an empty store.
pub(crate) fn memory(tree: &Tree) -> Result<Option<Memory>, ViewsError> {
    let Some(head) = tree.get([keys::HEAD])? else {
        return if tree.is_empty() {
            Ok(None)
        } else {
            Err(ViewsError::damaged("they have no position"))
        };
    };
    let head = Head::read(&head)?;
    let kept = head.digests.kept;
    thread::scope(|scope| {
        let verified = scope.spawn(|| opening::quietly(|| verify(tree, kept)));
        let loaded = load(tree, head);
        let unread = |_| Err(ViewsError::damaged("they cannot be read"));
        verified.join().unwrap_or_else(unread)?;
        loaded.map(Some)
    })
}

/// Adds up all that is kept: sled does not notice everything that a disk has lost or changed.
fn verify(tree: &Tree, expected: Sum) -> Result<(), ViewsError> {
    let mut kept = Sum::default();
    for pair in garbage::freed(tree.iter()) {
        let (key, value) = pair?;
        if *key != [keys::HEAD] {
            kept.add(&key, &value);
        }
    }
    if kept == expected {
        Ok(())
    } else {
        Err(ViewsError::damaged(
            "they do not add up to the digest that they were written with",
        ))
    }
}

fn load(tree: &Tree, head: Head) -> Result<Memory, ViewsError> {
    let mut loading = Loading::default();
    for block in blocks::facts(tree) {
        for entry in block? {
            loading.enter(entry);
        }
    }
    let mut memory = loading.into_memory(&Contents::of(tree))?;
    memory.tail = Tail::load(tree)?;
    memory.head = head;
    Ok(memory)
}

/// Memory that is being filled.
#[derive(Default)]
pub(crate) struct Loading {
    memory: Memory,
    /// The subjects, in the order in which they were met, and what is no fact of each.
    subjects: Vec<(KnelpuntId, Vec<u64>)>,
    places: HashMap<KnelpuntId, u32>,
    /// Every fact, with the place of its subject: in one piece, because there are many.
    facts: Vec<(u32, Fact)>,
    /// Who they are, as names: texts by the hundred thousand would leave memory in pieces.
    traits: HashMap<KnelpuntId, IdentityKeys>,
}

impl Loading {
    /// Begins with names that have their numbers already.
    pub(crate) fn with_names(names: Interner) -> Self {
        let mut loading = Self::default();
        loading.memory.columns = Columns::with_interner(names);
        loading
    }

    /// Takes a content.
    pub(crate) fn enter(&mut self, entry: Entry) {
        let record = &entry.record;
        for identity in &entry.identities {
            let columns = &mut self.memory.columns;
            let traits = IdentityKeys::intern(identity, &mut |text| columns.intern(text));
            self.traits.insert(identity.id(), traits);
        }
        let Subject::Knelpunt(id) = entry.subject else {
            let arrived = Arrived {
                sequence: entry.sequence,
                record: entry.record,
            };
            self.memory.enter_consultation(&entry.subject, arrived);
            return;
        };
        for target in entry.links {
            self.memory.links.enter(id, target);
        }
        let place = self.place(id);
        let columns = &mut self.memory.columns;
        match Fact::from_record(record, 0, &mut |text| columns.intern(text)) {
            Some(fact) => {
                let arrived = entry.sequence;
                self.facts.push((place, Fact { arrived, ..fact }));
            }
            None => self.subjects[place as usize].1.push(entry.sequence),
        }
    }

    fn place(&mut self, id: KnelpuntId) -> u32 {
        let next = u32::try_from(self.subjects.len());
        assert!(next.is_ok(), "there are fewer than 2^32 knelpunten");
        let next = next.unwrap_or_default();
        let place = *self.places.entry(id).or_insert(next);
        if place == next {
            self.subjects.push((id, Vec::new()));
        }
        place
    }

    /// Makes knelpunten of what was read.
    pub(crate) fn into_memory(self, contents: &Contents<'_>) -> Result<Memory, ViewsError> {
        let Self {
            mut memory,
            subjects,
            places,
            mut facts,
            mut traits,
        } = self;
        drop(places);
        facts.sort_unstable_by_key(|(place, fact)| (*place, fact.arrived));
        let mut told: Vec<(u64, KnelpuntId)> = Vec::new();
        let mut rest = &facts[..];
        for (place, (id, others)) in (0..).zip(subjects) {
            let (own, after) = rest.split_at(rest.partition_point(|fact| fact.0 <= place));
            rest = after;
            let traits = traits.remove(&id);
            if !memory.links.has(id) && others.is_empty() && are_plain(own) {
                insert_plain(id, traits, own, &mut memory, contents)?;
            } else {
                let sequences = own.iter().map(|(_, fact)| fact.arrived).chain(others);
                told.extend(sequences.map(|sequence| (sequence, id)));
                let identity = memory.identity_of(traits);
                memory.told.insert(id, Told::of(identity));
            }
        }
        drop(facts);
        // In order of sequence, because neighbours lie together.
        told.sort_unstable();
        let mut read: HashMap<KnelpuntId, Vec<Arrived>> = HashMap::new();
        for (sequence, id) in told {
            read.entry(id)
                .or_default()
                .push(contents.arrived(sequence)?);
        }
        for (id, arrived) in read {
            memory.told.entry(id).or_default().enter_all(arrived);
        }
        // What is left is known as a target of merges alone.
        for (id, traits) in traits {
            let identity = memory.identity_of(Some(traits));
            memory.told.insert(id, Told::of(identity));
        }
        for id in memory.links.subjects() {
            memory.told.entry(id).or_default();
        }
        fold_told(&mut memory, contents)?;
        Consultations::fold(&mut memory, contents)?;
        Ok(memory)
    }
}

/// Says whether each fact stands under a key of its own.
fn are_plain(facts: &[(u32, Fact)]) -> bool {
    let mut keys: Vec<EventKey> = facts.iter().map(|(_, fact)| fact.key).collect();
    keys.sort_unstable();
    keys.is_sorted_by(|one, next| one < next)
}

/// Puts in the knelpunt that plain facts make.
fn insert_plain(
    id: KnelpuntId,
    traits: Option<IdentityKeys>,
    facts: &[(u32, Fact)],
    memory: &mut Memory,
    contents: &Contents<'_>,
) -> Result<(), ViewsError> {
    let facts: Vec<Fact> = facts.iter().map(|(_, fact)| *fact).collect();
    if facts.len() > LOOKED_THROUGH {
        let known = facts.iter().map(|fact| {
            let content = contents.entry(fact.arrived)?.record.content;
            Ok((fact.key, content))
        });
        let known = known.collect::<Result<BTreeMap<_, _>, ViewsError>>()?;
        memory.places.crowd(id, known);
    }
    let touched = facts.last().map(|fact| fact.arrived);
    let knelpunt = Knelpunt::new(id, traits, vec![id], facts);
    memory.columns.insert(knelpunt, touched.unwrap_or_default());
    Ok(())
}

/// Folds the subjects of which facts do not say all, linked ones together.
fn fold_told(memory: &mut Memory, contents: &Contents<'_>) -> Result<(), ViewsError> {
    let mut ahead: BTreeSet<KnelpuntId> = memory.told.keys().copied().collect();
    while let Some(first) = ahead.pop_first() {
        let component = memory.links.component(first, &Links::default());
        let mut subjects: Vec<SubjectRecords> = Vec::with_capacity(component.len());
        let mut touched = 0;
        for id in component {
            ahead.remove(&id);
            if let Some(told) = memory.told.get(&id) {
                touched = told.latest().max(touched);
                subjects.push(told.whole(id, contents)?);
            }
        }
        memory.insert_joined(&subjects, touched);
    }
    Ok(())
}

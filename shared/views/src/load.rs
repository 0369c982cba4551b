//! What is kept into memory, all of it added up on the way.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    thread,
};

use fold::{Fact, Knelpunt, Names, SubjectRecords, Traits};
use model::{ContentId, EventKey, Identity, KnelpuntId, Subject};
use questions::Columns;
use sled::Tree;

use crate::{
    ViewsError, blocks,
    contents::Contents,
    digest::Sum,
    entry::Entry,
    keys,
    memory::{Links, Memory},
    opening,
    places::LOOKED_THROUGH,
    tail::Tail,
    told::Told,
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
    for pair in tree {
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
    subjects: HashMap<KnelpuntId, Loaded>,
    identities: HashMap<KnelpuntId, Identity>,
}

/// What was read of one subject.
#[derive(Default)]
struct Loaded {
    facts: Vec<Fact>,
    /// Of each fact.
    contents: Vec<ContentId>,
    /// The sequences of what is no fact.
    others: Vec<u64>,
}

impl Loading {
    /// Begins with names that have their numbers already.
    pub(crate) fn with_names(names: Names) -> Self {
        let mut loading = Self::default();
        loading.memory.columns = Columns::with_names(names);
        loading
    }

    /// Takes a content.
    pub(crate) fn enter(&mut self, entry: Entry) {
        let record = &entry.record;
        let identities = entry.identities.into_iter();
        self.identities
            .extend(identities.map(|identity| (identity.id(), identity)));
        let Subject::Knelpunt(id) = entry.subject else {
            let place = (record.key, record.content);
            self.memory.enter_consultation(&entry.subject, place);
            return;
        };
        for target in entry.links {
            self.memory.links.enter(id, target);
        }
        let columns = &mut self.memory.columns;
        let loaded = self.subjects.entry(id).or_default();
        let Some(fact) = Fact::of(record, 0, &mut |text| columns.enter(text)) else {
            loaded.others.push(entry.sequence);
            return;
        };
        loaded.contents.push(record.content);
        loaded.facts.push(Fact {
            arrived: entry.sequence,
            ..fact
        });
    }

    /// Makes knelpunten of what was read.
    pub(crate) fn into_memory(self, contents: &Contents<'_>) -> Result<Memory, ViewsError> {
        let Self {
            mut memory,
            subjects,
            mut identities,
        } = self;
        let mut told: Vec<(u64, KnelpuntId)> = Vec::new();
        for (id, loaded) in subjects {
            let identity = identities.remove(&id);
            if !memory.links.has(id) && loaded.is_plain() {
                loaded.into_plain(id, identity, &mut memory);
            } else {
                told.extend(loaded.sequences().map(|sequence| (sequence, id)));
                memory.told.insert(id, Told::of(identity));
            }
        }
        // In order of sequence, because neighbours lie together.
        told.sort_unstable();
        for (sequence, id) in told {
            let arrived = contents.arrived(sequence)?;
            memory.told.entry(id).or_default().enter(arrived);
        }
        // What is left is known as a target of merges alone.
        for (id, identity) in identities {
            memory.told.insert(id, Told::of(Some(identity)));
        }
        for id in memory.links.subjects() {
            memory.told.entry(id).or_default();
        }
        fold_told(&mut memory, contents)?;
        Ok(memory)
    }
}

impl Loaded {
    /// Says whether all are facts, each under a key of its own.
    fn is_plain(&self) -> bool {
        let keys: BTreeSet<EventKey> = self.facts.iter().map(|fact| fact.key).collect();
        self.others.is_empty() && keys.len() == self.facts.len()
    }

    fn sequences(&self) -> impl Iterator<Item = u64> {
        let facts = self.facts.iter().map(|fact| fact.arrived);
        facts.chain(self.others.iter().copied())
    }

    /// Puts in the knelpunt that plain facts make.
    fn into_plain(self, id: KnelpuntId, identity: Option<Identity>, memory: &mut Memory) {
        let Self {
            facts, contents, ..
        } = self;
        let columns = &mut memory.columns;
        let traits =
            identity.map(|identity| Traits::of(&identity, &mut |text| columns.enter(text)));
        if facts.len() > LOOKED_THROUGH {
            let keys = facts.iter().map(|fact| fact.key);
            let known: BTreeMap<EventKey, ContentId> = keys.zip(contents).collect();
            memory.places.crowd(id, known);
        }
        let touched = facts.iter().map(|fact| fact.arrived).max();
        let knelpunt = Knelpunt::new(id, traits, vec![id], facts);
        columns.insert(knelpunt, touched.unwrap_or_default());
    }
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

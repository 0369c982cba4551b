//! From the store to memory, at start.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
};

use fold::{Fact, Knelpunt, Record, SubjectRecords, Traits};
use model::{Identity, KnelpuntId};
use sled::Tree;

use crate::{
    ViewsError,
    digest::Digests,
    keys,
    memory::{Links, Memory},
    opening,
    records::{self, Arrived},
    values::{self, Head},
};

/// Loads what questions need, and compares all that is kept with its digest; an empty store gives empty views.
pub(crate) fn memory(
    tree: &Tree,
    versions: &(String, String, String),
) -> Result<Memory, ViewsError> {
    let Some(head) = tree.get([keys::HEAD])? else {
        return empty(tree, versions);
    };
    let head = Head::read(&head)?;
    if head.versions != *versions {
        return Err(ViewsError::damaged(
            "they were folded by another version of fold, register or catalogue",
        ));
    }
    let digests = head.digests;
    thread::scope(|scope| {
        let verified = scope.spawn(|| opening::quietly(|| verify(tree, digests)));
        let loaded = Loading::of(tree, head)?.rows(tree)?;
        let unread = |_| Err(ViewsError::damaged("they cannot be read"));
        verified.join().unwrap_or_else(unread)?;
        Ok(loaded)
    })
}

fn empty(tree: &Tree, versions: &(String, String, String)) -> Result<Memory, ViewsError> {
    if !tree.is_empty() {
        return Err(ViewsError::damaged("they have no position"));
    }
    let head = Head {
        versions: versions.clone(),
        ..Head::default()
    };
    Ok(Memory {
        head,
        ..Memory::default()
    })
}

/// Adds up all that is kept: sled does not notice everything that a disk has lost or changed.
fn verify(tree: &Tree, expected: Digests) -> Result<(), ViewsError> {
    let mut digests = Digests::default();
    for pair in tree {
        let (key, value) = pair?;
        digests.add(&key, &value);
    }
    if digests == expected {
        Ok(())
    } else {
        Err(ViewsError::damaged(
            "they do not add up to the digest that they were written with",
        ))
    }
}

/// Memory that is being filled.
struct Loading {
    memory: Memory,
    identities: BTreeMap<KnelpuntId, Identity>,
    /// Subjects that merges link, with the last sequence of each: joined when all are read.
    linked: BTreeMap<KnelpuntId, (SubjectRecords, u64)>,
}

impl Loading {
    fn of(tree: &Tree, head: Head) -> Result<Self, ViewsError> {
        let memory = Memory {
            links: links(tree)?,
            head,
            ..Memory::default()
        };
        Ok(Self {
            memory,
            identities: identities(tree)?,
            linked: BTreeMap::new(),
        })
    }

    /// Reads records and sequences side by side: both are kept in the same order.
    fn rows(mut self, tree: &Tree) -> Result<Memory, ViewsError> {
        let apart = || ViewsError::damaged("records and sequences do not go together");
        let mut sequences = tree.scan_prefix(keys::all_knelpunten(keys::SEQUENCE));
        let mut current: Option<KnelpuntId> = None;
        let mut records: Vec<Arrived> = Vec::new();
        for pair in tree.scan_prefix(keys::all_knelpunten(keys::RECORD)) {
            let (key, value) = pair?;
            let (place, sequence) = sequences.next().transpose()?.ok_or_else(apart)?;
            let id = keys::subject_id(&key).filter(|_| place[1..] == key[1..]);
            let id = id.ok_or_else(apart)?;
            if let Some(before) = current.replace(id).filter(|before| *before != id) {
                self.subject(before, std::mem::take(&mut records), tree)?;
            }
            records.push(Arrived {
                record: values::record(&value)?,
                sequence: values::sequence(&sequence)?,
            });
        }
        if let Some(last) = current {
            self.subject(last, records, tree)?;
        }
        self.join(tree)
    }

    fn subject(
        &mut self,
        id: KnelpuntId,
        records: Vec<Arrived>,
        tree: &Tree,
    ) -> Result<(), ViewsError> {
        let identity = self.identities.remove(&id);
        let touched = records.iter().map(|held| held.sequence).max();
        let touched = touched.unwrap_or_default();
        let linked = self.memory.links.has(id);
        if !linked && are_plain(&records) {
            self.plain(id, identity, &records, touched);
            return Ok(());
        }
        let mut records: Vec<Record> = records.into_iter().map(|held| held.record).collect();
        records::complete(tree, &keys::knelpunt(id), &mut records)?;
        let subject = SubjectRecords {
            id,
            identity,
            records,
        };
        if linked {
            self.linked.insert(id, (subject, touched));
        } else {
            self.memory.irregular.insert(id);
            self.memory.insert_joined(&[subject], touched);
        }
        Ok(())
    }

    fn plain(
        &mut self,
        id: KnelpuntId,
        identity: Option<Identity>,
        records: &[Arrived],
        touched: u64,
    ) {
        let columns = &mut self.memory.columns;
        let enter = &mut |text: &str| columns.enter(text);
        let traits = identity.map(|identity| Traits::of(&identity, enter));
        let facts = records.iter().filter_map(|held| {
            let fact = Fact::of(&held.record, 0, enter)?;
            Some(Fact {
                arrived: held.sequence,
                ..fact
            })
        });
        let knelpunt = Knelpunt::new(id, traits, vec![id], facts.collect());
        columns.insert(knelpunt, touched);
    }

    /// Joins what is linked.
    fn join(self, tree: &Tree) -> Result<Memory, ViewsError> {
        let Self {
            mut memory,
            identities,
            mut linked,
        } = self;
        // What is left is known as a target of merges alone.
        for (id, identity) in identities {
            let subject = SubjectRecords {
                id,
                identity: Some(identity),
                records: Vec::new(),
            };
            linked.insert(id, (subject, 0));
        }
        while let Some(first) = linked.keys().next().copied() {
            let (mut subjects, mut touched) = (Vec::new(), 0);
            for id in memory.links.component(first, &Links::default()) {
                let (subject, own) = match linked.remove(&id) {
                    Some(held) => held,
                    None => (records::subject(tree, id, u64::MAX)?, 0),
                };
                subjects.push(subject);
                touched = own.max(touched);
            }
            memory.insert_joined(&subjects, touched);
        }
        Ok(memory)
    }
}

/// Says whether every record is a report or a resolution under a key of its own; they are in order of key.
fn are_plain(records: &[Arrived]) -> bool {
    let facts = records
        .iter()
        .all(|held| held.record.corrects().is_none() && held.record.identifies());
    let keys: BTreeSet<_> = records.iter().map(|held| held.record.key).collect();
    facts && keys.len() == records.len()
}

fn links(tree: &Tree) -> Result<Links, ViewsError> {
    let mut links = Links::default();
    for pair in tree.scan_prefix([keys::LINK]) {
        let (key, _) = pair?;
        let (one, other) = (key.get(..17).and_then(keys::last_id), keys::last_id(&key));
        let (Some(one), Some(other)) = (one, other) else {
            return Err(ViewsError::damaged("a link is misshapen"));
        };
        links.enter(one, other);
    }
    Ok(links)
}

fn identities(tree: &Tree) -> Result<BTreeMap<KnelpuntId, Identity>, ViewsError> {
    let mut identities = BTreeMap::new();
    for pair in tree.scan_prefix([keys::IDENTITY]) {
        let (key, value) = pair?;
        let id = keys::last_id(&key)
            .ok_or_else(|| ViewsError::damaged("an identity's key is misshapen"))?;
        identities.insert(id, values::identity(&value)?);
    }
    Ok(identities)
}

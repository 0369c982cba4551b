//! From the store to memory, at start.

use std::collections::{BTreeMap, BTreeSet};

use fold::SubjectRecords;
use model::{Identity, KnelpuntId};
use sled::Tree;

use crate::{
    ViewsError, keys, records,
    store::{Links, Memory},
    values::{self, Head},
    writer,
};

/// Loads what questions need; an empty store gives empty views.
pub(crate) fn memory(
    tree: &Tree,
    versions: &(String, String, String),
) -> Result<Memory, ViewsError> {
    let Some(head) = tree.get([keys::HEAD])? else {
        if tree.is_empty() {
            let head = Head {
                versions: versions.clone(),
                ..Head::default()
            };
            return Ok(Memory {
                head,
                ..Memory::default()
            });
        }
        return Err(ViewsError::damaged("they have no position"));
    };
    let head: Head = values::read(&head, "the position")?;
    if head.versions != *versions {
        return Err(ViewsError::damaged(
            "they were folded by another version of fold, register or catalogue",
        ));
    }
    let mut memory = Memory {
        links: links(tree)?,
        head,
        ..Memory::default()
    };
    load_rows(tree, &mut memory)?;
    Ok(memory)
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

/// Reads records and sequences side by side: both are kept in the same order.
fn load_rows(tree: &Tree, memory: &mut Memory) -> Result<(), ViewsError> {
    let mut identities = identities(tree)?;
    let mut linked: BTreeMap<KnelpuntId, (SubjectRecords, u64)> = BTreeMap::new();
    let mut current: Option<(SubjectRecords, u64)> = None;
    let mut sequences = tree.scan_prefix(keys::all_knelpunten(keys::SEQUENCE));
    for pair in tree.scan_prefix(keys::all_knelpunten(keys::RECORD)) {
        let (key, value) = pair?;
        let (place, sequence) = sequences
            .next()
            .transpose()?
            .ok_or_else(|| ViewsError::damaged("a sequence is missing"))?;
        let id = keys::subject_id(&key).filter(|_| place[1..] == key[1..]);
        let id =
            id.ok_or_else(|| ViewsError::damaged("records and sequences do not go together"))?;
        let sequence = values::sequence(&sequence)?;
        if current.as_ref().is_none_or(|(subject, _)| subject.id != id) {
            finish(current.take(), tree, memory, &mut linked)?;
            current = Some((
                SubjectRecords {
                    id,
                    identity: identities.remove(&id),
                    records: Vec::new(),
                },
                0,
            ));
        }
        if let Some((subject, touched)) = &mut current {
            subject.records.push(values::record(&value)?);
            *touched = sequence.max(*touched);
        }
    }
    finish(current, tree, memory, &mut linked)?;
    // What is left is known as a target of merges alone.
    for (id, identity) in identities {
        linked.insert(
            id,
            (
                SubjectRecords {
                    id,
                    identity: Some(identity),
                    records: Vec::new(),
                },
                0,
            ),
        );
    }
    load_linked(linked, tree, memory)
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

fn finish(
    subject: Option<(SubjectRecords, u64)>,
    tree: &Tree,
    memory: &mut Memory,
    linked: &mut BTreeMap<KnelpuntId, (SubjectRecords, u64)>,
) -> Result<(), ViewsError> {
    let Some((subject, touched)) = subject else {
        return Ok(());
    };
    let subject = records::complete(tree, subject)?;
    if memory.links.has(subject.id) {
        linked.insert(subject.id, (subject, touched));
    } else {
        writer::replace_rows(&[subject], touched, &mut memory.columns);
    }
    Ok(())
}

fn load_linked(
    mut linked: BTreeMap<KnelpuntId, (SubjectRecords, u64)>,
    tree: &Tree,
    memory: &mut Memory,
) -> Result<(), ViewsError> {
    while let Some(first) = linked.keys().next().copied() {
        let component: BTreeSet<KnelpuntId> = memory.links.component(first);
        let (mut subjects, mut touched) = (Vec::new(), 0);
        for id in component {
            let held = linked.remove(&id);
            let (subject, own) = match held {
                Some(held) => held,
                None => (records::subject(tree, id, u64::MAX)?, 0),
            };
            subjects.push(subject);
            touched = own.max(touched);
        }
        writer::replace_rows(&subjects, touched, &mut memory.columns);
    }
    Ok(())
}

//! What a commit changes of the columns: worked out before anything is changed.
//!
//! A fact that nothing corrects is put among the others. What corrects or is corrected is weighed again together
//! with the few events that it depends on. Only where merges are concerned are linked subjects read whole.

use std::collections::{BTreeMap, BTreeSet};

use fold::{Fact, Knelpunt, Record, SubjectRecords, Traits, standing};
use model::{EventKey, Identity, KnelpuntId};

use crate::{
    ViewsError,
    enter::{Entered, New},
    keys,
    memory::{self, Links, Memory},
    records::{self, Source},
    staged::Staged,
    values,
};

/// What is changed.
pub(crate) struct Plan {
    /// Linked subjects, which are joined anew.
    components: Vec<Vec<SubjectRecords>>,
    /// Subjects of which facts come and go.
    revisions: BTreeMap<KnelpuntId, Revision>,
    links: Links,
    /// By subject, the last sequence that told something new of it.
    latest: BTreeMap<KnelpuntId, u64>,
    irregular: BTreeSet<KnelpuntId>,
}

/// What is changed of the facts of one subject.
#[derive(Default)]
struct Revision {
    /// Who the knelpunt is, where that was not known yet.
    identity: Option<Identity>,
    /// The events whose facts are taken out.
    gone: BTreeSet<EventKey>,
    /// What comes in, with the sequence at which it arrived.
    come: Vec<(Record, u64)>,
    /// All that was told, whose names must be known.
    told: Vec<Record>,
}

impl Plan {
    pub(crate) fn of(
        entered: Entered,
        memory: &Memory,
        staged: &Staged<'_>,
    ) -> Result<Self, ViewsError> {
        let mut plan = Self {
            components: Vec::new(),
            revisions: BTreeMap::new(),
            links: entered.links,
            latest: BTreeMap::new(),
            irregular: BTreeSet::new(),
        };
        let mut subjects: BTreeMap<KnelpuntId, Vec<New>> = BTreeMap::new();
        for new in entered.new {
            plan.latest.insert(new.id, new.sequence);
            subjects.entry(new.id).or_default().push(new);
        }
        let mut joined = BTreeSet::new();
        for (id, news) in subjects {
            match Revision::of(id, news, memory, staged)? {
                Some(revision) => {
                    if !revision.told.is_empty() {
                        plan.irregular.insert(id);
                    }
                    plan.revisions.insert(id, revision);
                }
                None if joined.contains(&id) => {}
                None => {
                    let component = memory.links.component(id, &plan.links);
                    plan.components.push(read(&component, staged)?);
                    joined.extend(component);
                }
            }
        }
        plan.revisions.retain(|id, _| !joined.contains(id));
        Ok(plan)
    }

    /// Gives every subject whose knelpunt is changed.
    pub(crate) fn touched(&self) -> impl Iterator<Item = KnelpuntId> {
        let joined = self.components.iter().flatten().map(|subject| subject.id);
        joined.chain(self.revisions.keys().copied())
    }

    /// Changes the columns.
    pub(crate) fn apply(self, memory: &mut Memory) {
        memory.links.merge(self.links);
        memory.irregular.extend(self.irregular);
        for subjects in self.components {
            let mut touched = 0;
            for subject in &subjects {
                touched = memory
                    .columns
                    .touched(subject.id)
                    .unwrap_or_default()
                    .max(touched);
                memory.columns.remove(subject.id);
            }
            memory.insert_joined(&subjects, touched);
        }
        for (id, revision) in self.revisions {
            revision.apply(id, memory);
        }
        touch(self.latest, memory);
    }
}

/// Reads linked subjects whole.
fn read(
    component: &BTreeSet<KnelpuntId>,
    staged: &Staged<'_>,
) -> Result<Vec<SubjectRecords>, ViewsError> {
    component
        .iter()
        .map(|id| records::subject(staged, *id, u64::MAX))
        .collect()
}

impl Revision {
    /// Works out what becomes of one subject; none when a merge is concerned.
    fn of(
        id: KnelpuntId,
        news: Vec<New>,
        memory: &Memory,
        staged: &Staged<'_>,
    ) -> Result<Option<Self>, ViewsError> {
        let subject = keys::knelpunt(id);
        let start: BTreeSet<EventKey> = news
            .iter()
            .filter(|new| new.corrects)
            .map(|new| new.record.key)
            .collect();
        let related = records::related(staged, &subject, start)?;
        let gone: BTreeSet<EventKey> = related.keys().copied().collect();
        let mut told: Vec<Record> = related.into_values().flatten().collect();
        if told.iter().any(|record| record.merges_into().is_some()) {
            return Ok(None);
        }
        records::complete(staged, &subject, &mut told)?;
        let counting = standing(&told);
        let counting = counting.values().filter(|held| !held.withdrawn);
        let weighed = counting.map(|held| (held.record.clone(), 0));
        let facts = news
            .into_iter()
            .filter(|new| !gone.contains(&new.record.key))
            .map(|new| (new.record, new.sequence));
        Ok(Some(Self {
            identity: identity(id, memory, staged)?,
            come: weighed.chain(facts).collect(),
            gone,
            told,
        }))
    }

    fn apply(self, id: KnelpuntId, memory: &mut Memory) {
        let columns = &mut memory.columns;
        for record in &self.told {
            memory::enter_names(record, columns);
        }
        if columns.find(id).is_none() {
            columns.insert(Knelpunt::new(id, None, vec![id], Vec::new()), 0);
        }
        columns.change(id, |knelpunt, names| {
            let enter = &mut |text: &str| names.enter(text);
            if let Some(identity) = &self.identity {
                knelpunt.traits = Some(Traits::of(identity, enter));
            }
            let member = place(knelpunt, id);
            if !self.gone.is_empty() {
                knelpunt.take_out(|fact| fact.member == member && self.gone.contains(&fact.key));
            }
            let facts = self.come.iter().filter_map(|(record, sequence)| {
                let fact = Fact::of(record, member, enter)?;
                Some(Fact {
                    arrived: *sequence,
                    ..fact
                })
            });
            knelpunt.enter(facts.collect());
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

/// Reads who a knelpunt is, where the columns do not know it yet: a withdrawal that came first says nothing of it.
fn identity(
    id: KnelpuntId,
    memory: &Memory,
    staged: &Staged<'_>,
) -> Result<Option<Identity>, ViewsError> {
    let row = memory.columns.find(id);
    if row.is_some_and(|row| row.traits.is_some()) {
        return Ok(None);
    }
    let bytes = staged.at(&keys::identity(id))?;
    bytes.map(|bytes| values::identity(&bytes)).transpose()
}

/// Whoever asks how things were known before must fold every subject anew that an event, or a merge, touched since.
fn touch(mut latest: BTreeMap<KnelpuntId, u64>, memory: &mut Memory) {
    let Memory { columns, links, .. } = memory;
    while let Some((id, mut sequence)) = latest.pop_first() {
        if !links.has(id) {
            columns.touch(id, sequence);
            continue;
        }
        let component = links.component(id, &Links::default());
        for member in &component {
            sequence = latest.remove(member).unwrap_or_default().max(sequence);
        }
        for member in component {
            columns.touch(member, sequence);
        }
    }
}

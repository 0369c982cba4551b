//! What a commit changes in memory: worked out before anything is changed.
//!
//! A fact that nothing corrects is put among the others. What corrects or is corrected is weighed again together
//! with the few events that it depends on. Only where merges are concerned are linked subjects read whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fold::{Knelpunt, SubjectRecords};
use model::{ContentId, EventKey, Identity, KnelpuntId};

use crate::{
    ViewsError,
    consultations::{self, News},
    contents::Contents,
    enter::{Entered, New},
    layers::Layers,
    memory::{Links, Memory},
    places::LOOKED_THROUGH,
    revision::Revision,
    told::{Arrived, Told},
};

/// What is changed.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Linked subjects, which are joined anew.
    components: Vec<Vec<SubjectRecords>>,
    /// Subjects of which facts come and go.
    revisions: BTreeMap<KnelpuntId, Revision>,
    /// Subjects of which facts do not say all from now on, as they were told before.
    becoming: BTreeMap<KnelpuntId, Told>,
    /// What is new of subjects of which facts do not say all.
    told: Vec<(KnelpuntId, Vec<Arrived>)>,
    /// What facts are new of knelpunten with many; the first time all of them.
    crowded: Vec<(KnelpuntId, BTreeMap<EventKey, ContentId>)>,
    identities: HashMap<KnelpuntId, Identity>,
    links: Links,
    consultations: Vec<News>,
    /// By subject, the last sequence that told something new of it.
    latest: BTreeMap<KnelpuntId, u64>,
}

/// What a plan is made from.
#[derive(Clone, Copy)]
struct Known<'a> {
    new: &'a BTreeMap<KnelpuntId, Vec<New>>,
    memory: &'a Memory,
    contents: &'a Contents<'a>,
}

impl Plan {
    /// Plans what has been entered, of which the contents stay.
    pub(crate) fn of(
        entered: &mut Entered,
        memory: &Memory,
        contents: &Contents<'_>,
    ) -> Result<Self, ViewsError> {
        let mut plan = Self {
            links: std::mem::take(&mut entered.links),
            identities: std::mem::take(&mut entered.identities),
            consultations: consultations::news(&entered.contents, memory, contents)?,
            ..Self::default()
        };
        let new = std::mem::take(&mut entered.new);
        let known = Known {
            new: &new,
            memory,
            contents,
        };
        let mut joined = BTreeSet::new();
        for (id, news) in &new {
            let sequences = news.iter().map(|new| new.sequence);
            plan.latest.insert(*id, sequences.max().unwrap_or_default());
            if !joined.contains(id) {
                joined.extend(plan.revise(*id, news, known)?);
            }
        }
        plan.revisions.retain(|id, _| !joined.contains(id));
        plan.tell(new, memory);
        Ok(plan)
    }

    /// Plans what becomes of one subject; gives those that were joined, when a merge is concerned.
    fn revise(
        &mut self,
        id: KnelpuntId,
        news: &[New],
        known: Known<'_>,
    ) -> Result<BTreeSet<KnelpuntId>, ViewsError> {
        let corrects = news.iter().any(|new| new.corrects);
        if corrects {
            self.become_told(id, known)?;
        }
        let layers = self.layers(id, known);
        let Some(revision) = Revision::of(&layers, known.contents)? else {
            let component = known.memory.links.component(id, &self.links);
            self.join(&component, known)?;
            return Ok(component);
        };
        self.revisions.insert(id, revision);
        if self.is_plain(id, known) {
            self.crowd(id, news, known)?;
        }
        Ok(BTreeSet::new())
    }

    fn is_plain(&self, id: KnelpuntId, known: Known<'_>) -> bool {
        known.memory.is_plain(id) && !self.becoming.contains_key(&id)
    }

    /// Reads all that was told of a subject of which facts will no longer say all.
    fn become_told(&mut self, id: KnelpuntId, known: Known<'_>) -> Result<(), ViewsError> {
        if self.is_plain(id, known) {
            let told = known.memory.tell(id, known.contents)?;
            self.becoming.insert(id, told);
        }
        Ok(())
    }

    fn layers<'a>(&'a self, id: KnelpuntId, known: Known<'a>) -> Layers<'a> {
        let told = known.memory.told.get(&id);
        Layers {
            told: told.or_else(|| self.becoming.get(&id)),
            new: known.new.get(&id).map_or(&[][..], Vec::as_slice),
        }
    }

    /// Notes what linked subjects are joined from.
    fn join(
        &mut self,
        component: &BTreeSet<KnelpuntId>,
        known: Known<'_>,
    ) -> Result<(), ViewsError> {
        let mut subjects = Vec::with_capacity(component.len());
        for id in component {
            self.become_told(*id, known)?;
            let (mut records, sequences) = self.layers(*id, known).all();
            known.contents.complete(&mut records, &sequences)?;
            let identity = self.identities.get(id).cloned();
            subjects.push(SubjectRecords {
                id: *id,
                identity: identity.or_else(|| known.memory.identity(*id)),
                records,
            });
        }
        self.components.push(subjects);
        Ok(())
    }

    /// Notes which facts a plain knelpunt has, where they are many.
    fn crowd(&mut self, id: KnelpuntId, news: &[New], known: Known<'_>) -> Result<(), ViewsError> {
        let held = known.memory.columns.find(id);
        let held = held.map_or(&[][..], Knelpunt::facts);
        if held.len() + news.len() <= LOOKED_THROUGH {
            return Ok(());
        }
        let place = |new: &New| (new.record.key, new.record.content);
        let mut facts: BTreeMap<EventKey, ContentId> = news.iter().map(place).collect();
        if known.memory.places.crowded(id).is_none() {
            for fact in held {
                let content = known.contents.entry(fact.arrived)?.record.content;
                facts.insert(fact.key, content);
            }
        }
        self.crowded.push((id, facts));
        Ok(())
    }

    /// Notes what is new of subjects of which facts do not say all.
    fn tell(&mut self, new: BTreeMap<KnelpuntId, Vec<New>>, memory: &Memory) {
        for (id, news) in new {
            if !memory.is_plain(id) || self.becoming.contains_key(&id) {
                let arrived = news.into_iter().map(|new| Arrived {
                    sequence: new.sequence,
                    record: new.record,
                });
                self.told.push((id, arrived.collect()));
            }
        }
    }

    /// Gives every subject whose knelpunt is changed.
    pub(crate) fn touched(&self) -> impl Iterator<Item = KnelpuntId> {
        let joined = self.components.iter().flatten().map(|subject| subject.id);
        joined.chain(self.revisions.keys().copied())
    }

    /// Changes what is in memory.
    pub(crate) fn apply(mut self, memory: &mut Memory) {
        memory.links.merge(std::mem::take(&mut self.links));
        for subjects in std::mem::take(&mut self.components) {
            let mut touched = 0;
            for subject in &subjects {
                let own = memory.columns.last_change(subject.id);
                touched = own.unwrap_or_default().max(touched);
                memory.columns.remove(subject.id);
            }
            memory.insert_joined(&subjects, touched);
        }
        for (id, revision) in std::mem::take(&mut self.revisions) {
            revision.apply(id, self.identities.get(&id), &mut memory.columns);
        }
        touch(std::mem::take(&mut self.latest), memory);
        self.remember(memory);
    }

    /// Notes what facts do not say.
    fn remember(self, memory: &mut Memory) {
        for (id, facts) in self.crowded {
            memory.places.crowd(id, facts);
        }
        for (id, told) in self.becoming {
            memory.places.forget(id);
            memory.columns.mark_corrected(id);
            memory.told.insert(id, told);
        }
        for (id, arrived) in self.told {
            let told = memory.told.entry(id).or_default();
            for arrived in arrived {
                told.enter(arrived);
            }
        }
        for (id, identity) in self.identities {
            if let Some(told) = memory.told.get_mut(&id) {
                told.identity = Some(identity);
            }
        }
        for news in self.consultations {
            news.apply(memory);
        }
    }
}

/// Whoever asks how things were known before must fold every subject anew that an event, or a merge, touched since.
fn touch(mut latest: BTreeMap<KnelpuntId, u64>, memory: &mut Memory) {
    let Memory { columns, links, .. } = memory;
    while let Some((id, mut sequence)) = latest.pop_first() {
        if !links.has(id) {
            columns.record_change(id, sequence);
            continue;
        }
        let component = links.component(id, &Links::default());
        for member in &component {
            sequence = latest.remove(member).unwrap_or_default().max(sequence);
        }
        for member in component {
            columns.record_change(member, sequence);
        }
    }
}

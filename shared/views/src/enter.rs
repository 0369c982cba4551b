//! Arrivals into contents: which bring something new, and what they are the first to say.

use std::collections::{BTreeMap, HashMap, HashSet};

use fold::{Knelpunt, Record};
use model::{ContentId, Data, Event, EventKey, Identity, KnelpuntId, Subject};

use crate::{
    Arrival, Classified, ViewsError,
    contents::Contents,
    entry::{Entry, Text},
    memory::{Links, Memory},
    values::QuarantinedValue,
};

/// An event that brought something new of a knelpunt.
#[derive(Debug)]
pub(crate) struct New {
    pub(crate) sequence: u64,
    /// With its text.
    pub(crate) record: Record,
    /// True when it is one of two contents, corrects an event, is corrected or merges, so that other events must be
    /// looked at to know what it means; else it is one more fact.
    pub(crate) corrects: bool,
}

/// What arrivals come to.
#[derive(Debug, Default)]
pub(crate) struct Entered {
    /// In order of sequence.
    pub(crate) contents: Vec<(Entry, Text)>,
    /// What is new of each knelpunt, in order of sequence.
    pub(crate) new: BTreeMap<KnelpuntId, Vec<New>>,
    /// Who knelpunten are of which that was not known.
    pub(crate) identities: HashMap<KnelpuntId, Identity>,
    pub(crate) links: Links,
    pub(crate) quarantine: Vec<(u64, QuarantinedValue)>,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    /// The contents entered, under the event that each is of.
    known: HashMap<(Subject, EventKey), Vec<ContentId>>,
    /// The events that those entered correct.
    corrected: HashSet<(KnelpuntId, EventKey)>,
}

/// Enters arrivals, which are in order of sequence.
pub(crate) fn enter(
    arrivals: &[Arrival],
    memory: &Memory,
    contents: &Contents<'_>,
) -> Result<Entered, ViewsError> {
    let mut entered = Entered::default();
    for Arrival {
        sequence, message, ..
    } in arrivals
    {
        match message {
            Classified::Event(event) => entered.enter(event, *sequence, memory, contents)?,
            Classified::Invalid {
                subject,
                reasons,
                payload,
            } => {
                let value = QuarantinedValue::of(subject, reasons, payload);
                entered.quarantine.push((*sequence, value));
            }
        }
    }
    Ok(entered)
}

impl Entered {
    fn enter(
        &mut self,
        event: &Event,
        sequence: u64,
        memory: &Memory,
        contents: &Contents<'_>,
    ) -> Result<(), ViewsError> {
        let mut record = Record::from_event(event);
        let mut known = held(event, memory, contents)?;
        let entered = self
            .known
            .entry((event.subject.clone(), event.key))
            .or_default();
        known.extend(&*entered);
        if known.contains(&record.content) {
            self.duplicates += 1;
            return Ok(());
        }
        entered.push(record.content);
        let is_rival = !known.is_empty();
        self.conflicts += u64::from(is_rival);
        let (identities, links) = self.first_said(event, memory);
        let text = record.text.take();
        let entry = Entry {
            sequence,
            subject: event.subject.clone(),
            record: record.clone(),
            identities,
            links,
        };
        self.contents.push((entry, Text::of(event)));
        if let Subject::Knelpunt(id) = event.subject {
            record.text = text;
            let corrects = self.corrects(id, &record, memory) || is_rival;
            self.new.entry(id).or_default().push(New {
                sequence,
                record,
                corrects,
            });
        }
        Ok(())
    }

    /// Says whether an event corrects, merges, or is corrected; remembers what it corrects.
    fn corrects(&mut self, id: KnelpuntId, record: &Record, memory: &Memory) -> bool {
        let mut corrects = record.merges_into().is_some();
        record.for_each_corrected(&mut |corrected| {
            corrects = true;
            self.corrected.insert((id, corrected));
        });
        let told = memory.told.get(&id);
        corrects
            || self.corrected.contains(&(id, record.key))
            || told.is_some_and(|told| told.correcting(record.key).next().is_some())
    }

    /// Gives what an event is the first to say: who knelpunten are, and which a merge names together.
    fn first_said(&mut self, event: &Event, memory: &Memory) -> (Vec<Identity>, Vec<KnelpuntId>) {
        let (mut identities, mut links) = (Vec::new(), Vec::new());
        let Subject::Knelpunt(id) = event.subject else {
            return (identities, links);
        };
        let replacement = event.replacement.as_deref();
        for said in [Some(event), replacement].into_iter().flatten() {
            identities.extend(said.data.identity());
            if let Data::Merged(merged) = &said.data {
                let target = merged.target();
                if self.is_first_link(id, target.id(), memory) {
                    links.push(target.id());
                }
                identities.push(target);
            }
        }
        identities.retain(|identity| self.is_first_identity(identity, memory));
        (identities, links)
    }

    fn is_first_link(&mut self, id: KnelpuntId, target: KnelpuntId, memory: &Memory) -> bool {
        let is_first = !memory.links.links(id, target) && !self.links.links(id, target);
        if is_first {
            self.links.enter(id, target);
        }
        is_first
    }

    fn is_first_identity(&mut self, identity: &Identity, memory: &Memory) -> bool {
        let id = identity.id();
        let is_first = !memory.is_identified(id) && !self.identities.contains_key(&id);
        if is_first {
            self.identities.insert(id, identity.clone());
        }
        is_first
    }
}

/// Lists the contents that are held under an event's key.
fn held(
    event: &Event,
    memory: &Memory,
    contents: &Contents<'_>,
) -> Result<Vec<ContentId>, ViewsError> {
    let Subject::Knelpunt(id) = event.subject else {
        return Ok(memory.of_consultation(&event.subject, event.key));
    };
    if let Some(told) = memory.told.get(&id) {
        let under = told.under(event.key);
        return Ok(under.map(|held| held.record.content).collect());
    }
    if let Some(crowded) = memory.places.crowded(id) {
        return Ok(crowded.get(&event.key).copied().into_iter().collect());
    }
    let facts = memory.columns.find(id).map_or(&[][..], Knelpunt::facts);
    match facts.iter().find(|fact| fact.key == event.key) {
        Some(fact) => Ok(vec![contents.entry(fact.arrived)?.record.content]),
        None => Ok(Vec::new()),
    }
}

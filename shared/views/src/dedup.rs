//! Deduplication: which arrivals bring new contents, and what each is the first to name.

use std::collections::{BTreeMap, HashMap, HashSet};

use fold::Record;
use model::{ContentId, Data, Event, EventKey, Identity, KnelpuntId, Subject};

use crate::{
    Arrival, Classified, ViewsError,
    contents::Contents,
    entry::{ContentEntry, ContentText},
    memory::{Memory, MergeLinks},
    values::QuarantinedValue,
};

/// A new record of a knelpunt.
#[derive(Debug)]
pub(crate) struct NewRecord {
    pub(crate) sequence: u64,
    /// With its text.
    pub(crate) record: Record,
    /// True when its effect depends on other events: it competes with another content, corrects an event, is
    /// corrected, or merges. Otherwise it is one more fact.
    pub(crate) corrects: bool,
}

/// The new contents among some arrivals.
#[derive(Debug, Default)]
pub(crate) struct NewContents {
    /// In order of sequence.
    pub(crate) contents: Vec<(ContentEntry, ContentText)>,
    /// The new records of each knelpunt, in order of sequence.
    pub(crate) records: BTreeMap<KnelpuntId, Vec<NewRecord>>,
    /// Identities of knelpunten that were not known.
    pub(crate) identities: HashMap<KnelpuntId, Identity>,
    pub(crate) links: MergeLinks,
    pub(crate) quarantine: Vec<(u64, QuarantinedValue)>,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    /// The new contents of each event.
    known: HashMap<(Subject, EventKey), Vec<ContentId>>,
    /// The events that new records correct.
    corrected: HashSet<(KnelpuntId, EventKey)>,
}

/// Finds the new contents among arrivals, which are in order of sequence.
pub(crate) fn deduplicate(
    arrivals: &[Arrival],
    memory: &Memory,
    contents: &Contents<'_>,
) -> Result<NewContents, ViewsError> {
    let mut new = NewContents::default();
    for Arrival {
        sequence, message, ..
    } in arrivals
    {
        match message {
            Classified::Event(event) => new.add(event, *sequence, memory, contents)?,
            Classified::Invalid {
                subject,
                reasons,
                payload,
            } => {
                let value = QuarantinedValue::new(subject, reasons, payload);
                new.quarantine.push((*sequence, value));
            }
        }
    }
    Ok(new)
}

impl NewContents {
    fn add(
        &mut self,
        event: &Event,
        sequence: u64,
        memory: &Memory,
        contents: &Contents<'_>,
    ) -> Result<(), ViewsError> {
        let mut record = Record::from_event(event);
        let mut known = known_contents(event, memory, contents)?;
        let new = self
            .known
            .entry((event.subject.clone(), event.key))
            .or_default();
        known.extend(&*new);
        if known.contains(&record.content) {
            self.duplicates += 1;
            return Ok(());
        }
        new.push(record.content);
        let competes = !known.is_empty();
        self.conflicts += u64::from(competes);
        let (identities, links) = self.first_named(event, memory);
        let text = record.text.take();
        let entry = ContentEntry {
            sequence,
            subject: event.subject.clone(),
            record: record.clone(),
            identities,
            links,
        };
        self.contents.push((entry, ContentText::from_event(event)));
        if let Subject::Knelpunt(id) = event.subject {
            record.text = text;
            let corrects = self.corrects(id, &record, memory) || competes;
            self.records.entry(id).or_default().push(NewRecord {
                sequence,
                record,
                corrects,
            });
        }
        Ok(())
    }

    /// Whether a record corrects, merges, or is corrected; remembers the events that it corrects.
    fn corrects(&mut self, id: KnelpuntId, record: &Record, memory: &Memory) -> bool {
        let mut corrects = record.merges_into().is_some();
        record.for_each_corrected(&mut |corrected| {
            corrects = true;
            self.corrected.insert((id, corrected));
        });
        let log = memory.subject_logs.get(&id);
        corrects
            || self.corrected.contains(&(id, record.key))
            || log.is_some_and(|log| log.correcting(record.key).next().is_some())
    }

    /// Returns the identities and links that an event is the first to name.
    fn first_named(&mut self, event: &Event, memory: &Memory) -> (Vec<Identity>, Vec<KnelpuntId>) {
        let (mut identities, mut links) = (Vec::new(), Vec::new());
        let Subject::Knelpunt(id) = event.subject else {
            return (identities, links);
        };
        let replacement = event.replacement.as_deref();
        for event in [Some(event), replacement].into_iter().flatten() {
            identities.extend(event.data.identity());
            if let Data::Merged(merged) = &event.data {
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
        let is_first = !memory.links.are_linked(id, target) && !self.links.are_linked(id, target);
        if is_first {
            self.links.insert(id, target);
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

/// Lists the contents that were committed under an event's key.
fn known_contents(
    event: &Event,
    memory: &Memory,
    contents: &Contents<'_>,
) -> Result<Vec<ContentId>, ViewsError> {
    let Subject::Knelpunt(id) = event.subject else {
        return Ok(memory.consultation_contents(&event.subject, event.key));
    };
    if let Some(log) = memory.subject_logs.get(&id) {
        let records = log.with_key(event.key);
        return Ok(records.map(|sequenced| sequenced.record.content).collect());
    }
    if let Some(known) = memory.large_subjects.contents(id) {
        return Ok(known.get(&event.key).copied().into_iter().collect());
    }
    let mut facts = memory.uncorrected_facts(id).iter();
    match facts.find(|fact| fact.key == event.key) {
        Some(fact) => Ok(vec![contents.entry(fact.arrived)?.record.content]),
        None => Ok(Vec::new()),
    }
}

//! What a commit changes in memory, worked out before anything is changed.
//!
//! A fact that nothing corrects is added to the others. A correction is evaluated with the few events that it depends
//! on. Only for merges are linked subjects read as a whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fold::SubjectRecords;
use model::{ContentId, EventKey, Identity, KnelpuntId};

use crate::{
    ViewsError,
    consultation_logs::{self, ConsultationChange},
    contents::Contents,
    dedup::{NewContents, NewRecord},
    large_subjects::SCAN_LIMIT,
    memory::{Memory, MergeLinks},
    overlay::SubjectOverlay,
    revision::Revision,
    subject_log::{SequencedRecord, SubjectLog},
};

/// The changes in memory.
#[derive(Debug, Default)]
pub(crate) struct CommitPlan {
    /// Linked subjects, which are joined again.
    components: Vec<Vec<SubjectRecords>>,
    /// Subjects of which facts are added or removed.
    revisions: BTreeMap<KnelpuntId, Revision>,
    /// The logs of subjects that have corrections from now on, without the new records.
    started_logs: BTreeMap<KnelpuntId, SubjectLog>,
    /// The new records of subjects with corrections.
    log_records: Vec<(KnelpuntId, Vec<SequencedRecord>)>,
    /// The new contents of large subjects; the first time all contents.
    large_subjects: Vec<(KnelpuntId, BTreeMap<EventKey, ContentId>)>,
    identities: HashMap<KnelpuntId, Identity>,
    links: MergeLinks,
    consultations: Vec<ConsultationChange>,
    /// The last new sequence of each subject.
    latest: BTreeMap<KnelpuntId, u64>,
}

/// The state that a plan is made from.
#[derive(Clone, Copy)]
struct PlanInput<'a> {
    new: &'a BTreeMap<KnelpuntId, Vec<NewRecord>>,
    memory: &'a Memory,
    contents: &'a Contents<'a>,
}

impl CommitPlan {
    /// Plans the changes by new contents; leaves the contents and the quarantine in place.
    pub(crate) fn new(
        new_contents: &mut NewContents,
        memory: &Memory,
        contents: &Contents<'_>,
    ) -> Result<Self, ViewsError> {
        let mut plan = Self {
            links: std::mem::take(&mut new_contents.links),
            identities: std::mem::take(&mut new_contents.identities),
            consultations: consultation_logs::plan(&new_contents.contents, memory, contents)?,
            ..Self::default()
        };
        let new = std::mem::take(&mut new_contents.records);
        let input = PlanInput {
            new: &new,
            memory,
            contents,
        };
        let mut joined = BTreeSet::new();
        for (id, records) in &new {
            let sequences = records.iter().map(|new| new.sequence);
            plan.latest.insert(*id, sequences.max().unwrap_or_default());
            if !joined.contains(id) {
                joined.extend(plan.revise(*id, records, input)?);
            }
        }
        plan.revisions.retain(|id, _| !joined.contains(id));
        plan.extend_logs(new, memory);
        Ok(plan)
    }

    /// Plans the changes of one subject; returns the subjects that were joined for a merge.
    fn revise(
        &mut self,
        id: KnelpuntId,
        records: &[NewRecord],
        input: PlanInput<'_>,
    ) -> Result<BTreeSet<KnelpuntId>, ViewsError> {
        if records.iter().any(|new| new.corrects) {
            self.start_log(id, input)?;
        }
        let overlay = self.overlay(id, input);
        let Some(revision) = Revision::new(&overlay, input.contents)? else {
            let component = input.memory.links.component_with(id, &self.links);
            self.join(&component, input)?;
            return Ok(component);
        };
        self.revisions.insert(id, revision);
        if !self.has_corrections(id, input.memory) {
            self.extend_large_subject(id, records, input)?;
        }
        Ok(BTreeSet::new())
    }

    fn has_corrections(&self, id: KnelpuntId, memory: &Memory) -> bool {
        memory.has_corrections(id) || self.started_logs.contains_key(&id)
    }

    /// Reads the log of a subject that has corrections from now on.
    fn start_log(&mut self, id: KnelpuntId, input: PlanInput<'_>) -> Result<(), ViewsError> {
        if !self.has_corrections(id, input.memory) {
            let log = input.memory.read_log(id, input.contents)?;
            self.started_logs.insert(id, log);
        }
        Ok(())
    }

    fn overlay<'a>(&'a self, id: KnelpuntId, input: PlanInput<'a>) -> SubjectOverlay<'a> {
        let log = input.memory.subject_logs.get(&id);
        SubjectOverlay {
            log: log.or_else(|| self.started_logs.get(&id)),
            new: input.new.get(&id).map_or(&[][..], Vec::as_slice),
        }
    }

    /// Collects the records of linked subjects, which are joined again.
    fn join(
        &mut self,
        component: &BTreeSet<KnelpuntId>,
        input: PlanInput<'_>,
    ) -> Result<(), ViewsError> {
        let mut subjects = Vec::with_capacity(component.len());
        for id in component {
            self.start_log(*id, input)?;
            let (mut records, sequences) = self.overlay(*id, input).all();
            input
                .contents
                .read_competing_texts(&mut records, &sequences)?;
            let identity = self.identities.get(id).cloned();
            subjects.push(SubjectRecords {
                id: *id,
                identity: identity.or_else(|| input.memory.identity(*id)),
                records,
            });
        }
        self.components.push(subjects);
        Ok(())
    }

    /// Collects the new contents of an uncorrected subject, if it has many facts.
    fn extend_large_subject(
        &mut self,
        id: KnelpuntId,
        records: &[NewRecord],
        input: PlanInput<'_>,
    ) -> Result<(), ViewsError> {
        let facts = input.memory.uncorrected_facts(id);
        if facts.len() + records.len() <= SCAN_LIMIT {
            return Ok(());
        }
        let pair = |new: &NewRecord| (new.record.key, new.record.content);
        let mut contents: BTreeMap<EventKey, ContentId> = records.iter().map(pair).collect();
        if input.memory.large_subjects.contents(id).is_none() {
            for fact in facts {
                let content = input.contents.entry(fact.arrived)?.record.content;
                contents.insert(fact.key, content);
            }
        }
        self.large_subjects.push((id, contents));
        Ok(())
    }

    /// Collects the new records of subjects with corrections.
    fn extend_logs(&mut self, new: BTreeMap<KnelpuntId, Vec<NewRecord>>, memory: &Memory) {
        for (id, records) in new {
            if self.has_corrections(id, memory) {
                let records = records.into_iter().map(|new| SequencedRecord {
                    sequence: new.sequence,
                    record: new.record,
                });
                self.log_records.push((id, records.collect()));
            }
        }
    }

    /// Lists every subject whose knelpunt changes.
    pub(crate) fn changed_subjects(&self) -> impl Iterator<Item = KnelpuntId> {
        let joined = self.components.iter().flatten().map(|subject| subject.id);
        joined.chain(self.revisions.keys().copied())
    }

    /// Changes memory.
    pub(crate) fn apply(mut self, memory: &mut Memory) {
        memory.links.extend(std::mem::take(&mut self.links));
        for subjects in std::mem::take(&mut self.components) {
            let mut last_change = 0;
            for subject in &subjects {
                let own = memory.columns.last_change(subject.id);
                last_change = own.unwrap_or_default().max(last_change);
                memory.columns.remove(subject.id);
            }
            memory.insert_joined(&subjects, last_change);
        }
        for (id, revision) in std::mem::take(&mut self.revisions) {
            revision.apply(id, self.identities.get(&id), &mut memory.columns);
        }
        record_changes(std::mem::take(&mut self.latest), memory);
        self.apply_beside_columns(memory);
    }

    fn apply_beside_columns(self, memory: &mut Memory) {
        for (id, contents) in self.large_subjects {
            memory.large_subjects.add(id, contents);
        }
        for (id, log) in self.started_logs {
            memory.large_subjects.remove(id);
            memory.columns.mark_corrected(id);
            memory.subject_logs.insert(id, log);
        }
        for (id, records) in self.log_records {
            let log = memory.subject_logs.entry(id).or_default();
            for record in records {
                log.insert(record);
            }
        }
        for (id, identity) in self.identities {
            if let Some(log) = memory.subject_logs.get_mut(&id) {
                log.identity = Some(identity);
            }
        }
        for change in self.consultations {
            change.apply(memory);
        }
    }
}

/// Records the last change of every subject. A question as known before must fold again every subject that an event,
/// or a merge, has changed since: of linked subjects therefore all.
fn record_changes(mut latest: BTreeMap<KnelpuntId, u64>, memory: &mut Memory) {
    let Memory { columns, links, .. } = memory;
    while let Some((id, mut sequence)) = latest.pop_first() {
        if !links.has_subject(id) {
            columns.record_change(id, sequence);
            continue;
        }
        let component = links.component(id);
        for member in &component {
            sequence = latest.remove(member).unwrap_or_default().max(sequence);
        }
        for member in component {
            columns.record_change(member, sequence);
        }
    }
}

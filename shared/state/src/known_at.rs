//! Knelpunten with their facts, now and as known when an earlier sequence was the last.

use std::collections::{BTreeSet, HashSet};

use fold::{
    Fact, Knelpunt, Record, SubjectRecords, Symbol, effective_consultations, effective_records,
    effective_support, join,
};
use model::KnelpuntId;

use crate::{
    Consultations, Entries, Entry, MunicipalFacts, State, Support,
    rows::{SubjectEntries, number},
    timeline::Timelines,
};

impl State {
    /// Returns the knelpunt of a row with its facts.
    pub fn knelpunt(&self, row: usize) -> Knelpunt<'_> {
        self.knelpunt_up_to(row, u64::MAX)
    }

    /// Returns the knelpunt of a row as it was known at a sequence.
    ///
    /// Of linked subjects it is the knelpunt that the row's subject was part of then.
    pub fn knelpunt_up_to(&self, row: usize, sequence: u64) -> Knelpunt<'_> {
        let (id, entries) = (self.subjects[row].id, &self.subjects[row].entries);
        if self.merges.is_linked(number(row)) {
            let component = self.merges.component(number(row));
            let joined = self.join_up_to(&component, sequence).into_iter();
            let mut of_row = joined.filter(|knelpunt| knelpunt.members.contains(&id));
            if let Some(knelpunt) = of_row.next() {
                return knelpunt;
            }
        }
        let facts = if self.has_corrections()[row] {
            effective_facts(entries.up_to(sequence))
        } else {
            let known = entries.up_to(sequence);
            known
                .filter_map(|entry| Fact::from_record(&entry.record, 0))
                .collect()
        };
        let is_identified = entries
            .up_to(sequence)
            .any(|entry| entry.record.identifies());
        let identity = self.header(row).identity.filter(|_| is_identified);
        Knelpunt::new(id, identity, vec![id], facts)
    }

    /// Returns the knelpunten of all subjects that merges ever linked with a row's, as they were known at a sequence; of
    /// a row without merges, its own.
    pub fn linked_up_to(&self, row: usize, sequence: u64) -> Vec<Knelpunt<'_>> {
        if self.merges.is_linked(number(row)) {
            let component = self.merges.component(number(row));
            return self.join_up_to(&component, sequence);
        }
        vec![self.knelpunt_up_to(row, sequence)]
    }

    /// Returns the rows of all subjects that merges ever linked with a row's, itself included, in order.
    pub fn linked_rows(&self, row: usize) -> Vec<usize> {
        let component = self.merges.component(number(row)).into_iter();
        component.map(|row| row as usize).collect()
    }

    /// Lists the subjects in a municipality, by municipality and name, of which entries arrived after a sequence.
    pub fn municipal_entries_after(
        &self,
        sequence: u64,
    ) -> impl Iterator<Item = ((Symbol, Symbol), &Entries)> {
        let all = self.municipal_entries.iter();
        let changed = all.filter(move |(_, municipal)| municipal.last_change > sequence);
        changed.map(|(key, municipal)| (*key, &municipal.entries))
    }

    /// Returns the knelpunten with corrections that something after a sequence could have changed, as known at it.
    pub fn corrected_up_to(&self, sequence: u64) -> Vec<Knelpunt<'_>> {
        let mut knelpunten = Vec::new();
        let mut joined = HashSet::new();
        for row in 0..self.rows() {
            let is_corrected = self.has_corrections()[row] && self.last_changes()[row] > sequence;
            if !is_corrected || joined.contains(&number(row)) {
                continue;
            }
            if self.merges.is_linked(number(row)) {
                let component = self.merges.component(number(row));
                knelpunten.extend(self.join_up_to(&component, sequence));
                joined.extend(component);
            } else if self.first_arrivals()[row] <= sequence {
                knelpunten.push(self.knelpunt_up_to(row, sequence));
            }
        }
        knelpunten
    }

    /// Whether any event up to a sequence had a subject, or named it as the target of a merge.
    pub fn is_known_at(&self, subject: KnelpuntId, sequence: u64) -> bool {
        let Some(row) = self.subject_row(subject) else {
            return false;
        };
        let component = self.merges.component(number(row));
        component.into_iter().any(|member| {
            let mut known = self.subjects[member as usize].entries.up_to(sequence);
            known.any(|entry| member == number(row) || entry.record.merges_into() == Some(subject))
        })
    }

    /// Returns the consultations that counted when a sequence was the last.
    pub fn consultations_known_at(&self, sequence: u64) -> Consultations {
        self.facts_known_at(sequence, &self.consultations, effective_consultations)
    }

    /// Returns the support that counted when a sequence was the last.
    pub fn support_known_at(&self, sequence: u64) -> Support {
        self.facts_known_at(sequence, &self.support, effective_support)
    }

    fn facts_known_at<'a, T: Clone>(
        &'a self,
        sequence: u64,
        now: &MunicipalFacts<T>,
        effective: fn(Vec<&'a Record>) -> Vec<T>,
    ) -> MunicipalFacts<T> {
        let mut known = MunicipalFacts::default();
        for (key, municipal) in &self.municipal_entries {
            let facts = if municipal.last_change <= sequence {
                now.get(*key).to_vec()
            } else {
                let entries = municipal.entries.up_to(sequence);
                effective(entries.map(|entry| &entry.record).collect())
            };
            known.set(*key, facts);
        }
        known
    }

    /// Whether no entry of a subject in a municipality arrived after a sequence.
    pub fn is_unchanged_since(&self, key: (Symbol, Symbol), sequence: u64) -> bool {
        let municipal = self.municipal_entries.get(&key);
        municipal.is_none_or(|municipal| municipal.last_change <= sequence)
    }

    fn join_up_to(&self, component: &BTreeSet<u32>, sequence: u64) -> Vec<Knelpunt<'_>> {
        let subjects = subjects(&self.subjects, &self.timelines, component, sequence);
        join(&subjects)
    }
}

/// Returns the facts that count of a subject that is a knelpunt of its own, in the order of the fold.
pub(crate) fn effective_facts<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Fact<'a>> {
    let effective = effective_records(entries.map(|entry| &entry.record));
    let counting = effective.values().filter(|effective| !effective.withdrawn);
    let facts = counting.filter_map(|effective| Fact::from_record(effective.record, 0));
    let mut facts: Vec<Fact<'a>> = facts.collect();
    facts.sort_unstable_by_key(Fact::order);
    facts
}

/// Returns the records of linked subjects that had arrived at a sequence, and the identities that they give.
pub(crate) fn subjects<'a>(
    all: &'a [SubjectEntries],
    timelines: &Timelines,
    component: &BTreeSet<u32>,
    sequence: u64,
) -> Vec<SubjectRecords<'a>> {
    let mut identified = BTreeSet::new();
    let mut subjects: Vec<SubjectRecords<'a>> = Vec::with_capacity(component.len());
    for row in component.iter().map(|row| *row as usize) {
        let known = all[row].entries.up_to(sequence).map(|entry| &entry.record);
        let records: Vec<_> = known.collect();
        for record in &records {
            identified.extend(record.identifies().then_some(all[row].id));
            identified.extend(record.merges_into());
        }
        subjects.push(SubjectRecords {
            id: all[row].id,
            identity: timelines.headers()[row].identity,
            records,
        });
    }
    for subject in &mut subjects {
        subject.identity = subject
            .identity
            .filter(|_| identified.contains(&subject.id));
    }
    subjects
}

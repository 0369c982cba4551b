//! The fold of what changed, into timelines, consultations and support.

use std::collections::BTreeSet;

use fold::{
    Fact, Fold, Observation, Symbol, WrittenNames, effective_consultations, effective_support,
};

use crate::{
    Entry, OpenKnelpunt, State,
    entries::{EntryOrder, order},
    known_at,
};

impl State {
    /// Folds everything that changed; calls `changed` with each knelpunt as it was open before and is now.
    ///
    /// Contents that compete must be [ranked](State::rank).
    pub fn fold(&mut self, mut changed: impl FnMut(Option<OpenKnelpunt>, Option<OpenKnelpunt>)) {
        self.fold_in_municipalities();
        let mut rows = std::mem::take(&mut self.changed_rows);
        rows.sort_unstable();
        rows.dedup();
        let mut joined = BTreeSet::new();
        for row in rows {
            if !self.merges.is_linked(row) {
                let before = self.open(row as usize);
                self.fold_row(row as usize);
                changed(before, self.open(row as usize));
            } else if !joined.contains(&row) {
                let component = self.merges.component(row);
                let before: Vec<_> = component
                    .iter()
                    .map(|row| self.open(*row as usize))
                    .collect();
                self.fold_component(&component);
                for (row, before) in component.iter().zip(before) {
                    changed(before, self.open(*row as usize));
                }
                joined.extend(component);
            }
        }
    }

    fn fold_in_municipalities(&mut self) {
        for key in std::mem::take(&mut self.changed_in_municipalities) {
            if let Some(municipal) = self.municipal_entries.get_mut(&key) {
                municipal.entries.sort_for_fold();
                let records = || municipal.entries.all().iter().map(|entry| &entry.record);
                self.consultations
                    .set(key, effective_consultations(records()));
                self.support.set(key, effective_support(records()));
            }
        }
    }

    /// Folds a subject that is a knelpunt of its own.
    fn fold_row(&mut self, row: usize) {
        let entries = &mut self.subjects[row].entries;
        let resume = entries.sort_for_fold();
        if let Some((fold, folded)) = resume {
            let new = &entries.all()[folded..];
            if let Some(last) = new.last().map(Entry::order) {
                let observed = new.iter().filter_map(observed_with_source);
                let fold = self.timelines.append(row, fold, observed);
                entries.set_fold(fold, Some(last));
            }
        } else if self.has_corrections[row] {
            let (fold, last) = self.fold_effective(row);
            self.subjects[row].entries.set_fold(fold, last);
        } else {
            let observed = entries.all().iter().filter_map(observed_with_source);
            let (timeline, fold) = self.scratch.fold_observations(observed);
            self.timelines.set(row, timeline);
            let last = entries.all().last().map(Entry::order);
            entries.set_fold(fold, last);
        }
    }

    /// Folds the entries of a subject that count.
    fn fold_effective(&mut self, row: usize) -> (Fold, Option<EntryOrder>) {
        let facts = known_at::effective_facts(self.subjects[row].entries.all().iter());
        let observed = facts
            .iter()
            .map(|fact| (fact.observation, fact.record.source));
        let (timeline, fold) = self.scratch.fold_observations(observed);
        self.timelines.set(row, timeline);
        let last = facts.last();
        let last = last.map(|fact| order(fact.record, Some(fact.observation)));
        (fold, last)
    }

    /// Folds linked subjects, together.
    fn fold_component(&mut self, component: &BTreeSet<u32>) {
        let rows = || component.iter().map(|row| *row as usize);
        let last_change = rows()
            .map(|row| self.last_changes[row])
            .max()
            .unwrap_or_default();
        for row in rows() {
            self.subjects[row].entries.sort_for_fold();
            self.last_changes[row] = last_change;
            self.has_corrections[row] = true;
            self.timelines.clear(row);
        }
        self.merges.clear(component);
        let subjects = known_at::subjects(&self.subjects, &self.timelines, component, u64::MAX);
        for knelpunt in fold::join(&subjects) {
            let row_of = |id| self.index.find(id, &self.subjects);
            let members: Vec<u32> = knelpunt
                .members
                .iter()
                .filter_map(|id| row_of(*id))
                .collect();
            let Some(root) = row_of(knelpunt.id) else {
                continue;
            };
            let timeline = self
                .scratch
                .fold(knelpunt.facts().iter().map(Fact::sourced));
            self.timelines.set(root as usize, timeline);
            // Its last fact may be one of a subject that was merged into it, and name another party.
            if let Some(identity) = &knelpunt.identity {
                let newest_first = knelpunt.facts().iter().rev().map(|fact| fact.observation);
                let written = WrittenNames::last(identity, &newest_first, &self.interner);
                self.timelines.set_written(root as usize, written);
            }
            self.merges.set_members(root, members);
        }
    }
}

fn observed_with_source(entry: &Entry) -> Option<(&Observation, Symbol)> {
    Some((entry.record.observation()?, entry.record.source))
}

//! The views in memory: as of one commit, together with what the store holds.

use std::collections::{BTreeSet, HashMap, HashSet};

use fold::{Record, SubjectRecords, Traits, What, join};
use model::KnelpuntId;
use questions::Columns;

use crate::values::Head;

/// What is held in memory.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) columns: Columns,
    pub(crate) links: Links,
    /// Subjects with a record that is no fact under a key of its own: what corrects or is corrected, rivals, merges.
    pub(crate) irregular: HashSet<KnelpuntId>,
    pub(crate) head: Head,
}

/// Which subjects any merge has ever named together.
#[derive(Debug, Default)]
pub(crate) struct Links(HashMap<KnelpuntId, BTreeSet<KnelpuntId>>);

impl Memory {
    /// Says whether a subject is a knelpunt of its own whose facts in memory are all its events.
    pub(crate) fn is_plain(&self, subject: KnelpuntId) -> bool {
        !self.irregular.contains(&subject) && !self.links.has(subject)
    }

    /// Puts in what linked subjects fold to; none of their knelpunten may be in already.
    pub(crate) fn insert_joined(&mut self, subjects: &[SubjectRecords], touched: u64) {
        let columns = &mut self.columns;
        for subject in subjects {
            if let Some(identity) = &subject.identity {
                Traits::of(identity, &mut |text| columns.enter(text));
            }
            for record in &subject.records {
                enter_names(record, columns);
            }
        }
        for knelpunt in join(subjects, &mut |text| columns.enter(text)) {
            columns.insert(knelpunt, touched);
        }
    }
}

impl Links {
    pub(crate) fn enter(&mut self, one: KnelpuntId, other: KnelpuntId) {
        self.0.entry(one).or_default().insert(other);
        self.0.entry(other).or_default().insert(one);
    }

    /// Gives every subject that is linked with one, however far, itself included; `more` links count as well.
    pub(crate) fn component(&self, id: KnelpuntId, more: &Self) -> BTreeSet<KnelpuntId> {
        let mut component = BTreeSet::from([id]);
        let mut ahead = vec![id];
        while let Some(at) = ahead.pop() {
            let next = [self.0.get(&at), more.0.get(&at)].into_iter().flatten();
            ahead.extend(next.flatten().filter(|id| component.insert(**id)));
        }
        component
    }

    pub(crate) fn has(&self, id: KnelpuntId) -> bool {
        self.0.contains_key(&id)
    }

    /// Takes over other links.
    pub(crate) fn merge(&mut self, more: Self) {
        for (id, others) in more.0 {
            self.0.entry(id).or_default().extend(others);
        }
    }
}

/// Every name that a record holds gets a number now, so that asking how things were known at some sequence, when
/// another content won, needs no new ones.
pub(crate) fn enter_names(record: &Record, columns: &mut Columns) {
    columns.enter(&record.source);
    match &record.what {
        What::Reported { round, .. } => enter_name(round.as_deref(), columns),
        What::Resolved { round, remedy, .. } => {
            enter_name(round.as_deref(), columns);
            enter_name(remedy.as_deref(), columns);
        }
        What::Merged { into } => {
            Traits::of(into, &mut |text| columns.enter(text));
        }
        What::Redacted { replacement } => enter_names(replacement, columns),
        What::Consulted | What::Withdrawn { .. } => {}
    }
}

fn enter_name(text: Option<&str>, columns: &mut Columns) {
    if let Some(text) = text {
        columns.enter(text);
    }
}

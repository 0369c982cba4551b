//! Contents that are inserted; they become visible with the next fold.

use fold::{IdentityKeys, Record, RecordKind, Symbol};
use model::{EventKey, KnelpuntId};

use crate::{Entries, Entry, State, SubjectKey, rows::SubjectEntries};

/// Where the entries of a subject are.
#[derive(Clone, Copy)]
enum Location {
    Row(u32),
    InMunicipality((Symbol, Symbol)),
}

impl State {
    /// Records the identity of a subject.
    pub fn identify(&mut self, subject: KnelpuntId, identity: IdentityKeys) {
        let row = self.row(subject);
        self.timelines.set_identity(row as usize, Some(identity));
        self.municipalities.insert(identity.municipality);
        self.changed_rows.push(row);
    }

    /// Inserts contents that are not there yet.
    pub fn insert_all(&mut self, contents: Vec<(SubjectKey, Entry)>) {
        // First all locations, then all entries: one after the other, each insertion would wait for memory in its turn.
        let subjects = contents.iter().map(|(subject, _)| *subject);
        let locations: Vec<Location> = subjects.map(|subject| self.location(subject)).collect();
        for (location, (subject, entry)) in locations.into_iter().zip(contents) {
            match location {
                Location::Row(row) => self.insert_at_row(row, subject, entry),
                Location::InMunicipality(key) => self.insert_in_municipality(key, subject, entry),
            }
        }
    }

    fn location(&mut self, subject: SubjectKey) -> Location {
        match subject {
            SubjectKey::Knelpunt(id) => Location::Row(self.row(id)),
            SubjectKey::InMunicipality { municipality, name } => {
                Location::InMunicipality((municipality, name))
            }
        }
    }

    fn insert_in_municipality(&mut self, key: (Symbol, Symbol), subject: SubjectKey, entry: Entry) {
        self.municipalities.insert(key.0);
        let municipal = self.municipal_entries.entry(key).or_default();
        let competing = competing(&municipal.entries, &entry.record);
        self.unranked.extend(competing.map(|key| (subject, key)));
        municipal.last_change = municipal.last_change.max(entry.sequence);
        municipal.entries.push(entry);
        self.changed_in_municipalities.insert(key);
    }

    fn insert_at_row(&mut self, row: u32, subject: SubjectKey, entry: Entry) {
        let index = row as usize;
        let record = &entry.record;
        let mut is_correction = record.observation().is_none();
        for key in competing(&self.subjects[index].entries, record) {
            self.unranked.push((subject, key));
            is_correction = true;
        }
        if let Some(target) = record.merges_into() {
            let target = self.row(target);
            self.merges.link(row, target);
            self.has_corrections[target as usize] = true;
            self.changed_rows.push(target);
        }
        self.has_corrections[index] |= is_correction;
        self.last_changes[index] = self.last_changes[index].max(entry.sequence);
        self.first_arrivals[index] = self.first_arrivals[index].min(entry.sequence);
        self.subjects[index].entries.push(entry);
        self.changed_rows.push(row);
    }

    /// Returns the row of a subject, a new one if it has none yet.
    pub(crate) fn row(&mut self, subject: KnelpuntId) -> u32 {
        if let Some(row) = self.index.find(subject, &self.subjects) {
            return row;
        }
        self.subjects.push(SubjectEntries {
            id: subject,
            entries: Entries::default(),
        });
        self.last_changes.push(0);
        self.first_arrivals.push(u64::MAX);
        self.has_corrections.push(false);
        self.timelines.resize(self.subjects.len());
        self.index.insert_last(&self.subjects)
    }
}

/// Returns the keys under which a record competes with entries: its own, and that of the event that it replaces.
fn competing(entries: &Entries, record: &Record) -> impl Iterator<Item = EventKey> + use<> {
    let competes = entries.with_key(record.key).next().is_some();
    let replaced = match &record.kind {
        RecordKind::Redacted { replacement } => Some(replacement.key),
        _ => None,
    };
    let replaced = replaced.filter(|key| entries.redacting(*key).next().is_some());
    competes.then_some(record.key).into_iter().chain(replaced)
}

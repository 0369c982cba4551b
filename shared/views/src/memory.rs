//! The views in memory: as of one commit, together with what the store holds.

use std::collections::{BTreeSet, HashMap};

use fold::{IdentityKeys, Interner, Knelpunt, Record, RecordKind, SubjectRecords, Symbol, join};
use model::{ContentId, EventKey, Identity, KnelpuntId, Subject};
use questions::Columns;

use crate::{
    ViewsError,
    consultations::{Consultations, municipality_and_round},
    contents::Contents,
    places::Places,
    tail::Tail,
    told::{Arrived, Told},
    values::Head,
};

/// What is held in memory.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) columns: Columns,
    pub(crate) links: Links,
    /// Subjects of which facts do not say all: what corrects or is corrected, rivals, merges.
    pub(crate) told: HashMap<KnelpuntId, Told>,
    pub(crate) consultations: Consultations,
    pub(crate) places: Places,
    pub(crate) tail: Tail,
    pub(crate) head: Head,
}

/// Which subjects any merge has ever named together.
#[derive(Debug, Default)]
pub(crate) struct Links(HashMap<KnelpuntId, BTreeSet<KnelpuntId>>);

impl Memory {
    /// Gives what is held of an empty store.
    pub(crate) fn of(versions: (String, String, String)) -> Self {
        let head = Head {
            versions,
            ..Head::default()
        };
        Self {
            head,
            ..Self::default()
        }
    }

    /// Says whether a subject is a knelpunt of its own whose facts are all its events.
    pub(crate) fn is_plain(&self, subject: KnelpuntId) -> bool {
        !self.told.contains_key(&subject)
    }

    /// Finds a knelpunt that is [plain](Memory::is_plain).
    pub(crate) fn plain(&self, subject: KnelpuntId) -> Option<&Knelpunt> {
        let row = self.columns.find(subject)?;
        self.is_plain(subject).then_some(row)
    }

    /// Gives who a subject is, if any event has said so.
    pub(crate) fn identity(&self, subject: KnelpuntId) -> Option<Identity> {
        if let Some(told) = self.told.get(&subject) {
            return told.identity.clone();
        }
        self.identity_of(self.plain(subject)?.identity)
    }

    /// Gives the texts of who a subject is.
    pub(crate) fn identity_of(&self, traits: Option<IdentityKeys>) -> Option<Identity> {
        traits.map(|traits| identity(traits, self.columns.interner()))
    }

    /// Says whether any event has said who a subject is.
    pub(crate) fn is_identified(&self, subject: KnelpuntId) -> bool {
        match self.told.get(&subject) {
            Some(told) => told.identity.is_some(),
            None => self
                .plain(subject)
                .is_some_and(|row| row.identity.is_some()),
        }
    }

    /// Reads all that was told of a plain subject, of which facts will no longer say all.
    pub(crate) fn tell(
        &self,
        subject: KnelpuntId,
        contents: &Contents<'_>,
    ) -> Result<Told, ViewsError> {
        let mut told = Told::of(self.identity(subject));
        let facts = self.plain(subject).map_or(&[][..], Knelpunt::facts).iter();
        let arrived = facts.map(|fact| contents.arrived(fact.arrived));
        told.enter_all(arrived.collect::<Result<_, _>>()?);
        Ok(told)
    }

    /// Lists the contents of a consultation under an event key.
    pub(crate) fn of_consultation(&self, subject: &Subject, key: EventKey) -> Vec<ContentId> {
        let names = self.columns.interner();
        let of = municipality_and_round(subject)
            .and_then(|(place, round)| Some((names.find(place)?, names.find(round)?)));
        of.map_or_else(Vec::new, |of| self.consultations.under(of, key))
    }

    /// Notes a content of a consultation.
    pub(crate) fn enter_consultation(&mut self, subject: &Subject, arrived: Arrived) {
        if let Some((municipality, round)) = municipality_and_round(subject) {
            let of: (Symbol, Symbol) = (
                self.columns.intern(municipality),
                self.columns.intern(round),
            );
            self.consultations.enter(of, arrived);
        }
    }

    /// Puts in what subjects that are not plain fold to, linked ones together; none of their knelpunten may be in
    /// already.
    pub(crate) fn insert_joined(&mut self, subjects: &[SubjectRecords], touched: u64) {
        let columns = &mut self.columns;
        for subject in subjects {
            if let Some(identity) = &subject.identity {
                IdentityKeys::intern(identity, &mut |text| columns.intern(text));
            }
            for record in &subject.records {
                enter_names(record, columns);
            }
        }
        for knelpunt in join(subjects, &mut |text| columns.intern(text)) {
            columns.insert(knelpunt, touched);
        }
        for subject in subjects {
            columns.mark_corrected(subject.id);
        }
    }
}

fn identity(traits: IdentityKeys, names: &Interner) -> Identity {
    let text = |name| names.text(name).to_owned();
    Identity {
        municipality: text(traits.municipality),
        category: text(traits.category),
        building_block: traits.building_block.map(text),
        party: traits.party.map(|(kind, name)| (kind, text(name))),
        reference: traits.reference.map(text),
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

    /// Says whether a merge has named two subjects together.
    pub(crate) fn links(&self, one: KnelpuntId, other: KnelpuntId) -> bool {
        let others = self.0.get(&one);
        others.is_some_and(|others| others.contains(&other))
    }

    /// Lists the subjects that are linked with any.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = KnelpuntId> {
        self.0.keys().copied()
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
    columns.intern(&record.source);
    match &record.kind {
        RecordKind::Reported { round, .. } => enter_name(round.as_deref(), columns),
        RecordKind::Resolved { round, remedy, .. } => {
            enter_name(round.as_deref(), columns);
            enter_name(remedy.as_deref(), columns);
        }
        RecordKind::Merged { into } => {
            IdentityKeys::intern(into, &mut |text| columns.intern(text));
        }
        RecordKind::Redacted { replacement } => enter_names(replacement, columns),
        RecordKind::Consulted { topics, .. } => {
            for topic in topics.iter().flatten() {
                columns.intern(topic);
            }
        }
        RecordKind::Withdrawn { .. } => {}
    }
}

fn enter_name(text: Option<&str>, columns: &mut Columns) {
    if let Some(text) = text {
        columns.intern(text);
    }
}

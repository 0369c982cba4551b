//! The views in memory, as of one commit.

use std::collections::{BTreeSet, HashMap};

use fold::{
    Fact, IdentityKeys, Interner, Knelpunt, Record, RecordKind, SubjectRecords, Symbol, join,
};
use model::{ContentId, EventKey, Identity, KnelpuntId, Subject};
use questions::Columns;

use crate::{
    ViewsError,
    consultation_logs::{ConsultationLogs, municipality_and_round},
    contents::Contents,
    large_subjects::LargeSubjects,
    open_block::OpenBlock,
    subject_log::{SequencedRecord, SubjectLog},
    values::StoreHeader,
};

/// The views in memory.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) columns: Columns,
    pub(crate) links: MergeLinks,
    /// Of the subjects with corrections: events that correct or are corrected, competing contents, merges.
    pub(crate) subject_logs: HashMap<KnelpuntId, SubjectLog>,
    pub(crate) consultation_logs: ConsultationLogs,
    pub(crate) large_subjects: LargeSubjects,
    pub(crate) open_block: OpenBlock,
    pub(crate) header: StoreHeader,
}

/// Which subjects were ever linked by a merge, even by one that was withdrawn: asked as known before the withdrawal,
/// they are one knelpunt.
#[derive(Debug, Default)]
pub(crate) struct MergeLinks(HashMap<KnelpuntId, BTreeSet<KnelpuntId>>);

impl Memory {
    /// Creates the memory of an empty store.
    pub(crate) fn new(versions: (String, String, String)) -> Self {
        let header = StoreHeader {
            versions,
            ..StoreHeader::default()
        };
        Self {
            header,
            ..Self::default()
        }
    }

    /// Whether the facts of a subject do not say all about its events, so that it has a log. A subject without
    /// corrections is a knelpunt of its own, and each of its facts is one event.
    pub(crate) fn has_corrections(&self, subject: KnelpuntId) -> bool {
        self.subject_logs.contains_key(&subject)
    }

    /// Finds the knelpunt of a subject without [corrections](Memory::has_corrections).
    pub(crate) fn find_uncorrected(&self, subject: KnelpuntId) -> Option<&Knelpunt> {
        let row = self.columns.find(subject)?;
        (!self.has_corrections(subject)).then_some(row)
    }

    /// Returns the facts of a subject without corrections; none of any other.
    pub(crate) fn uncorrected_facts(&self, subject: KnelpuntId) -> &[Fact] {
        let row = self.find_uncorrected(subject);
        row.map_or(&[], Knelpunt::facts)
    }

    /// Returns the identity of a subject, if any event has given it.
    pub(crate) fn identity(&self, subject: KnelpuntId) -> Option<Identity> {
        if let Some(log) = self.subject_logs.get(&subject) {
            return log.identity.clone();
        }
        self.resolve_identity(self.find_uncorrected(subject)?.identity)
    }

    /// Returns the texts of an identity.
    pub(crate) fn resolve_identity(&self, keys: Option<IdentityKeys>) -> Option<Identity> {
        keys.map(|keys| resolve_identity(keys, self.columns.interner()))
    }

    /// Whether any event has given the identity of a subject.
    pub(crate) fn is_identified(&self, subject: KnelpuntId) -> bool {
        match self.subject_logs.get(&subject) {
            Some(log) => log.identity.is_some(),
            None => self
                .find_uncorrected(subject)
                .is_some_and(|row| row.identity.is_some()),
        }
    }

    /// Reads the log of a subject that had no corrections until now.
    pub(crate) fn read_log(
        &self,
        subject: KnelpuntId,
        contents: &Contents<'_>,
    ) -> Result<SubjectLog, ViewsError> {
        let mut log = SubjectLog::new(self.identity(subject));
        let facts = self.uncorrected_facts(subject).iter();
        let records = facts.map(|fact| contents.record(fact.arrived));
        log.insert_all(records.collect::<Result<_, _>>()?);
        Ok(log)
    }

    /// Lists the contents of a consultation under an event key.
    pub(crate) fn consultation_contents(&self, subject: &Subject, key: EventKey) -> Vec<ContentId> {
        let interner = self.columns.interner();
        let symbols = municipality_and_round(subject).and_then(|(municipality, round)| {
            Some((interner.find(municipality)?, interner.find(round)?))
        });
        symbols.map_or_else(Vec::new, |symbols| {
            self.consultation_logs.contents(symbols, key)
        })
    }

    /// Inserts a record of a consultation.
    pub(crate) fn insert_consultation(&mut self, subject: &Subject, record: SequencedRecord) {
        if let Some((municipality, round)) = municipality_and_round(subject) {
            let symbols: (Symbol, Symbol) = (
                self.columns.intern(municipality),
                self.columns.intern(round),
            );
            self.consultation_logs.insert(symbols, record);
        }
    }

    /// Joins linked subjects with corrections into knelpunten, and inserts those. None may be in the columns.
    pub(crate) fn insert_joined(&mut self, subjects: &[SubjectRecords], last_change: u64) {
        let columns = &mut self.columns;
        for subject in subjects {
            if let Some(identity) = &subject.identity {
                IdentityKeys::intern(identity, &mut |text| columns.intern(text));
            }
            for record in &subject.records {
                intern_record(record, columns);
            }
        }
        for knelpunt in join(subjects, &mut |text| columns.intern(text)) {
            columns.insert(knelpunt, last_change);
        }
        for subject in subjects {
            columns.mark_corrected(subject.id);
        }
    }
}

fn resolve_identity(keys: IdentityKeys, interner: &Interner) -> Identity {
    let text = |symbol| interner.text(symbol).to_owned();
    Identity {
        municipality: text(keys.municipality),
        category: text(keys.category),
        building_block: keys.building_block.map(text),
        party: keys.party.map(|(kind, name)| (kind, text(name))),
        reference: keys.reference.map(text),
    }
}

impl MergeLinks {
    pub(crate) fn insert(&mut self, one: KnelpuntId, other: KnelpuntId) {
        self.0.entry(one).or_default().insert(other);
        self.0.entry(other).or_default().insert(one);
    }

    /// Returns the subjects that are linked with one, transitively, itself included.
    pub(crate) fn component(&self, id: KnelpuntId) -> BTreeSet<KnelpuntId> {
        self.component_with(id, &Self::default())
    }

    /// Returns a component of these links and `more` together.
    pub(crate) fn component_with(&self, id: KnelpuntId, more: &Self) -> BTreeSet<KnelpuntId> {
        let mut component = BTreeSet::from([id]);
        let mut ahead = vec![id];
        while let Some(next) = ahead.pop() {
            let linked = [self.0.get(&next), more.0.get(&next)].into_iter().flatten();
            ahead.extend(linked.flatten().filter(|id| component.insert(**id)));
        }
        component
    }

    /// Whether a subject is linked with any other.
    pub(crate) fn has_subject(&self, id: KnelpuntId) -> bool {
        self.0.contains_key(&id)
    }

    /// Whether a merge has linked two subjects.
    pub(crate) fn are_linked(&self, one: KnelpuntId, other: KnelpuntId) -> bool {
        let others = self.0.get(&one);
        others.is_some_and(|others| others.contains(&other))
    }

    /// Lists the subjects that are linked with any other.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = KnelpuntId> {
        self.0.keys().copied()
    }

    pub(crate) fn extend(&mut self, more: Self) {
        for (id, others) in more.0 {
            self.0.entry(id).or_default().extend(others);
        }
    }
}

/// Interns every text of a record, also of one that is not effective: a question as known at an earlier sequence,
/// where it was, has only a shared reference to the interner.
pub(crate) fn intern_record(record: &Record, columns: &mut Columns) {
    columns.intern(&record.source);
    match &record.kind {
        RecordKind::Reported { round, .. } => intern_optional(round.as_deref(), columns),
        RecordKind::Resolved { round, remedy, .. } => {
            intern_optional(round.as_deref(), columns);
            intern_optional(remedy.as_deref(), columns);
        }
        RecordKind::Merged { into } => {
            IdentityKeys::intern(into, &mut |text| columns.intern(text));
        }
        RecordKind::Redacted { replacement } => intern_record(replacement, columns),
        RecordKind::Consulted { topics, .. } => {
            for topic in topics.iter().flatten() {
                columns.intern(topic);
            }
        }
        RecordKind::Withdrawn { .. } => {}
    }
}

fn intern_optional(text: Option<&str>, columns: &mut Columns) {
    if let Some(text) = text {
        columns.intern(text);
    }
}

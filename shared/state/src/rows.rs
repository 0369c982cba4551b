//! The state: a row for each subject, with its entries, and with the timeline of the knelpunt that it is.

use std::collections::{BTreeSet, HashMap};

use fold::{IdentityKeys, Interner, Symbol, WrittenNames};
use model::{ContentId, EventKey, KnelpuntId, Subject};

use crate::{
    Consultations, Entries, Entry, EpisodeSpan, RoundFact, ScratchTimeline, SubjectKey, Support,
    Timeline, TimelineHeader, merges::Merges, row_index::RowIndex, timeline::Timelines,
};

/// All subjects in memory, with the knelpunten that they make up.
///
/// A knelpunt has the row of its own id. The other subjects that are merged into it have rows with empty timelines.
#[derive(Debug, Default)]
pub struct State {
    pub(crate) interner: Interner,
    pub(crate) index: RowIndex,
    /// By row.
    pub(crate) subjects: Vec<SubjectEntries>,
    pub(crate) timelines: Timelines,
    /// By row, the last sequence that could have changed its knelpunt.
    pub(crate) last_changes: Vec<u64>,
    /// By row, the sequence at which the first of its entries arrived: before it nothing of the subject was known.
    pub(crate) first_arrivals: Vec<u64>,
    /// By row, whether an entry is more than one more fact: it corrects, is corrected, merges, or competes.
    pub(crate) has_corrections: Vec<bool>,
    pub(crate) merges: Merges,
    /// The municipalities of all subjects, consultations and support included.
    pub(crate) municipalities: BTreeSet<Symbol>,
    /// The events of subjects in a municipality, by municipality and name.
    pub(crate) municipal_entries: HashMap<(Symbol, Symbol), MunicipalEntries>,
    pub(crate) consultations: Consultations,
    pub(crate) support: Support,
    /// The rows and the subjects in a municipality that changed since the last fold.
    pub(crate) changed_rows: Vec<u32>,
    pub(crate) changed_in_municipalities: BTreeSet<(Symbol, Symbol)>,
    /// The events whose contents began to compete since they were ranked.
    pub(crate) unranked: Vec<(SubjectKey, EventKey)>,
    pub(crate) scratch: ScratchTimeline,
}

/// A subject with its events, side by side: whoever finds a row by its id needs the entries next.
#[derive(Debug)]
pub(crate) struct SubjectEntries {
    pub(crate) id: KnelpuntId,
    pub(crate) entries: Entries,
}

/// The consultations of one municipality in one round, or its support of one kind, or both where these are named alike.
#[derive(Debug, Default)]
pub(crate) struct MunicipalEntries {
    pub(crate) entries: Entries,
    pub(crate) last_change: u64,
}

/// A knelpunt that is open when all facts are visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenKnelpunt {
    /// Its id.
    pub id: KnelpuntId,
    /// Its identity.
    pub identity: IdentityKeys,
    /// Its names as they were last written.
    pub written: WrittenNames,
    /// The open episode.
    pub episode: EpisodeSpan,
}

impl State {
    /// Creates an empty state with texts that have their symbols already.
    pub fn with_interner(interner: Interner) -> Self {
        Self {
            interner,
            ..Self::default()
        }
    }

    /// Sets the texts behind the symbols of everything that was inserted.
    pub fn set_interner(&mut self, interner: Interner) {
        self.interner = interner;
    }

    /// Returns the texts behind the symbols.
    pub const fn interner(&self) -> &Interner {
        &self.interner
    }

    /// Returns the symbol of a text, a new one if it has none yet.
    pub fn intern(&mut self, text: &str) -> Symbol {
        self.interner.intern(text)
    }

    /// Returns the consultations that count.
    pub const fn consultations(&self) -> &Consultations {
        &self.consultations
    }

    /// Returns the support that counts.
    pub const fn support(&self) -> &Support {
        &self.support
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.subjects.len()
    }

    /// Returns the number of knelpunten, those without an episode included.
    pub fn knelpunten(&self) -> usize {
        self.rows() - self.merges.absorbed()
    }

    /// Finds the row of a subject.
    pub fn subject_row(&self, subject: KnelpuntId) -> Option<usize> {
        self.index
            .find(subject, &self.subjects)
            .map(|row| row as usize)
    }

    /// Finds the row of the knelpunt that a subject is, or is merged into.
    pub fn find(&self, subject: KnelpuntId) -> Option<usize> {
        let row = self.index.find(subject, &self.subjects)?;
        Some(self.merges.root(row) as usize)
    }

    /// Returns the entries of a subject; none of one that no event has named.
    pub fn entries(&self, subject: KnelpuntId) -> &[Entry] {
        let row = self.index.find(subject, &self.subjects);
        row.map_or(&[], |row| self.subjects[row as usize].entries.all())
    }

    /// Returns the entries of a subject of any kind; none of one that no event has named.
    pub fn entries_of_subject(&self, subject: &Subject) -> &[Entry] {
        self.find_entries(subject).map_or(&[], Entries::all)
    }

    /// Lists the subjects of which something counts in a round: consultations, reports and resolutions.
    pub fn subjects_of_round(&self, round: &str) -> Vec<Subject> {
        let Some(round) = self.interner.find(round) else {
            return Vec::new();
        };
        let consulted = self.consultations.iter();
        let consulted = consulted.filter(|((_, name), _)| *name == round);
        let text = |symbol: Symbol| self.interner.text(symbol).to_owned();
        let consulted = consulted.map(|((municipality, name), _)| Subject::InMunicipality {
            municipality: text(municipality),
            name: text(name),
        });
        let is_of_round = |row: &usize| self.round_facts(*row).iter().any(|one| one.round == round);
        let members = self.roots().filter(is_of_round);
        let members = members.flat_map(|row| self.members(row));
        consulted.chain(members.map(Subject::Knelpunt)).collect()
    }

    fn find_entries(&self, subject: &Subject) -> Option<&Entries> {
        let subject = SubjectKey::find(subject, |text| self.interner.find(text));
        self.entries_of(subject?)
    }

    /// Lists the contents under an event key.
    pub fn contents(&self, subject: &Subject, key: EventKey) -> impl Iterator<Item = ContentId> {
        let entries = self.find_entries(subject).into_iter();
        entries
            .flat_map(move |entries| entries.with_key(key))
            .map(|entry| entry.record.content)
    }

    pub(crate) fn entries_of(&self, subject: SubjectKey) -> Option<&Entries> {
        match subject {
            SubjectKey::Knelpunt(id) => {
                let row = self.index.find(id, &self.subjects)?;
                Some(&self.subjects[row as usize].entries)
            }
            SubjectKey::InMunicipality { municipality, name } => {
                let subject = self.municipal_entries.get(&(municipality, name));
                subject.map(|subject| &subject.entries)
            }
        }
    }

    /// Whether any event has named the identity of a subject.
    pub fn is_identified(&self, subject: KnelpuntId) -> bool {
        let row = self.index.find(subject, &self.subjects);
        row.is_some_and(|row| self.header(row as usize).identity.is_some())
    }

    /// Returns the id of the subject of a row.
    pub fn id(&self, row: usize) -> KnelpuntId {
        self.subjects[row].id
    }

    /// Returns the subjects that make up the knelpunt of a row, in order.
    pub fn members(&self, row: usize) -> Vec<KnelpuntId> {
        let members = self.merges.members(number(row)).into_iter();
        members.map(|row| self.subjects[row as usize].id).collect()
    }

    /// Returns the header of a row's timeline.
    pub fn header(&self, row: usize) -> &TimelineHeader {
        &self.timelines.headers()[row]
    }

    /// Returns the headers of all timelines, by row.
    pub fn headers(&self) -> &[TimelineHeader] {
        self.timelines.headers()
    }

    /// Returns the timeline of a row; an empty one where the subject is merged into another.
    pub fn timeline(&self, row: usize) -> Timeline<'_> {
        self.timelines.timeline(row)
    }

    /// Returns the facts of rounds of a row, in order.
    pub fn round_facts(&self, row: usize) -> &[RoundFact] {
        self.timelines.round_facts(row)
    }

    /// Returns the entries of a row.
    pub fn entries_of_row(&self, row: usize) -> &Entries {
        &self.subjects[row].entries
    }

    /// Lists the rows of knelpunten: of the subjects that are not merged into another.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        (0..self.rows()).filter(|row| !self.merges.is_absorbed(number(*row)))
    }

    /// Lists the subjects that a merge has linked with any other.
    pub fn linked(&self) -> impl Iterator<Item = KnelpuntId> {
        self.merges
            .linked()
            .map(|row| self.subjects[row as usize].id)
    }

    /// Returns, by row, the last sequence that could have changed its knelpunt.
    pub fn last_changes(&self) -> &[u64] {
        &self.last_changes
    }

    /// Returns, by row, the sequence at which the first of its entries arrived.
    pub fn first_arrivals(&self) -> &[u64] {
        &self.first_arrivals
    }

    /// Returns, by row, whether entries correct one another, merge or compete, so that not each is one more fact.
    pub fn has_corrections(&self) -> &[bool] {
        &self.has_corrections
    }

    /// Returns the municipalities of the subjects, each once.
    pub fn municipalities(&self) -> impl Iterator<Item = Symbol> {
        self.municipalities.iter().copied()
    }

    /// Returns the knelpunt of a row as an open one, if it is.
    pub fn open(&self, row: usize) -> Option<OpenKnelpunt> {
        let episode = *self.timelines.timeline(row).episodes.last()?;
        let header = self.header(row);
        let identity = header.identity?;
        episode.end.is_none().then_some(OpenKnelpunt {
            id: self.subjects[row].id,
            identity,
            written: header.written,
            episode,
        })
    }

    /// Returns the bytes in use, by part.
    #[cfg(feature = "size-accounting")]
    pub fn memory_usage(&self) -> Vec<(&'static str, usize)> {
        let rows = self.rows();
        let municipal = self.municipal_entries.values();
        let municipal = municipal.map(|subject| subject.entries.heap_bytes());
        let mut parts = vec![
            (
                "entries",
                self.subjects
                    .iter()
                    .map(|subject| subject.entries.heap_bytes())
                    .sum(),
            ),
            ("subjects", rows * (size_of::<SubjectEntries>())),
            ("row index", self.index.bytes()),
            (
                "sequences",
                rows * (2 * size_of::<u64>() + size_of::<bool>()),
            ),
            ("interner", self.interner.bytes()),
            ("subjects in municipalities", municipal.sum()),
        ];
        parts.extend(self.timelines.memory_usage());
        parts
    }
}

pub(crate) fn number(row: usize) -> u32 {
    let number = u32::try_from(row);
    assert!(number.is_ok(), "there are fewer than 2^32 subjects");
    number.unwrap_or_default()
}

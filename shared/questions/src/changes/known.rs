//! Whether knelpunten were open, as the log was known from one sequence to the next.
//!
//! The last of its facts, in the order of the fold, decides whether a knelpunt is open: it is if that is a report. So an
//! event that stands alone takes constant time; after one that corrects others, or is corrected, its knelpunt is put
//! together again from its entries.

use std::collections::HashSet;

use fold::{Knelpunt, Observation, Record, RecordKind};
use model::{EventKey, Instant, KnelpuntId};
use state::{Entry, State};

/// The order of the fold: instant, reports first, event key, index of the subject among those of its knelpunt.
type FactOrder = (Instant, bool, EventKey, u32);

/// What was known of a knelpunt, and of the subjects that merges link with it.
pub(super) struct KnownKnelpunten<'a> {
    state: &'a State,
    row: usize,
    knelpunten: Vec<KnownKnelpunt>,
    /// The events that arrived, and those that they correct; none where each stands alone.
    keys: Option<HashSet<(KnelpuntId, EventKey)>>,
}

/// What was known of a knelpunt.
struct KnownKnelpunt {
    id: KnelpuntId,
    members: Vec<KnelpuntId>,
    is_identified: bool,
    last: Option<FactOrder>,
    was_reported: bool,
    /// The keys of the facts that count, if an event that does not stand alone came last.
    counting: Option<HashSet<(EventKey, model::ContentId)>>,
}

/// What a knelpunt is at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownStatus {
    /// Its id; that of the subject while nothing is known of it.
    pub(super) id: KnelpuntId,
    pub(super) is_open: bool,
    pub(super) was_reported: bool,
}

/// What a knelpunt was before an event arrived, and is after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StatusChange {
    pub(super) before: KnownStatus,
    pub(super) after: KnownStatus,
    /// Whether the observation of the event counts.
    pub(super) counts: bool,
    /// Whether another content of the same event had arrived.
    pub(super) competes: bool,
}

/// Returns the observation of a record, or of the one that it replaces another with.
pub(super) fn observation(record: &Record) -> Option<&Observation> {
    match &record.kind {
        RecordKind::Redacted { replacement } => observation(replacement),
        _ => record.observation(),
    }
}

impl<'a> KnownKnelpunten<'a> {
    /// Returns what was known at a sequence of the subject of a row, and of those that merges link with it.
    pub(super) fn at(state: &'a State, row: usize, sequence: u64) -> Self {
        let rows = state.linked_rows(row);
        let keys = rows.iter().any(|row| state.has_corrections()[*row]);
        let keys = keys.then(|| {
            let mut keys = HashSet::new();
            for row in rows {
                let id = state.id(row);
                for entry in state.entries_of_row(row).up_to(sequence) {
                    add_keys(&mut keys, id, &entry.record);
                }
            }
            keys
        });
        let mut known = Self {
            state,
            row,
            knelpunten: Vec::new(),
            keys,
        };
        known.put_together(sequence);
        known
    }

    /// Returns what an event changes that arrives next.
    pub(super) fn step(&mut self, subject: KnelpuntId, entry: &Entry) -> StatusChange {
        let before = self.status(subject);
        let record = &entry.record;
        let is_new = self
            .keys
            .as_ref()
            .is_none_or(|keys| !keys.contains(&(subject, record.key)));
        let competes = !is_new && self.has_arrived(subject, entry);
        let fact = record.observation().filter(|_| is_new);
        let added = fact.and_then(|fact| self.identified(subject)?.add(subject, fact, record.key));
        if added.is_none() {
            self.put_together(entry.sequence);
        }
        if let Some(keys) = &mut self.keys {
            add_keys(keys, subject, record);
        }
        let counts = added.is_some() || self.counts(subject, record);
        StatusChange {
            before,
            after: self.status(subject),
            counts,
            competes,
        }
    }

    fn put_together(&mut self, sequence: u64) {
        let knelpunten = self.state.linked_up_to(self.row, sequence);
        self.knelpunten = knelpunten.iter().map(KnownKnelpunt::new).collect();
    }

    fn has_arrived(&self, subject: KnelpuntId, entry: &Entry) -> bool {
        let row = self.state.subject_row(subject);
        let entries = row.map(|row| self.state.entries_of_row(row)).into_iter();
        let mut contents = entries.flat_map(|entries| entries.with_key(entry.record.key));
        contents.any(|other| other.sequence < entry.sequence)
    }

    fn counts(&self, subject: KnelpuntId, record: &Record) -> bool {
        let of_subject = self.find(subject);
        let counting = of_subject.and_then(|knelpunt| knelpunt.counting.as_ref());
        counting.is_some_and(|counting| counting.contains(&(record.key, record.content)))
    }

    fn find(&self, subject: KnelpuntId) -> Option<&KnownKnelpunt> {
        let mut knelpunten = self.knelpunten.iter();
        knelpunten.find(|knelpunt| knelpunt.members.contains(&subject))
    }

    fn identified(&mut self, subject: KnelpuntId) -> Option<&mut KnownKnelpunt> {
        let mut knelpunten = self.knelpunten.iter_mut();
        knelpunten.find(|knelpunt| knelpunt.is_identified && knelpunt.members.contains(&subject))
    }

    fn status(&self, subject: KnelpuntId) -> KnownStatus {
        let nothing = KnownStatus {
            id: subject,
            is_open: false,
            was_reported: false,
        };
        self.find(subject).map_or(nothing, KnownKnelpunt::status)
    }
}

impl KnownKnelpunt {
    fn new(knelpunt: &Knelpunt<'_>) -> Self {
        let facts = knelpunt.facts();
        let counting = facts
            .iter()
            .map(|fact| (fact.record.key, fact.record.content));
        Self {
            id: knelpunt.id,
            members: knelpunt.members.clone(),
            is_identified: knelpunt.identity.is_some(),
            last: facts.last().map(fold::Fact::order),
            was_reported: facts.iter().any(|fact| fact.observation.is_report()),
            counting: Some(counting.collect()),
        }
    }

    /// Adds a fact of a subject that stands alone.
    fn add(&mut self, subject: KnelpuntId, fact: &Observation, key: EventKey) -> Option<()> {
        let member = self.members.iter().position(|member| *member == subject)?;
        let member = u32::try_from(member).ok()?;
        let order = (fact.instant, !fact.is_report(), key, member);
        self.last = self.last.max(Some(order));
        self.was_reported |= fact.is_report();
        self.counting = None;
        Some(())
    }

    fn status(&self) -> KnownStatus {
        KnownStatus {
            id: self.id,
            is_open: self
                .last
                .is_some_and(|(_, is_resolution, ..)| !is_resolution),
            was_reported: self.was_reported,
        }
    }
}

fn add_keys(keys: &mut HashSet<(KnelpuntId, EventKey)>, subject: KnelpuntId, record: &Record) {
    keys.insert((subject, record.key));
    record.for_each_corrected(&mut |corrected| {
        keys.insert((subject, corrected));
    });
}

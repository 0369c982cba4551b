//! The views as the reader needs them: what was committed, atomically, with the position and the anchor.

use std::collections::BTreeSet;

use fold::{Fact, FactKind, Interner, Knelpunt, Record};
use jiff::Timestamp;
use journal::{MessageFingerprint, ResumePoint};
use model::{Data, Event, EventKey, Instant, KnelpuntId, Subject};
use questions::Columns;

use crate::{events::samples, server::Entry};

/// How many of the last messages are remembered, as in `views::Anchor`.
const REMEMBERED: usize = 64;

/// The state that survives the end of the process.
#[derive(Debug, Default)]
pub(crate) struct Views {
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) position: u64,
    recent: Vec<(u64, MessageFingerprint)>,
    pub(crate) folded: Vec<Entry>,
    fold: Fold,
}

/// Columns that each commit changes as the views' do: a further fact is inserted, a correction rebuilds them.
#[derive(Debug, Default)]
struct Fold {
    columns: Columns,
    events: Vec<&'static Event>,
    keys: BTreeSet<(KnelpuntId, EventKey)>,
    corrected: BTreeSet<EventKey>,
    stale: bool,
}

impl Views {
    pub(crate) fn resume(&self) -> ResumePoint {
        ResumePoint {
            stream_created_at: self.created_at,
            position: self.position,
            recent: self.recent.clone(),
        }
    }

    /// Commits messages after the position; returns how many were more than a further fact.
    pub(crate) fn commit(
        &mut self,
        created_at: Option<Timestamp>,
        messages: &[(Entry, MessageFingerprint)],
    ) -> u64 {
        let mut corrections = 0;
        self.fold.refresh();
        for (entry, fingerprint) in messages {
            self.recent.push((entry.sequence, *fingerprint));
            self.folded.push(*entry);
            self.position = entry.sequence;
            if let Some(event) = &samples()[entry.what].event {
                corrections += u64::from(!self.fold.insert(event));
            }
        }
        let surplus = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..surplus);
        self.created_at = created_at;
        corrections
    }

    /// Returns the knelpunten after all commits.
    pub(crate) fn summaries(&mut self) -> Vec<KnelpuntSummary<'_>> {
        self.fold.refresh();
        summaries(&self.fold.columns)
    }
}

impl Fold {
    /// Inserts an event; returns whether it was a further fact.
    fn insert(&mut self, event: &'static Event) -> bool {
        self.events.push(event);
        let Subject::Knelpunt(subject) = event.subject else {
            return true;
        };
        let record = Record::from_event(event);
        let is_new = self.keys.insert((subject, record.key));
        let is_fact = matches!(event.data, Data::Reported(_) | Data::Resolved(_));
        let was_corrected = self.corrected.contains(&record.key);
        record.for_each_corrected(&mut |key| {
            self.corrected.insert(key);
        });
        if !(is_new && is_fact) || was_corrected {
            self.stale = true;
            return false;
        }
        if !self.stale {
            self.stale = !self.insert_fact(subject, &record);
        }
        true
    }

    /// Inserts a fact if its knelpunt and identity are known; returns whether they are.
    fn insert_fact(&mut self, subject: KnelpuntId, record: &Record) -> bool {
        let mut inserted = false;
        self.columns.update(subject, |knelpunt, interner| {
            let member = knelpunt
                .members
                .iter()
                .position(|folded| *folded == subject);
            let member = member.and_then(|member| u32::try_from(member).ok());
            let known = member.filter(|_| knelpunt.identity.is_some());
            let fact = known.and_then(|member| {
                Fact::from_record(record, member, &mut |text| interner.intern(text))
            });
            inserted = fact.is_some();
            knelpunt.insert(fact.into_iter().collect());
        });
        inserted
    }

    fn refresh(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.columns = Columns::from_events(self.events.iter().copied());
        }
    }
}

/// A knelpunt as text, so that two can be compared whatever the numbers of their symbols.
#[derive(Debug, PartialEq)]
pub(crate) struct KnelpuntSummary<'a> {
    id: KnelpuntId,
    members: &'a [KnelpuntId],
    category: Option<&'a str>,
    facts: Vec<FactSummary<'a>>,
    open: Option<(Instant, Instant, u32)>,
}

#[derive(Debug, PartialEq)]
struct FactSummary<'a> {
    order: (Instant, bool, EventKey, u32),
    kind: FactKind,
    source: &'a str,
    round: Option<&'a str>,
}

/// Returns the knelpunten of columns, ordered by id.
pub(crate) fn summaries(columns: &Columns) -> Vec<KnelpuntSummary<'_>> {
    let mut summaries: Vec<KnelpuntSummary<'_>> = columns
        .iter()
        .map(|one| summary(one, columns.interner()))
        .collect();
    summaries.sort_unstable_by_key(|knelpunt| knelpunt.id);
    summaries
}

fn summary<'a>(knelpunt: &'a Knelpunt, interner: &'a Interner) -> KnelpuntSummary<'a> {
    let fact = |fact: &Fact| FactSummary {
        order: fact.order(),
        kind: fact.kind,
        source: interner.text(fact.source),
        round: fact.round.map(|round| interner.text(round)),
    };
    let open = knelpunt.open();
    KnelpuntSummary {
        id: knelpunt.id,
        members: &knelpunt.members,
        category: knelpunt
            .identity
            .map(|identity| interner.text(identity.category)),
        facts: knelpunt.facts().iter().map(fact).collect(),
        open: open.map(|open| (open.opened_at, open.since, open.reports)),
    }
}

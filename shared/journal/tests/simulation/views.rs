//! The views, as far as the reader is concerned: what was committed, atomically, with the position and the anchor.

use std::collections::BTreeSet;

use fold::{Fact, FactKind, Interner, Knelpunt, Record};
use jiff::Timestamp;
use journal::{MessageFingerprint, ResumePoint};
use model::{Data, Event, EventKey, Instant, KnelpuntId, Subject};
use questions::Columns;

use crate::{events::said, server::Entry};

/// How many of the last messages are remembered: as many as `views::Anchor` does.
const REMEMBERED: usize = 64;

/// What survives the end of a process.
#[derive(Debug, Default)]
pub(crate) struct Views {
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) position: u64,
    recent: Vec<(u64, MessageFingerprint)>,
    pub(crate) folded: Vec<Entry>,
    fold: Fold,
}

/// Columns that each commit changes, as the views' do: what comes as one more fact is entered, what corrects makes
/// all be joined anew.
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

    /// Commits messages behind the position; gives how many of them were more than one more fact.
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
            if let Some(event) = &said()[entry.what].event {
                corrections += u64::from(!self.fold.enter(event));
            }
        }
        let surplus = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..surplus);
        self.created_at = created_at;
        corrections
    }

    /// What the commits, one after another, have come to.
    pub(crate) fn came_to(&mut self) -> Vec<Told<'_>> {
        self.fold.refresh();
        told(&self.fold.columns)
    }
}

impl Fold {
    /// Enters an event; says whether it was one more fact.
    fn enter(&mut self, event: &'static Event) -> bool {
        self.events.push(event);
        let Subject::Knelpunt(subject) = event.subject else {
            return true;
        };
        let record = Record::from_event(event);
        let is_new = self.keys.insert((subject, record.key));
        let says_itself = matches!(event.data, Data::Reported(_) | Data::Resolved(_));
        let was_corrected = self.corrected.contains(&record.key);
        record.for_each_corrected(&mut |key| {
            self.corrected.insert(key);
        });
        if !(is_new && says_itself) || was_corrected {
            self.stale = true;
            return false;
        }
        if !self.stale {
            self.stale = !self.enter_fact(subject, &record);
        }
        true
    }

    /// Enters a fact where its knelpunt is known, and who that is; says whether it is.
    fn enter_fact(&mut self, subject: KnelpuntId, record: &Record) -> bool {
        let mut entered = false;
        self.columns.update(subject, |knelpunt, names| {
            let member = knelpunt.members.iter().position(|held| *held == subject);
            let member = member.and_then(|member| u32::try_from(member).ok());
            let known = member.filter(|_| knelpunt.identity.is_some());
            let fact = known.and_then(|member| {
                Fact::from_record(record, member, &mut |text| names.intern(text))
            });
            entered = fact.is_some();
            knelpunt.insert(fact.into_iter().collect());
        });
        entered
    }

    fn refresh(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.columns = Columns::from_events(self.events.iter().copied());
        }
    }
}

/// A knelpunt in words, so that two can be compared whatever their names' numbers.
#[derive(Debug, PartialEq)]
pub(crate) struct Told<'a> {
    id: KnelpuntId,
    members: &'a [KnelpuntId],
    category: Option<&'a str>,
    facts: Vec<ToldFact<'a>>,
    open: Option<(Instant, Instant, u32)>,
}

#[derive(Debug, PartialEq)]
struct ToldFact<'a> {
    order: (Instant, bool, EventKey, u32),
    kind: FactKind,
    source: &'a str,
    round: Option<&'a str>,
}

/// Tells all that columns hold, in order of id.
pub(crate) fn told(columns: &Columns) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = columns
        .iter()
        .map(|one| tell(one, columns.interner()))
        .collect();
    told.sort_unstable_by_key(|knelpunt| knelpunt.id);
    told
}

fn tell<'a>(knelpunt: &'a Knelpunt, names: &'a Interner) -> Told<'a> {
    let fact = |fact: &Fact| ToldFact {
        order: fact.order(),
        kind: fact.kind,
        source: names.text(fact.source),
        round: fact.round.map(|round| names.text(round)),
    };
    let open = knelpunt.open();
    Told {
        id: knelpunt.id,
        members: &knelpunt.members,
        category: knelpunt.identity.map(|traits| names.text(traits.category)),
        facts: knelpunt.facts().iter().map(fact).collect(),
        open: open.map(|open| (open.opened_at, open.since, open.reports)),
    }
}

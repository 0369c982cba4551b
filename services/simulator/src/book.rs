//! Everything that was told, small, until it is written as events in order of time.

use std::collections::HashSet;

use model::{
    ConsultationOutcome, Draft, Identity, Instant, KnelpuntId, Observed, Outcome, PartyKind,
    canonical_name,
};
use register::{MunicipalityId, Register};

use crate::{plan::SimulationPlan, rounds::Slug, wire::Wire};

/// Entries in the order in which they were made up: a number stays what it is, whatever time it has.
#[derive(Debug)]
pub(crate) struct Book<'a> {
    wire: Wire<'a>,
    entries: Vec<Entry>,
    identities: Vec<(Who, KnelpuntId)>,
    /// Only asked whether it has one: the order that it keeps them in is never seen.
    taken: HashSet<KnelpuntId>,
    limit: usize,
    end: Instant,
}

/// Which part of the system tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Round,
    Intake,
    Linkwatch,
    Mirror,
    Programme,
}

/// An event to be.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) time: Instant,
    pub(crate) part: Part,
    pub(crate) told: Told,
}

/// What an event says; identities and other events by their number in the book.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    Reported(Reported),
    Resolved(Resolved),
    Merged {
        who: usize,
        into: usize,
        reason: &'static str,
    },
    Consulted(Consulted),
    Withdrawn {
        entry: usize,
        reason: &'static str,
    },
    Redacted {
        entry: usize,
        reason: &'static str,
    },
}

/// What all say who saw a knelpunt there or gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) who: usize,
    pub(crate) observed: Observed,
    pub(crate) round: Option<Slug>,
    pub(crate) role: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Reported {
    pub(crate) seen: Seen,
    pub(crate) known_since: Option<jiff::civil::Date>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolved {
    pub(crate) seen: Seen,
    pub(crate) outcome: Outcome,
    pub(crate) remedy: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(crate) struct Consulted {
    pub(crate) municipality: MunicipalityId,
    pub(crate) round: Slug,
    pub(crate) observed: Observed,
    pub(crate) outcome: ConsultationOutcome,
    pub(crate) topics: Option<Vec<&'static str>>,
    pub(crate) organisation: Option<&'static str>,
}

/// An identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) municipality: MunicipalityId,
    pub(crate) category: &'static str,
    pub(crate) building_block: Option<&'static str>,
    pub(crate) party: Option<(PartyKind, &'static str)>,
    /// The number of the simulated knelpunt, where two are alike in all the above.
    pub(crate) reference: Option<u64>,
}

impl<'a> Book<'a> {
    /// Opens a book for the events of a plan that ends at an instant.
    pub(crate) fn new(plan: &SimulationPlan, register: &'a Register, end: Instant) -> Self {
        Self {
            wire: Wire::new(plan, register),
            entries: Vec::new(),
            identities: Vec::new(),
            taken: HashSet::new(),
            limit: plan.events,
            end,
        }
    }

    /// Returns whether there are as many events as the plan asks for.
    pub(crate) fn is_full(&self) -> bool {
        self.entries.len() >= self.limit
    }

    /// Enters what is told before the plan's end and gives its number; none when it comes too late, or the book is
    /// full.
    pub(crate) fn add(&mut self, entry: Entry) -> Option<usize> {
        let fits = entry.time < self.end && !self.is_full();
        fits.then(|| {
            self.entries.push(entry);
            self.entries.len() - 1
        })
    }

    /// Returns the instant at which an entry was recorded.
    pub(crate) fn time(&self, entry: usize) -> Instant {
        self.entries[entry].time
    }

    /// Returns the part of the system that told an entry.
    pub(crate) fn part(&self, entry: usize) -> Part {
        self.entries[entry].part
    }

    /// Enters the identity of the simulated knelpunt `number`, with that as reference where another has taken it.
    pub(crate) fn identify(&mut self, mut who: Who, number: u64) -> usize {
        let mut id = self.wire.identity(who).id();
        if !self.taken.insert(id) {
            who.reference = Some(number);
            id = self.wire.identity(who).id();
            self.taken.insert(id);
        }
        self.identities.push((who, id));
        self.identities.len() - 1
    }

    /// Writes the entries as events, in order of time.
    pub(crate) fn into_drafts(self) -> impl ExactSizeIterator<Item = Draft> + use<'a> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|number| (self.entries[*number].time, *number));
        order
            .into_iter()
            .map(move |number| self.wire.draft(number, &self.entries, &self.identities))
    }
}

impl Who {
    /// Brings the identity into canonical form.
    pub(crate) fn identity(self, municipality: &str) -> Identity {
        Identity {
            municipality: municipality.to_owned(),
            category: self.category.to_owned(),
            building_block: self.building_block.map(str::to_owned),
            party: self.party.map(|(kind, name)| (kind, canonical_name(name))),
            reference: self.reference().as_deref().map(canonical_name),
        }
    }

    /// Writes the reference.
    pub(crate) fn reference(self) -> Option<String> {
        self.reference.map(|number| format!("SIM-{number}"))
    }
}

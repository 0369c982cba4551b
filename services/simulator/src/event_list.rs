//! The simulated events, in compact form, until they are written as drafts in order of time.

use std::collections::HashSet;

use model::{
    ConsultationOutcome, Draft, Identity, Instant, KnelpuntId, Observed, Outcome, PartyKind,
    canonical_name,
};
use register::{MunicipalityId, Register};

use crate::{
    drafts::{DraftWriter, event_id_namespace},
    plan::SimulationPlan,
    rounds::Slug,
};

/// Events in the order in which they were simulated; the index of an event is the number from which its id is made.
#[derive(Debug)]
pub(crate) struct EventList<'a> {
    plan: SimulationPlan,
    register: &'a Register,
    events: Vec<SimulatedEvent>,
    identities: Vec<(SimulatedIdentity, KnelpuntId)>,
    /// Never iterated: a hash set's order differs from run to run.
    used_ids: HashSet<KnelpuntId>,
    end: Instant,
}

/// The simulated system that publishes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceSystem {
    Round,
    Intake,
    Linkwatch,
    Mirror,
    Programme,
}

/// An event in compact form.
#[derive(Debug, Clone)]
pub(crate) struct SimulatedEvent {
    pub(crate) time: Instant,
    pub(crate) source: SourceSystem,
    pub(crate) payload: Payload,
}

/// The data of an event, with indices of identities and other events.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    Reported(ReportPayload),
    Resolved(ResolutionPayload),
    Merged {
        identity: usize,
        into: usize,
        reason: &'static str,
    },
    Consulted(ConsultationPayload),
    Supported(SupportPayload),
    Withdrawn {
        event: usize,
        reason: &'static str,
    },
    Redacted {
        event: usize,
        reason: &'static str,
    },
}

/// The common part of reports and resolutions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlannedObservation {
    pub(crate) identity: usize,
    pub(crate) observed: Observed,
    pub(crate) round: Option<Slug>,
    pub(crate) role: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
}

/// A report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReportPayload {
    pub(crate) observation: PlannedObservation,
    pub(crate) known_since: Option<jiff::civil::Date>,
}

/// A resolution.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ResolutionPayload {
    pub(crate) observation: PlannedObservation,
    pub(crate) outcome: Outcome,
    pub(crate) remedy: Option<&'static str>,
}

/// A consultation.
#[derive(Debug, Clone)]
pub(crate) struct ConsultationPayload {
    pub(crate) municipality: MunicipalityId,
    pub(crate) round: Slug,
    pub(crate) observed: Observed,
    pub(crate) outcome: ConsultationOutcome,
    pub(crate) topics: Option<Vec<&'static str>>,
    pub(crate) organisation: Option<&'static str>,
}

/// Support.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SupportPayload {
    pub(crate) municipality: MunicipalityId,
    pub(crate) support: &'static str,
    pub(crate) observed: Observed,
}

/// The identity of a knelpunt, with codes of the parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SimulatedIdentity {
    pub(crate) municipality: MunicipalityId,
    pub(crate) category: &'static str,
    pub(crate) building_block: Option<&'static str>,
    pub(crate) party: Option<(PartyKind, &'static str)>,
    /// The number of the simulated knelpunt, where two are equal in all the above.
    pub(crate) reference: Option<u64>,
}

impl<'a> EventList<'a> {
    /// Creates an empty list for a plan that ends at `end`.
    pub(crate) fn new(plan: &SimulationPlan, register: &'a Register, end: Instant) -> Self {
        Self {
            plan: *plan,
            register,
            events: Vec::new(),
            identities: Vec::new(),
            used_ids: HashSet::new(),
            end,
        }
    }

    /// Returns whether the list has as many events as planned.
    pub(crate) fn is_full(&self) -> bool {
        self.events.len() >= self.plan.events
    }

    /// Adds an event and returns its index; `None` if it is after the plan's end or the list is full.
    pub(crate) fn push(&mut self, event: SimulatedEvent) -> Option<usize> {
        let fits = event.time < self.end && !self.is_full();
        fits.then(|| {
            self.events.push(event);
            self.events.len() - 1
        })
    }

    /// Returns the time at which an event was recorded.
    pub(crate) fn time(&self, event: usize) -> Instant {
        self.events[event].time
    }

    /// Returns the system that published an event.
    pub(crate) fn source(&self, event: usize) -> SourceSystem {
        self.events[event].source
    }

    /// Adds the identity of the simulated knelpunt `number` and returns its index.
    ///
    /// If another knelpunt has the same identity, `number` becomes its reference.
    pub(crate) fn add_identity(&mut self, mut identity: SimulatedIdentity, number: u64) -> usize {
        let mut id = identity.canonical(self.register).id();
        if !self.used_ids.insert(id) {
            identity.reference = Some(number);
            id = identity.canonical(self.register).id();
            self.used_ids.insert(id);
        }
        self.identities.push((identity, id));
        self.identities.len() - 1
    }

    /// Returns the events as drafts, in order of time.
    pub(crate) fn into_drafts(self) -> impl ExactSizeIterator<Item = Draft> + use<'a> {
        let mut order: Vec<usize> = (0..self.events.len()).collect();
        order.sort_by_key(|number| (self.events[*number].time, *number));
        let writer = DraftWriter {
            register: self.register,
            id_namespace: event_id_namespace(&self.plan, self.register),
            events: self.events,
            identities: self.identities,
        };
        order.into_iter().map(move |number| writer.draft(number))
    }
}

impl SimulatedIdentity {
    fn canonical(self, register: &Register) -> Identity {
        Identity {
            municipality: register.municipality(self.municipality).code.clone(),
            category: self.category.to_owned(),
            building_block: self.building_block.map(str::to_owned),
            party: self.party.map(|(kind, name)| (kind, canonical_name(name))),
            reference: self.reference_text().as_deref().map(canonical_name),
        }
    }

    /// Returns the reference as it is written in events.
    pub(crate) fn reference_text(self) -> Option<String> {
        self.reference.map(|number| format!("SIM-{number}"))
    }
}

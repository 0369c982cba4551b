//! Drafts of simulated events.

use jiff::Timestamp;
use model::{
    AMSTERDAM, Data, Draft, EventRedacted, EventRef, EventWithdrawn, KnelpuntId, KnelpuntMerged,
    KnelpuntReported, KnelpuntResolved, MergeTarget, MunicipalityConsulted, NAMESPACE, Observed,
    Party, Replacement, Reporter, Subject, SupportReceived,
};
use register::{MunicipalityId, Register};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    SOURCE_PREFIX,
    event_list::{
        ConsultationPayload, Payload, PlannedObservation, ReportPayload, ResolutionPayload,
        SimulatedEvent, SimulatedIdentity, SourceSystem,
    },
    plan::SimulationPlan,
};

/// Writes simulated events as drafts.
#[derive(Debug)]
pub(crate) struct DraftWriter<'a> {
    pub(crate) register: &'a Register,
    pub(crate) id_namespace: Uuid,
    pub(crate) events: Vec<SimulatedEvent>,
    pub(crate) identities: Vec<(SimulatedIdentity, KnelpuntId)>,
}

/// Returns the namespace of the event ids of a plan.
///
/// It includes the versions of register and catalogue: with others the same number is another event, and one id must
/// never have two contents.
pub(crate) fn event_id_namespace(plan: &SimulationPlan, register: &Register) -> Uuid {
    let SimulationPlan {
        events,
        years,
        seed,
        until,
        support_percent,
    } = plan;
    // A plan without support has the ids that it had before there was any.
    let support =
        support_percent.map_or_else(String::new, |percent| format!("\nsupport {percent}"));
    let (municipalities, codes) = (register.version(), register.catalogue().version());
    let name = format!(
        "simulatie\n{events}\n{years}\n{seed}\n{until}\n{municipalities}\n{codes}{support}"
    );
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

impl DraftWriter<'_> {
    /// Returns the event with an index as a draft.
    pub(crate) fn draft(&self, number: usize) -> Draft {
        let event = &self.events[number];
        Draft {
            source: source_urn(event.source),
            id: self.id(number),
            time: event.time,
            subject: self.subject(event),
            data: self.data(event),
        }
    }

    fn id(&self, number: usize) -> String {
        Uuid::new_v5(&self.id_namespace, number.to_string().as_bytes()).to_string()
    }

    fn code(&self, id: MunicipalityId) -> &str {
        &self.register.municipality(id).code
    }

    fn subject(&self, event: &SimulatedEvent) -> Subject {
        let knelpunt = |identity: usize| Subject::Knelpunt(self.identities[identity].1);
        match &event.payload {
            Payload::Reported(reported) => knelpunt(reported.observation.identity),
            Payload::Resolved(resolved) => knelpunt(resolved.observation.identity),
            Payload::Merged { identity, .. } => knelpunt(*identity),
            Payload::Consulted(consulted) => Subject::InMunicipality {
                municipality: self.code(consulted.municipality).to_owned(),
                name: consulted.round.to_string(),
            },
            Payload::Supported(supported) => Subject::InMunicipality {
                municipality: self.code(supported.municipality).to_owned(),
                name: supported.support.to_owned(),
            },
            Payload::Withdrawn { event, .. } | Payload::Redacted { event, .. } => {
                self.subject(&self.events[*event])
            }
        }
    }

    fn data(&self, event: &SimulatedEvent) -> Data {
        match &event.payload {
            Payload::Reported(reported) => Data::Reported(self.reported(reported)),
            Payload::Resolved(resolved) => Data::Resolved(self.resolved(resolved)),
            Payload::Merged {
                identity,
                into,
                reason,
            } => Data::Merged(self.merged(*identity, *into, reason)),
            Payload::Consulted(consulted) => Data::Consulted(self.consulted(consulted)),
            Payload::Supported(supported) => Data::Supported(SupportReceived {
                municipality: self.code(supported.municipality).to_owned(),
                support: supported.support.to_owned(),
                observed_at: observed_at(supported.observed),
                round: None,
                topics: None,
                organisation: None,
            }),
            Payload::Withdrawn { event, reason } => Data::Withdrawn(EventWithdrawn {
                event: self.event_ref(*event),
                municipality: self.municipality(*event),
                reason: Some((*reason).to_owned()),
            }),
            Payload::Redacted { event, reason } => Data::Redacted(EventRedacted {
                event: self.event_ref(*event),
                municipality: self.municipality(*event),
                replacement: self.replacement(*event),
                reason: Some((*reason).to_owned()),
            }),
        }
    }

    fn reported(&self, reported: &ReportPayload) -> KnelpuntReported {
        KnelpuntReported {
            known_since: reported.known_since.map(|date| date.to_string()),
            ..self.observed(reported.observation)
        }
    }

    fn resolved(&self, resolved: &ResolutionPayload) -> KnelpuntResolved {
        let remedy = resolved.remedy.map(str::to_owned);
        self.observed(resolved.observation)
            .into_resolved(resolved.outcome, remedy)
    }

    /// Returns an observation as a report.
    fn observed(&self, observation: PlannedObservation) -> KnelpuntReported {
        let (identity, _) = self.identities[observation.identity];
        KnelpuntReported {
            municipality: self.code(identity.municipality).to_owned(),
            category: identity.category.to_owned(),
            building_block: identity.building_block.map(str::to_owned),
            party: party(identity),
            reference: identity.reference_text(),
            observed_at: observed_at(observation.observed),
            known_since: None,
            round: observation.round.map(|slug| slug.to_string()),
            reporter: observation.role.map(reporter),
            description: observation.description.map(str::to_owned),
        }
    }

    fn merged(&self, identity: usize, into: usize, reason: &str) -> KnelpuntMerged {
        let (identity, into) = (self.identities[identity].0, self.identities[into].0);
        KnelpuntMerged {
            municipality: self.code(identity.municipality).to_owned(),
            category: identity.category.to_owned(),
            building_block: identity.building_block.map(str::to_owned),
            party: party(identity),
            reference: identity.reference_text(),
            into: MergeTarget {
                category: into.category.to_owned(),
                building_block: into.building_block.map(str::to_owned),
                party: party(into),
                reference: into.reference_text(),
            },
            reason: Some(reason.to_owned()),
        }
    }

    fn consulted(&self, consulted: &ConsultationPayload) -> MunicipalityConsulted {
        let topics = consulted.topics.as_ref();
        MunicipalityConsulted {
            municipality: self.code(consulted.municipality).to_owned(),
            round: consulted.round.to_string(),
            observed_at: observed_at(consulted.observed),
            outcome: consulted.outcome,
            topics: topics.map(|topics| topics.iter().map(ToString::to_string).collect()),
            coach_organisation: consulted.organisation.map(str::to_owned),
        }
    }

    fn event_ref(&self, number: usize) -> EventRef {
        EventRef {
            source: source_urn(self.events[number].source),
            id: self.id(number),
        }
    }

    fn municipality(&self, number: usize) -> String {
        self.data(&self.events[number]).municipality().to_owned()
    }

    /// Returns the replacement of an event: the same without its free text.
    fn replacement(&self, number: usize) -> Replacement {
        let event = &self.events[number];
        let original = self.data(event);
        let mut data = match json!(original) {
            Value::Object(members) => members,
            other => unreachable!("the data of an event are an object, not {other}"),
        };
        data.remove("description");
        Replacement {
            event_type: original.event_type().full_name(),
            time: event.time.to_string(),
            data,
        }
    }
}

fn source_urn(source: SourceSystem) -> String {
    let name = match source {
        SourceSystem::Round => "rondgang",
        SourceSystem::Intake => "intake",
        SourceSystem::Linkwatch => "linkwatch",
        SourceSystem::Mirror => "mirror",
        SourceSystem::Programme => "programma",
    };
    format!("{SOURCE_PREFIX}{name}")
}

fn party(identity: SimulatedIdentity) -> Option<Party> {
    identity.party.map(|(kind, name)| Party {
        kind,
        name: name.to_owned(),
    })
}

fn reporter(role: &str) -> Reporter {
    Reporter {
        role: role.to_owned(),
    }
}

/// Returns a date, or a date-time with the offset of Amsterdam.
fn observed_at(observed: Observed) -> String {
    match observed {
        Observed::On(date) => date.to_string(),
        Observed::At(instant) => {
            let timestamp = Timestamp::from_microsecond(instant.microseconds()).unwrap_or_default();
            let offset = AMSTERDAM.to_offset(timestamp);
            timestamp.display_with_offset(offset).to_string()
        }
    }
}

//! From what was told to events of the contract.

use jiff::Timestamp;
use model::{
    AMSTERDAM, Data, Draft, EventRedacted, EventRef, EventWithdrawn, Identity, KnelpuntId,
    KnelpuntMerged, KnelpuntReported, KnelpuntResolved, MergeTarget, MunicipalityConsulted,
    NAMESPACE, Observed, Party, Replacement, Reporter, Subject,
};
use register::{MunicipalityId, Register};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    SOURCE_PREFIX,
    book::{Consulted, Entry, Part, Reported, Resolved, Seen, Told, Who},
    plan::SimulationPlan,
};

/// What drafts are written with.
#[derive(Debug)]
pub(crate) struct Wire<'a> {
    register: &'a Register,
    /// The namespace of this history's event ids.
    ids: Uuid,
}

impl<'a> Wire<'a> {
    /// Makes the namespace of the plan's ids.
    ///
    /// Register and catalogue are part of it: over others the same number is another event, and one id must never
    /// have two contents.
    pub(crate) fn new(plan: &SimulationPlan, register: &'a Register) -> Self {
        let SimulationPlan {
            events,
            years,
            seed,
            until,
        } = plan;
        let (places, codes) = (register.version(), register.catalogue().version());
        let name = format!("simulatie\n{events}\n{years}\n{seed}\n{until}\n{places}\n{codes}");
        Self {
            register,
            ids: Uuid::new_v5(&NAMESPACE, name.as_bytes()),
        }
    }

    /// Brings an identity into canonical form.
    pub(crate) fn identity(&self, who: Who) -> Identity {
        who.identity(self.code(who.municipality))
    }

    /// Writes an entry as an event.
    pub(crate) fn draft(
        &self,
        number: usize,
        entries: &[Entry],
        identities: &[(Who, KnelpuntId)],
    ) -> Draft {
        let entry = &entries[number];
        let meant = Meant {
            wire: self,
            entries,
            identities,
        };
        Draft {
            source: source(entry.part),
            id: self.id(number),
            time: entry.time,
            subject: meant.subject(entry),
            data: meant.data(entry),
        }
    }

    fn id(&self, number: usize) -> String {
        Uuid::new_v5(&self.ids, number.to_string().as_bytes()).to_string()
    }

    fn code(&self, id: MunicipalityId) -> &str {
        &self.register.municipality(id).code
    }
}

/// What the numbers in an entry mean.
struct Meant<'a> {
    wire: &'a Wire<'a>,
    entries: &'a [Entry],
    identities: &'a [(Who, KnelpuntId)],
}

impl Meant<'_> {
    fn subject(&self, entry: &Entry) -> Subject {
        let knelpunt = |who: usize| Subject::Knelpunt(self.identities[who].1);
        match &entry.told {
            Told::Reported(reported) => knelpunt(reported.seen.who),
            Told::Resolved(resolved) => knelpunt(resolved.seen.who),
            Told::Merged { who, .. } => knelpunt(*who),
            Told::Consulted(consulted) => Subject::Consultation {
                municipality: self.wire.code(consulted.municipality).to_owned(),
                round: consulted.round.to_string(),
            },
            Told::Withdrawn { entry, .. } | Told::Redacted { entry, .. } => {
                self.subject(&self.entries[*entry])
            }
        }
    }

    fn data(&self, entry: &Entry) -> Data {
        match &entry.told {
            Told::Reported(reported) => Data::Reported(self.reported(reported)),
            Told::Resolved(resolved) => Data::Resolved(self.resolved(resolved)),
            Told::Merged { who, into, reason } => Data::Merged(self.merged(*who, *into, reason)),
            Told::Consulted(consulted) => Data::Consulted(self.consulted(consulted)),
            Told::Withdrawn { entry, reason } => Data::Withdrawn(EventWithdrawn {
                event: self.event(*entry),
                municipality: self.municipality(*entry),
                reason: Some((*reason).to_owned()),
            }),
            Told::Redacted { entry, reason } => Data::Redacted(EventRedacted {
                event: self.event(*entry),
                municipality: self.municipality(*entry),
                replacement: self.replacement(*entry),
                reason: Some((*reason).to_owned()),
            }),
        }
    }

    fn reported(&self, reported: &Reported) -> KnelpuntReported {
        let Seen {
            who,
            observed,
            round,
            role,
            description,
        } = reported.seen;
        let (who, _) = self.identities[who];
        KnelpuntReported {
            municipality: self.wire.code(who.municipality).to_owned(),
            category: who.category.to_owned(),
            building_block: who.building_block.map(str::to_owned),
            party: party(who),
            reference: who.reference(),
            observed_at: written(observed),
            known_since: reported.known_since.map(|date| date.to_string()),
            round: round.map(|slug| slug.to_string()),
            reporter: role.map(reporter),
            description: description.map(str::to_owned),
        }
    }

    fn resolved(&self, resolved: &Resolved) -> KnelpuntResolved {
        let Seen {
            who,
            observed,
            round,
            role,
            description,
        } = resolved.seen;
        let (who, _) = self.identities[who];
        KnelpuntResolved {
            municipality: self.wire.code(who.municipality).to_owned(),
            category: who.category.to_owned(),
            building_block: who.building_block.map(str::to_owned),
            party: party(who),
            reference: who.reference(),
            observed_at: written(observed),
            outcome: resolved.outcome,
            remedy: resolved.remedy.map(str::to_owned),
            round: round.map(|slug| slug.to_string()),
            reporter: role.map(reporter),
            description: description.map(str::to_owned),
        }
    }

    fn merged(&self, who: usize, into: usize, reason: &str) -> KnelpuntMerged {
        let (who, into) = (self.identities[who].0, self.identities[into].0);
        KnelpuntMerged {
            municipality: self.wire.code(who.municipality).to_owned(),
            category: who.category.to_owned(),
            building_block: who.building_block.map(str::to_owned),
            party: party(who),
            reference: who.reference(),
            into: MergeTarget {
                category: into.category.to_owned(),
                building_block: into.building_block.map(str::to_owned),
                party: party(into),
                reference: into.reference(),
            },
            reason: Some(reason.to_owned()),
        }
    }

    fn consulted(&self, consulted: &Consulted) -> MunicipalityConsulted {
        let topics = consulted.topics.as_ref();
        MunicipalityConsulted {
            municipality: self.wire.code(consulted.municipality).to_owned(),
            round: consulted.round.to_string(),
            observed_at: written(consulted.observed),
            outcome: consulted.outcome,
            topics: topics.map(|topics| topics.iter().map(ToString::to_string).collect()),
            coach_organisation: consulted.organisation.map(str::to_owned),
        }
    }

    fn event(&self, number: usize) -> EventRef {
        EventRef {
            source: source(self.entries[number].part),
            id: self.wire.id(number),
        }
    }

    fn municipality(&self, number: usize) -> String {
        self.data(&self.entries[number]).municipality().to_owned()
    }

    /// Says the same as an entry, without its free text.
    fn replacement(&self, number: usize) -> Replacement {
        let entry = &self.entries[number];
        let original = self.data(entry);
        let mut data = match json!(original) {
            Value::Object(members) => members,
            other => unreachable!("the data of an event are an object, not {other}"),
        };
        data.remove("description");
        Replacement {
            event_type: original.event_type().full_name(),
            time: entry.time.to_string(),
            data,
        }
    }
}

fn source(part: Part) -> String {
    let name = match part {
        Part::Round => "rondgang",
        Part::Intake => "intake",
        Part::Linkwatch => "linkwatch",
        Part::Mirror => "mirror",
        Part::Programme => "programma",
    };
    format!("{SOURCE_PREFIX}{name}")
}

fn party(who: Who) -> Option<Party> {
    who.party.map(|(kind, name)| Party {
        kind,
        name: name.to_owned(),
    })
}

fn reporter(role: &str) -> Reporter {
    Reporter {
        role: role.to_owned(),
    }
}

/// Writes a date, or a moment with the offset that clocks in Amsterdam had.
fn written(observed: Observed) -> String {
    match observed {
        Observed::On(date) => date.to_string(),
        Observed::At(instant) => {
            let moment = Timestamp::from_microsecond(instant.microseconds()).unwrap_or_default();
            let offset = AMSTERDAM.to_offset(moment);
            moment.display_with_offset(offset).to_string()
        }
    }
}

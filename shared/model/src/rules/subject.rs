//! Rules for the subject: it matches the data, and a merge leads to another knelpunt.

use std::fmt;

use crate::{
    EventType, KnelpuntId, PartyKind, Subject, canonical_name,
    shape::{ReadableData, ReadableIdentity},
};

/// Returns the problem of the form of a subject, if any, where the data do not say what it must be.
pub(super) fn form_problem(
    event_type: EventType,
    readable: &ReadableData<'_>,
    subject: &str,
) -> Option<&'static str> {
    let problem = match (event_type, Subject::parse(subject)) {
        (
            EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged,
            None | Some(Subject::InMunicipality { .. }),
        ) => "is not a knelpunt id: use a lower-case UUID with hyphens",
        (EventType::MunicipalityConsulted, None | Some(Subject::Knelpunt(_))) => {
            "is not <municipality>/<round>"
        }
        (EventType::SupportReceived, None | Some(Subject::Knelpunt(_))) => {
            "is not <municipality>/<support>"
        }
        (EventType::EventWithdrawn | EventType::EventRedacted, None) => {
            "is neither a knelpunt id nor <municipality>/<round or support>: give the subject of the event it corrects"
        }
        (
            EventType::MunicipalityConsulted
            | EventType::SupportReceived
            | EventType::EventWithdrawn
            | EventType::EventRedacted,
            Some(Subject::InMunicipality { municipality, .. }),
        ) if readable
            .municipality
            .is_some_and(|code| code != municipality) =>
        {
            "names a different municipality from the data"
        }
        _ => return None,
    };
    Some(problem)
}

/// Returns whether a merge has the same knelpunt on both sides; both must be valid.
pub(super) fn merged_into_itself(readable: &ReadableData<'_>) -> bool {
    let (Some(into), Some(municipality)) = (&readable.into, readable.municipality) else {
        return false;
    };
    let own = readable.identity.id(municipality);
    own.is_some() && own == into.id(municipality)
}

/// Returns the subject that the data require; `None` when a part is missing or another event decides.
pub(super) fn expected<'a>(
    event_type: EventType,
    readable: &ReadableData<'a>,
) -> Option<ExpectedSubject<'a>> {
    let municipality = readable.municipality?;
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged => {
            let id = readable.identity.id(municipality)?;
            Some(ExpectedSubject::Knelpunt(id))
        }
        EventType::MunicipalityConsulted => Some(ExpectedSubject::InMunicipality {
            municipality,
            name: readable.round?,
        }),
        EventType::SupportReceived => Some(ExpectedSubject::InMunicipality {
            municipality,
            name: readable.support?,
        }),
        EventType::EventWithdrawn | EventType::EventRedacted => None,
    }
}

/// The subject that data require, borrowed from them.
pub(super) enum ExpectedSubject<'a> {
    Knelpunt(KnelpuntId),
    InMunicipality {
        municipality: &'a str,
        name: &'a str,
    },
}

impl ExpectedSubject<'_> {
    /// Returns whether a text is this subject.
    pub(super) fn is_written(&self, subject: &str) -> bool {
        match self {
            Self::Knelpunt(id) => KnelpuntId::parse(subject) == Some(*id),
            Self::InMunicipality { municipality, name } => subject
                .strip_prefix(municipality)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| rest == *name),
        }
    }
}

impl fmt::Display for ExpectedSubject<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Knelpunt(id) => id.fmt(to),
            Self::InMunicipality { municipality, name } => write!(to, "{municipality}/{name}"),
        }
    }
}

impl ReadableIdentity<'_> {
    /// Returns the id of the knelpunt; `None` when a required part is missing or a part is unknown.
    fn id(&self, municipality: &str) -> Option<KnelpuntId> {
        let (kind, name) = match self.party {
            Some((kind, name)) => (PartyKind::parse(kind?)?.code(), canonical_name(name?)),
            None => ("", String::new()),
        };
        let reference = self.reference.map(canonical_name).unwrap_or_default();
        Some(KnelpuntId::from_canonical_fields([
            municipality,
            self.category?,
            self.building_block.unwrap_or_default(),
            kind,
            &name,
            &reference,
        ]))
    }
}

//! Rules for the subject: it matches the data, and a merge leads to another knelpunt.

use std::fmt;

use crate::{
    EventType, KnelpuntId, PartyKind, Subject, canonical_name,
    shape::{ReadableData, ReadableIdentity},
};

/// Returns the problem of the subject, if any, for data at the path `at`.
pub(super) fn problem(
    event_type: EventType,
    readable: &ReadableData<'_>,
    subject: &str,
    at: &str,
) -> Option<String> {
    if let Some(expected) = expected(event_type, readable) {
        return (!expected.is_written(subject))
            .then(|| format!("does not match the identity in {at}: expected {expected}"));
    }
    let form = match (event_type, Subject::parse(subject)) {
        (
            EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged,
            None | Some(Subject::Consultation { .. }),
        ) => "is not a knelpunt id: use a lower-case UUID with hyphens",
        (EventType::MunicipalityConsulted, None | Some(Subject::Knelpunt(_))) => {
            "is not <municipality>/<round>"
        }
        (EventType::EventWithdrawn | EventType::EventRedacted, None) => {
            "is neither a knelpunt id nor <municipality>/<round>: give the subject of the event it corrects"
        }
        (
            EventType::MunicipalityConsulted | EventType::EventWithdrawn | EventType::EventRedacted,
            Some(Subject::Consultation { municipality, .. }),
        ) if readable
            .municipality
            .is_some_and(|code| code != municipality) =>
        {
            "names a different municipality from the data"
        }
        _ => return None,
    };
    Some(form.to_owned())
}

/// Returns whether a merge has the same knelpunt on both sides.
pub(super) fn merged_into_itself(readable: &ReadableData<'_>) -> bool {
    let (Some(into), Some(municipality), true, true) = (
        &readable.into,
        readable.municipality,
        readable.subject_readable,
        readable.into_readable,
    ) else {
        return false;
    };
    let own = readable.identity.id(municipality);
    own.is_some() && own == into.id(municipality)
}

/// Returns the subject that the data require; `None` when a part is missing or another event decides.
fn expected<'a>(event_type: EventType, readable: &ReadableData<'a>) -> Option<ExpectedSubject<'a>> {
    let municipality = readable
        .municipality
        .filter(|_| readable.subject_readable)?;
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged => {
            let id = readable.identity.id(municipality)?;
            Some(ExpectedSubject::Knelpunt(id))
        }
        EventType::MunicipalityConsulted => {
            let round = readable.round?;
            Some(ExpectedSubject::Consultation {
                municipality,
                round,
            })
        }
        EventType::EventWithdrawn | EventType::EventRedacted => None,
    }
}

/// The subject that data require, borrowed from them.
enum ExpectedSubject<'a> {
    Knelpunt(KnelpuntId),
    Consultation {
        municipality: &'a str,
        round: &'a str,
    },
}

impl ExpectedSubject<'_> {
    /// Returns whether a text is this subject.
    fn is_written(&self, subject: &str) -> bool {
        match self {
            Self::Knelpunt(id) => KnelpuntId::parse(subject) == Some(*id),
            Self::Consultation {
                municipality,
                round,
            } => subject
                .strip_prefix(municipality)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| rest == *round),
        }
    }
}

impl fmt::Display for ExpectedSubject<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Knelpunt(id) => id.fmt(to),
            Self::Consultation {
                municipality,
                round,
            } => write!(to, "{municipality}/{round}"),
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

//! Rules for the subject: it matches the data, and a merge leads to another knelpunt.

use crate::{
    EventType, Identity, PartyKind, Subject, canonical_name,
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
        return (expected != subject)
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
    let own = readable.identity.resolve(municipality);
    own.is_some() && own == into.resolve(municipality)
}

/// Returns the subject that the data require; `None` when a part is missing or another event decides.
fn expected(event_type: EventType, readable: &ReadableData<'_>) -> Option<String> {
    let municipality = readable
        .municipality
        .filter(|_| readable.subject_readable)?;
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged => {
            let identity = readable.identity.resolve(municipality)?;
            Some(identity.id().to_string())
        }
        EventType::MunicipalityConsulted => Some(format!("{municipality}/{}", readable.round?)),
        EventType::EventWithdrawn | EventType::EventRedacted => None,
    }
}

impl ReadableIdentity<'_> {
    /// Returns the canonical identity; `None` when a required part is missing or a part is unknown.
    fn resolve(&self, municipality: &str) -> Option<Identity> {
        let party = match self.party {
            Some((kind, name)) => Some((PartyKind::parse(kind?)?, canonical_name(name?))),
            None => None,
        };
        Some(Identity {
            municipality: municipality.to_owned(),
            category: self.category?.to_owned(),
            building_block: self.building_block.map(str::to_owned),
            party,
            reference: self.reference.map(canonical_name),
        })
    }
}

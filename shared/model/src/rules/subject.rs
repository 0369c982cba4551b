//! Whether a subject is the one that the data make, and whether a merge leads elsewhere.

use crate::{
    EventType, Identity, PartyKind, Subject, canonical_name,
    shape::{IdentityParts, Parts},
};

/// Says what is wrong with the subject of data that stand at `at`.
pub(super) fn problem(
    event_type: EventType,
    parts: &Parts<'_>,
    subject: &str,
    at: &str,
) -> Option<String> {
    if let Some(expected) = expected(event_type, parts) {
        return (expected != subject)
            .then(|| format!("does not match the identity in {at}, which makes {expected}"));
    }
    let form = match (event_type, Subject::parse(subject)) {
        (
            EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged,
            None | Some(Subject::Consultation { .. }),
        ) => "is not a knelpunt id: a UUID with hyphens, in lower case",
        (EventType::MunicipalityConsulted, None | Some(Subject::Knelpunt(_))) => {
            "is not <municipality>/<round>"
        }
        (EventType::EventWithdrawn | EventType::EventRedacted, None) => {
            "is neither a knelpunt id nor <municipality>/<round>: give the subject of the event that is meant"
        }
        (
            EventType::MunicipalityConsulted | EventType::EventWithdrawn | EventType::EventRedacted,
            Some(Subject::Consultation { municipality, .. }),
        ) if parts.municipality.is_some_and(|code| code != municipality) => {
            "names another municipality than the data do"
        }
        _ => return None,
    };
    Some(form.to_owned())
}

/// Says whether a merge goes into the very knelpunt that it is about.
pub(super) fn merged_into_itself(parts: &Parts<'_>) -> bool {
    let (Some(into), Some(municipality), true, true) = (
        &parts.into,
        parts.municipality,
        parts.subject_readable,
        parts.into_readable,
    ) else {
        return false;
    };
    let own = parts.identity.resolve(municipality);
    own.is_some() && own == into.resolve(municipality)
}

/// Works out what the subject must be; none when a part is missing or another event decides.
fn expected(event_type: EventType, parts: &Parts<'_>) -> Option<String> {
    let municipality = parts.municipality.filter(|_| parts.subject_readable)?;
    match event_type {
        EventType::KnelpuntReported | EventType::KnelpuntResolved | EventType::KnelpuntMerged => {
            let identity = parts.identity.resolve(municipality)?;
            Some(identity.id().to_string())
        }
        EventType::MunicipalityConsulted => Some(format!("{municipality}/{}", parts.round?)),
        EventType::EventWithdrawn | EventType::EventRedacted => None,
    }
}

impl IdentityParts<'_> {
    /// Gives the canonical identity when every part that is there can be understood.
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

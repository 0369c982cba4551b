//! The data of an event, taken from their wire form.

use super::{WireData, WireMember, WireMergeTarget, WireObject, WireParty, WireReporter, WireText};
use crate::{
    ConsultationOutcome, Data, EventRef, EventType, EventWithdrawn, KnelpuntMerged,
    KnelpuntReported, KnelpuntResolved, MergeTarget, MunicipalityConsulted, Outcome, Party,
    PartyKind, Reporter, SupportReceived,
};

impl WireData<'_> {
    /// Returns the data of an event type; `None` when a member is missing, unknown to it, or not of its kind.
    pub(in crate::decode) fn into_data(mut self, event_type: EventType) -> Option<Data> {
        let data = match event_type {
            EventType::KnelpuntReported => Data::Reported(self.take_reported()?),
            EventType::KnelpuntResolved => Data::Resolved(self.take_resolved()?),
            EventType::KnelpuntMerged => Data::Merged(self.take_merged()?),
            EventType::MunicipalityConsulted => Data::Consulted(self.take_consulted()?),
            EventType::SupportReceived => Data::Supported(self.take_supported()?),
            EventType::EventWithdrawn => Data::Withdrawn(self.take_withdrawn()?),
            EventType::EventRedacted => return None,
        };
        // Whatever is left is no member of this type.
        (self == Self::default()).then_some(data)
    }

    fn take_reported(&mut self) -> Option<KnelpuntReported> {
        Some(KnelpuntReported {
            municipality: self.municipality.take_text()?,
            category: self.category.take_text()?,
            building_block: self.building_block.take_text(),
            party: self.party.take_party()?,
            reference: self.reference.take_text(),
            observed_at: self.observed_at.take_text()?,
            known_since: self.known_since.take_text(),
            round: self.round.take_text(),
            reporter: self.reporter.take().map(WireReporter::into_reporter),
            description: self.description.take_text(),
        })
    }

    fn take_resolved(&mut self) -> Option<KnelpuntResolved> {
        Some(KnelpuntResolved {
            municipality: self.municipality.take_text()?,
            category: self.category.take_text()?,
            building_block: self.building_block.take_text(),
            party: self.party.take_party()?,
            reference: self.reference.take_text(),
            observed_at: self.observed_at.take_text()?,
            outcome: Outcome::parse(&self.outcome.take()?.0)?,
            remedy: self.remedy.take_text(),
            round: self.round.take_text(),
            reporter: self.reporter.take().map(WireReporter::into_reporter),
            description: self.description.take_text(),
        })
    }

    fn take_merged(&mut self) -> Option<KnelpuntMerged> {
        Some(KnelpuntMerged {
            municipality: self.municipality.take_text()?,
            category: self.category.take_text()?,
            building_block: self.building_block.take_text(),
            party: self.party.take_party()?,
            reference: self.reference.take_text(),
            into: self.into.take()?.0.into_target()?,
            reason: self.reason.take_text(),
        })
    }

    fn take_consulted(&mut self) -> Option<MunicipalityConsulted> {
        Some(MunicipalityConsulted {
            municipality: self.municipality.take_text()?,
            round: self.round.take_text()?,
            observed_at: self.observed_at.take_text()?,
            outcome: ConsultationOutcome::parse(&self.outcome.take()?.0)?,
            topics: self.take_topics(),
            coach_organisation: self.coach_organisation.take_text(),
        })
    }

    fn take_supported(&mut self) -> Option<SupportReceived> {
        Some(SupportReceived {
            municipality: self.municipality.take_text()?,
            support: self.support.take_text()?,
            observed_at: self.observed_at.take_text()?,
            round: self.round.take_text(),
            topics: self.take_topics(),
            organisation: self.organisation.take_text(),
        })
    }

    fn take_topics(&mut self) -> Option<Vec<String>> {
        let topics = self.topics.take()?.into_iter();
        Some(topics.map(WireText::into_string).collect())
    }

    fn take_withdrawn(&mut self) -> Option<EventWithdrawn> {
        let event = self.event.take()?.0;
        Some(EventWithdrawn {
            event: EventRef {
                source: event.source.into_string(),
                id: event.id.into_string(),
            },
            municipality: self.municipality.take_text()?,
            reason: self.reason.take_text(),
        })
    }
}

impl WireMergeTarget<'_> {
    fn into_target(mut self) -> Option<MergeTarget> {
        Some(MergeTarget {
            category: self.category.into_string(),
            building_block: self.building_block.take_text(),
            party: self.party.take_party()?,
            reference: self.reference.take_text(),
        })
    }
}

impl WireReporter<'_> {
    fn into_reporter(reporter: WireObject<Self>) -> Reporter {
        Reporter {
            role: reporter.0.role.into_string(),
        }
    }
}

impl WireMember<WireObject<WireParty<'_>>> {
    /// Returns the party, if one is given; `None` when its kind is unknown.
    #[expect(
        clippy::option_option,
        reason = "a party is optional, and its kind may be unknown"
    )]
    fn take_party(&mut self) -> Option<Option<Party>> {
        let Some(WireObject(WireParty { kind, name })) = self.take() else {
            return Some(None);
        };
        let kind = PartyKind::parse(&kind.0)?;
        let name = name.into_string();
        Some(Some(Party { kind, name }))
    }
}

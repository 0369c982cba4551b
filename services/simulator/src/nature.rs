//! The characteristics of a knelpunt apart from its municipality.

use model::PartyKind;
use register::{Catalogue, MunicipalityId};

use crate::{
    event_list::SimulatedIdentity,
    generator::Generator,
    parameters::{CategoryProfile, Machine, PARAMETERS, PartyProfile, WaitsOn},
    setting::{Setting, any_party},
};

/// Category, building block, party, and the machine that detected it, if any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nature {
    pub(crate) category: &'static CategoryProfile,
    pub(crate) building_block: Option<&'static str>,
    pub(crate) party: Option<&'static PartyProfile>,
    pub(crate) machine: Option<Machine>,
}

impl Nature {
    /// Draws whether a machine detected a knelpunt of this category; the rest depends on the municipality.
    pub(crate) fn draw(category: &'static CategoryProfile, generator: &mut Generator) -> Self {
        let detected = category.detected_by;
        Self {
            category,
            building_block: None,
            party: None,
            machine: detected.and_then(|by| generator.random_bool(by.chance).then_some(by.machine)),
        }
    }

    /// Draws the rest for a municipality.
    pub(crate) fn complete(
        &mut self,
        setting: &Setting,
        municipality: MunicipalityId,
        generator: &mut Generator,
    ) {
        if let Some(WaitsOn { chance, kind }) = self.category.waits_on
            && generator.random_bool(chance)
        {
            self.party = party(kind, setting, municipality, generator);
        }
        let concerns = &self.category.concerns;
        if generator.random_bool(concerns.chance) {
            let own = self
                .party
                .map_or(&[][..], |party| party.building_blocks.as_slice());
            let codes = if own.is_empty() {
                &concerns.building_blocks
            } else {
                own
            };
            self.building_block = building_block(codes, setting.register.catalogue(), generator);
        }
    }

    /// Draws a description: a machine has its own phrase, people choose one of `phrases` or none.
    pub(crate) fn describe(
        &self,
        phrases: &'static [String],
        generator: &mut Generator,
    ) -> Option<&'static str> {
        let described = generator.random_bool(PARAMETERS.reporting.described);
        let phrase = generator.choose(phrases).map(String::as_str);
        match self.machine {
            Some(Machine::Linkwatch) => Some(&PARAMETERS.phrases.linkwatch),
            Some(Machine::Mirror) => Some(&PARAMETERS.phrases.mirror),
            None => phrase.filter(|_| described),
        }
    }

    /// Returns the identity of the knelpunt in a municipality.
    pub(crate) fn identity_in(&self, municipality: MunicipalityId) -> SimulatedIdentity {
        SimulatedIdentity {
            municipality,
            category: &self.category.code,
            building_block: self.building_block,
            party: self.party.map(|party| (party.kind, party.name.as_str())),
            reference: None,
        }
    }

    /// Returns an identity under which it might be reported by mistake, and the reason for the later merge.
    pub(crate) fn misnamed_identity(
        &self,
        municipality: MunicipalityId,
        catalogue: &Catalogue,
    ) -> Option<(SimulatedIdentity, &'static str)> {
        let actual = self.identity_in(municipality);
        let phrases = &PARAMETERS.phrases;
        if let Some(party) = self.party {
            let party = Some((party.kind, party.misspelt.as_str()));
            return Some((SimulatedIdentity { party, ..actual }, &phrases.misspelt));
        }
        if actual.building_block.is_some() {
            let building_block = None;
            let misnamed = SimulatedIdentity {
                building_block,
                ..actual
            };
            return Some((misnamed, &phrases.without_building_block));
        }
        let category = catalogue.category("other").map(|_| "other")?;
        let misnamed = SimulatedIdentity { category, ..actual };
        (misnamed != actual).then_some((misnamed, &phrases.other_category))
    }
}

fn building_block(
    codes: &'static [String],
    catalogue: &Catalogue,
    generator: &mut Generator,
) -> Option<&'static str> {
    let code = generator.choose(codes)?.as_str();
    catalogue.building_block(code).map(|_| code)
}

fn party(
    kind: PartyKind,
    setting: &Setting,
    municipality: MunicipalityId,
    generator: &mut Generator,
) -> Option<&'static PartyProfile> {
    if generator.random_bool(PARAMETERS.episodes.usual_party) {
        setting.usual_party(kind, municipality)
    } else {
        any_party(kind, generator)
    }
}

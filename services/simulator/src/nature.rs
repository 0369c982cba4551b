//! What a knelpunt is about, apart from where.

use model::PartyKind;
use register::{Catalogue, MunicipalityId};

use crate::{
    book::Who,
    generator::Generator,
    parameters::{Category, Machine, PARAMETERS, Party},
    world::{World, any_party},
};

/// Kind, building block, party and who noticed it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nature {
    pub(crate) category: &'static Category,
    pub(crate) building_block: Option<&'static str>,
    pub(crate) party: Option<&'static Party>,
    pub(crate) machine: Option<Machine>,
}

impl Nature {
    /// Draws what is known before it is known where: the kind, and whether a machine noticed it.
    pub(crate) fn draw(category: &'static Category, generator: &mut Generator) -> Self {
        let noticed = category.noticed_by;
        Self {
            category,
            building_block: None,
            party: None,
            machine: noticed
                .and_then(|(chance, machine)| generator.happens(chance).then_some(machine)),
        }
    }

    /// Draws the rest, for a municipality.
    pub(crate) fn settle(&mut self, world: &World, at: MunicipalityId, generator: &mut Generator) {
        if let Some((chance, kind)) = self.category.waits_on
            && generator.happens(chance)
        {
            self.party = party(kind, world, at, generator);
        }
        let (chance, codes) = self.category.concerns;
        if generator.happens(chance) {
            let own = self.party.map_or(&[][..], |party| party.building_blocks);
            let codes = if own.is_empty() { codes } else { own };
            self.building_block = building_block(codes, world.register.catalogue(), generator);
        }
    }

    /// Draws what is said of it: a machine has words of its own, people say something or nothing.
    pub(crate) fn said(
        &self,
        words: &'static [&'static str],
        generator: &mut Generator,
    ) -> Option<&'static str> {
        let described = generator.happens(PARAMETERS.hearing.described);
        let said = generator.any(words).copied();
        match self.machine {
            Some(Machine::Linkwatch) => Some(PARAMETERS.words.linkwatch),
            Some(Machine::Mirror) => Some(PARAMETERS.words.mirror),
            None => said.filter(|_| described),
        }
    }

    /// Returns the identity that it has in a municipality.
    pub(crate) fn who(&self, municipality: MunicipalityId) -> Who {
        Who {
            municipality,
            category: self.category.code,
            building_block: self.building_block,
            party: self.party.map(|party| (party.kind, party.name)),
            reference: None,
        }
    }

    /// Returns the identity under which somebody might report it by mistake, and what to say when that comes out.
    pub(crate) fn misnamed(
        &self,
        municipality: MunicipalityId,
        catalogue: &Catalogue,
    ) -> Option<(Who, &'static str)> {
        let right = self.who(municipality);
        let words = &PARAMETERS.words;
        if let Some(party) = self.party {
            let party = Some((party.kind, party.misspelt));
            return Some((Who { party, ..right }, words.misspelt));
        }
        if right.building_block.is_some() {
            let building_block = None;
            let wrong = Who {
                building_block,
                ..right
            };
            return Some((wrong, words.without_building_block));
        }
        let category = catalogue.category("other").map(|_| "other")?;
        let wrong = Who { category, ..right };
        (wrong != right).then_some((wrong, words.other_category))
    }
}

fn building_block(
    codes: &'static [&'static str],
    catalogue: &Catalogue,
    generator: &mut Generator,
) -> Option<&'static str> {
    let code = *generator.any(codes)?;
    catalogue.building_block(code).map(|_| code)
}

fn party(
    kind: PartyKind,
    world: &World,
    at: MunicipalityId,
    generator: &mut Generator,
) -> Option<&'static Party> {
    if generator.happens(PARAMETERS.course.usual_party) {
        world.usual_party(kind, at)
    } else {
        any_party(kind, generator)
    }
}

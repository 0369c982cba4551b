//! A filter with its values looked up, so that each knelpunt is judged by numbers.

use fold::{Fact, Name, Traits};
use model::PartyKind;
use register::{MunicipalityId, ProvinceId, SizeClass};

use crate::{filter::NONE, places::Places};

/// The values of each key; no values select all.
#[derive(Debug)]
pub(crate) struct Selection {
    pub(crate) municipality: Vec<MunicipalityId>,
    pub(crate) province: Vec<ProvinceId>,
    pub(crate) size_class: Vec<SizeClass>,
    /// A code that no event has ever had is none.
    pub(crate) category: Vec<Option<Name>>,
    pub(crate) building_block: Vec<Wanted<Name>>,
    pub(crate) party_kind: Vec<Wanted<PartyKind>>,
    pub(crate) party: Vec<Wanted<(PartyKind, Name)>>,
    pub(crate) round: Vec<Wanted<Name>>,
    /// A source that no event has ever had is none.
    pub(crate) source: Vec<Option<Name>>,
}

/// A value asked for of what not every knelpunt or event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted<T> {
    /// That it has none.
    None,
    /// That it has this one.
    Value(T),
    /// One that no event has ever had.
    Unheard,
}

impl<T: PartialEq> Wanted<T> {
    /// Reads a value; `find` finds one that events have had.
    pub(crate) fn of(text: &str, find: impl Fn(&str) -> Option<T>) -> Self {
        match text {
            NONE => Self::None,
            text => find(text).map_or(Self::Unheard, Self::Value),
        }
    }

    fn is(&self, held: Option<&T>) -> bool {
        match self {
            Self::None => held.is_none(),
            Self::Value(value) => held == Some(value),
            Self::Unheard => false,
        }
    }
}

/// OR within a key; a key without values selects all.
fn any<T>(wanted: &[T], takes: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(takes)
}

impl Selection {
    /// Says whether a knelpunt is selected by what it is.
    pub(crate) fn takes(&self, traits: &Traits, places: &Places) -> bool {
        let kind = traits.party.map(|(kind, _)| kind);
        any(&self.category, |code| *code == Some(traits.category))
            && any(&self.building_block, |code| {
                code.is(traits.building_block.as_ref())
            })
            && any(&self.party_kind, |code| code.is(kind.as_ref()))
            && any(&self.party, |party| party.is(traits.party.as_ref()))
            && self.takes_place(traits.municipality, places)
    }

    fn takes_place(&self, municipality: Name, places: &Places) -> bool {
        if self.province.is_empty() && self.size_class.is_empty() && self.municipality.is_empty() {
            return true;
        }
        let place = places.of(municipality);
        any(&self.province, |id| *id == place.province)
            && any(&self.size_class, |class| Some(*class) == place.size_class)
            && any(&self.municipality, |id| {
                *id == place.reported || *id == place.on_division
            })
    }

    /// Says whether a knelpunt is selected by who reported it and in which rounds, as far as is seen.
    pub(crate) fn takes_facts<'a>(
        &self,
        mut facts: impl Iterator<Item = &'a Fact> + Clone,
    ) -> bool {
        let in_round = |fact: &Fact| any(&self.round, |round| round.is(fact.round.as_ref()));
        let from_source = |fact: &Fact| self.source.contains(&Some(fact.source));
        (self.round.is_empty() || facts.clone().any(in_round))
            && (self.source.is_empty() || facts.any(from_source))
    }
}

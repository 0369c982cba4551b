//! A filter with its values looked up, so that each knelpunt is judged by numbers.

use fold::{IdentityKeys, Symbol};
use model::{Instant, PartyKind};
use register::{MunicipalityId, ProvinceId, SizeClass};

use crate::{
    filter::NONE,
    geography::{Area, Geography},
    timeline::SourceInRound,
};

/// The values of each key; no values select all.
pub(crate) struct Selection<'a> {
    pub(crate) places: SelectedAreas<'a>,
    /// A code that no event has ever had is none.
    pub(crate) category: Vec<Option<Symbol>>,
    pub(crate) building_block: Vec<ValueFilter<Symbol>>,
    pub(crate) party_kind: Vec<ValueFilter<PartyKind>>,
    pub(crate) party: Vec<ValueFilter<(PartyKind, Symbol)>>,
    pub(crate) round: Vec<ValueFilter<Symbol>>,
    /// A source that no event has ever had is none.
    pub(crate) source: Vec<Option<Symbol>>,
}

/// A value asked for of what not every knelpunt or event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueFilter<T> {
    /// That it has none.
    None,
    /// That it has this one.
    Value(T),
    /// One that no event has ever had.
    Unheard,
}

impl<T: PartialEq> ValueFilter<T> {
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

/// What is selected of where a knelpunt can be, decided once for each place.
pub(crate) struct SelectedAreas<'a> {
    places: &'a Geography,
    /// By number of place; none when all are taken.
    taken: Option<Vec<bool>>,
}

impl<'a> SelectedAreas<'a> {
    pub(crate) fn of(
        places: &'a Geography,
        municipality: &[MunicipalityId],
        province: &[ProvinceId],
        size_class: &[SizeClass],
    ) -> Self {
        let is_chosen = |place: &Area| {
            any(province, |id| *id == place.province)
                && any(size_class, |class| Some(*class) == place.size_class)
                && any(municipality, |id| {
                    *id == place.reported || *id == place.on_division
                })
        };
        let all = province.is_empty() && size_class.is_empty() && municipality.is_empty();
        let taken = (!all).then(|| places.all().iter().map(is_chosen).collect());
        Self { places, taken }
    }

    pub(crate) fn take(&self, municipality: Symbol) -> bool {
        let number = || self.places.number(municipality);
        self.taken.as_ref().is_none_or(|taken| taken[number()])
    }
}

impl Selection<'_> {
    /// Says whether a knelpunt is selected by what it is.
    pub(crate) fn takes(&self, identity: &IdentityKeys) -> bool {
        let kind = identity.party.map(|(kind, _)| kind);
        any(&self.category, |code| *code == Some(identity.category))
            && any(&self.building_block, |code| {
                code.is(identity.building_block.as_ref())
            })
            && any(&self.party_kind, |code| code.is(kind.as_ref()))
            && any(&self.party, |party| party.is(identity.party.as_ref()))
            && self.places.take(identity.municipality)
    }

    /// Says whether a knelpunt is selected by who reported it and in which rounds, as far as is seen at an instant.
    pub(crate) fn takes_heard(&self, heard: &[SourceInRound], at: Instant) -> bool {
        let mut seen = heard.iter().filter(|heard| heard.from <= at);
        let in_round =
            |heard: &SourceInRound| any(&self.round, |round| round.is(heard.round.as_ref()));
        let from_source = |heard: &SourceInRound| self.source.contains(&Some(heard.source));
        (self.round.is_empty() || seen.clone().any(in_round))
            && (self.source.is_empty() || seen.any(from_source))
    }
}

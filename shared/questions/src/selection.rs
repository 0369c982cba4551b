//! A filter with its values looked up, so that each knelpunt is compared by numbers.

use api::Filter;
use fold::{IdentityKeys, Symbol};
use model::{Instant, PartyKind};
use register::{MunicipalityId, ProvinceId, Register, SizeClass};
use state::SourceInRound;

use crate::{
    Population,
    filter::{NONE, parse_party},
    geography::{Area, Geography},
    panel,
    selected::Selected,
    support_times::SupportTimes,
};

/// The values of each parameter; no values select all.
pub(crate) struct Selection<'a> {
    pub(crate) areas: SelectedAreas<'a>,
    /// None for a code that no event has ever had.
    category: Vec<Option<Symbol>>,
    building_block: Vec<ValueFilter<Symbol>>,
    party_kind: Vec<ValueFilter<PartyKind>>,
    party: Vec<ValueFilter<(PartyKind, Symbol)>>,
    round: Vec<ValueFilter<Symbol>>,
    /// None for a source that no event has ever had.
    source: Vec<Option<Symbol>>,
    support: Option<SupportFilter<'a>>,
}

/// Which knelpunten are selected by the support that they have.
struct SupportFilter<'a> {
    geography: &'a Geography,
    /// The support of the kinds that are named.
    named: SupportTimes,
    /// All support, if those without any are selected too.
    any: Option<SupportTimes>,
}

impl<'a> SupportFilter<'a> {
    fn new(
        kinds: &[String],
        population: &Population<'_>,
        at: Instant,
        geography: &'a Geography,
        register: &Register,
    ) -> Option<Self> {
        if kinds.is_empty() {
            return None;
        }
        let support = population.support();
        let parts = (population.interner(), geography, register);
        let is_named = |kind: &str| kinds.iter().any(|named| named == kind);
        let none = is_named(NONE);
        Some(Self {
            geography,
            named: SupportTimes::new(&support, at, is_named, parts),
            any: none.then(|| SupportTimes::new(&support, at, |_| true, parts)),
        })
    }

    fn matches(&self, identity: &IdentityKeys) -> bool {
        let area = self.geography.index(identity.municipality);
        let has = |times: &SupportTimes| times.since(area, identity).is_some();
        has(&self.named) || self.any.as_ref().is_some_and(|any| !has(any))
    }
}

/// A value of an attribute that not every knelpunt or event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueFilter<T> {
    /// Selects those without a value.
    None,
    /// Selects those with this value.
    Value(T),
    /// Selects nothing: no event has ever had the value.
    Unknown,
}

impl<T: PartialEq> ValueFilter<T> {
    /// Creates the filter of a value; `find` finds those that events have had.
    fn new(text: &str, find: impl Fn(&str) -> Option<T>) -> Self {
        match text {
            NONE => Self::None,
            text => find(text).map_or(Self::Unknown, Self::Value),
        }
    }

    fn matches(&self, value: Option<&T>) -> bool {
        match self {
            Self::None => value.is_none(),
            Self::Value(wanted) => value == Some(wanted),
            Self::Unknown => false,
        }
    }
}

/// OR within a parameter; a parameter without values selects all.
fn any<T>(wanted: &[T], matches: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(matches)
}

/// The areas that are selected, decided once for each.
pub(crate) struct SelectedAreas<'a> {
    geography: &'a Geography,
    /// By index of the area; none when all are selected.
    is_selected: Option<Vec<bool>>,
}

impl<'a> SelectedAreas<'a> {
    fn new(
        filter: &Filter,
        population: &Population<'_>,
        at: Instant,
        geography: &'a Geography,
        register: &Register,
    ) -> Self {
        let municipality: Vec<MunicipalityId> = found(&filter.municipality, |code| {
            register.find_municipality(code)
        });
        let province: Vec<ProvinceId> =
            found(&filter.province, |code| register.find_province(code));
        let size_class: Vec<SizeClass> = found(&filter.size_class, SizeClass::parse);
        let panel = (!filter.panel.is_empty()).then(|| {
            let (interner, consultations) = (population.interner(), population.consultations());
            panel::reached(&filter.panel, &consultations, at, interner, geography)
        });
        let panel = panel.flatten();
        let matches = |area: &Area| {
            any(&province, |id| *id == area.province)
                && any(&size_class, |class| Some(*class) == area.size_class)
                && any(&municipality, |id| {
                    *id == area.reported || *id == area.on_division
                })
                && panel
                    .as_ref()
                    .is_none_or(|reached| reached.contains(&area.on_division))
        };
        let all = province.is_empty()
            && size_class.is_empty()
            && municipality.is_empty()
            && panel.is_none();
        Self {
            geography,
            is_selected: (!all).then(|| geography.areas().iter().map(matches).collect()),
        }
    }

    pub(crate) fn contain(&self, municipality: Symbol) -> bool {
        let is_selected = self.is_selected.as_ref();
        is_selected.is_none_or(|is_selected| is_selected[self.geography.index(municipality)])
    }
}

impl<'a> Selection<'a> {
    /// Finds the values of a filter, with support and panel as they are visible at an instant.
    pub(crate) fn new(
        filter: &Filter,
        population: &Population<'_>,
        at: Instant,
        geography: &'a Geography,
        register: &Register,
    ) -> Self {
        let interner = population.interner();
        let text = |text: &String| ValueFilter::new(text, |text| interner.find(text));
        let kind = |text: &String| ValueFilter::new(text, PartyKind::parse);
        let party = |text: &String| {
            ValueFilter::new(text, |text| {
                let (kind, name) = parse_party(text)?;
                Some((kind, interner.find(&name)?))
            })
        };
        let codes = |codes: &[String]| codes.iter().map(|code| interner.find(code)).collect();
        Self {
            areas: SelectedAreas::new(filter, population, at, geography, register),
            category: codes(&filter.category),
            building_block: filter.building_block.iter().map(text).collect(),
            party_kind: filter.party_kind.iter().map(kind).collect(),
            party: filter.party.iter().map(party).collect(),
            round: filter.round.iter().map(text).collect(),
            source: codes(&filter.source),
            support: SupportFilter::new(&filter.support, population, at, geography, register),
        }
    }

    /// Whether a knelpunt is selected by its identity.
    pub(crate) fn matches(&self, identity: &IdentityKeys) -> bool {
        let kind = identity.party.map(|(kind, _)| kind);
        any(&self.category, |code| *code == Some(identity.category))
            && any(&self.building_block, |code| {
                code.matches(identity.building_block.as_ref())
            })
            && any(&self.party_kind, |code| code.matches(kind.as_ref()))
            && any(&self.party, |party| party.matches(identity.party.as_ref()))
            && self.areas.contain(identity.municipality)
            && self
                .support
                .as_ref()
                .is_none_or(|support| support.matches(identity))
    }

    /// Whether a knelpunt is selected, of those that another selection selected.
    pub(crate) fn selects(&self, selected: &Selected<'_, '_>) -> bool {
        self.matches(&selected.identity)
            && self.matches_sources(selected.timeline.sources, selected.at)
    }

    /// Whether a knelpunt is selected by the sources and rounds of its facts that are visible at an instant.
    pub(crate) fn matches_sources(&self, sources: &[SourceInRound], at: Instant) -> bool {
        let visible = sources.iter().filter(|source| source.visible_from <= at);
        self.matches_rounds_and_sources(visible.map(|source| (source.round, source.source)))
    }

    /// Whether any of these facts, each with its round and its source, is of a selected round, and any of a selected
    /// source.
    pub(crate) fn matches_rounds_and_sources(
        &self,
        mut facts: impl Iterator<Item = (Option<Symbol>, Symbol)> + Clone,
    ) -> bool {
        let in_round = |(round, _): (Option<Symbol>, Symbol)| {
            any(&self.round, |wanted| wanted.matches(round.as_ref()))
        };
        let from_source =
            |(_, source): (Option<Symbol>, Symbol)| self.source.contains(&Some(source));
        (self.round.is_empty() || facts.clone().any(in_round))
            && (self.source.is_empty() || facts.any(from_source))
    }

    /// Whether knelpunten are selected whatever the rounds and the sources of their facts.
    pub(crate) const fn has_all_rounds_and_sources(&self) -> bool {
        self.round.is_empty() && self.source.is_empty()
    }
}

fn found<T>(codes: &[String], find: impl Fn(&str) -> Option<T>) -> Vec<T> {
    codes.iter().filter_map(|code| find(code)).collect()
}

//! Which knelpunten a question is about: OR within a key, AND between keys.

use fold::{Fact, Knelpunt, Name, Names};
use model::{PartyKind, canonical_name};
use register::{MunicipalityId, ProvinceId, Register, SizeClass};
use serde::Serialize;

use crate::{
    keys::Keys,
    places::{Place, Places},
};

/// A filter as asked: per key the values, in the form in which they are compared. An empty key selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// CBS codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub municipality: Vec<String>,
    /// Codes of provinces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub province: Vec<String>,
    /// Digits `1` to `8`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub size_class: Vec<String>,
    /// Codes of categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// Codes of building blocks, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub building_block: Vec<String>,
    /// Kinds of party, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub party_kind: Vec<String>,
    /// Parties as `kind:name`, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub party: Vec<String>,
    /// Rounds, or `none`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub round: Vec<String>,
    /// Sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
}

/// The keys that every question takes for its filter.
pub(crate) const FILTER_KEYS: [&str; 9] = [
    "municipality",
    "province",
    "sizeClass",
    "category",
    "buildingBlock",
    "partyKind",
    "party",
    "round",
    "source",
];

/// What selects that which has none.
const NONE: &str = "none";

impl Filter {
    pub(crate) fn take(keys: &mut Keys, register: &Register) -> Self {
        let catalogue = register.catalogue();
        let mut codes = |key: &str, what: &str, known: &dyn Fn(&str) -> bool| {
            let values = keys.many(key);
            for value in values.iter().filter(|value| !known(value)) {
                keys.problem(key, format!("{value:?} is not {what}"));
            }
            distinct(values)
        };
        let optional = |known: bool, value: &str| known || value == NONE;
        Self {
            municipality: codes(
                "municipality",
                "a municipality of the register (a CBS code such as GM0344)",
                &|code| register.find_municipality(code).is_some(),
            ),
            province: codes("province", "a province (PV20 to PV31)", &|code| {
                register.find_province(code).is_some()
            }),
            size_class: codes("sizeClass", "a size class (1 to 8)", &|digit| {
                SizeClass::parse(digit).is_some()
            }),
            category: codes("category", "a category of the catalogue", &|code| {
                catalogue.category(code).is_some()
            }),
            building_block: codes(
                "buildingBlock",
                "a building block of the catalogue, or none",
                &|code| optional(catalogue.building_block(code).is_some(), code),
            ),
            party_kind: codes(
                "partyKind",
                "supplier, national-body, partnership or none",
                &|code| optional(PartyKind::parse(code).is_some(), code),
            ),
            party: distinct(
                codes(
                    "party",
                    "a party (kind:name, such as supplier:Centric) or none",
                    &|text| optional(parse_party(text).is_some(), text),
                )
                .into_iter()
                .map(canonical_party)
                .collect(),
            ),
            round: codes("round", "a round (such as 2013-02) or none", &|text| {
                optional(is_round(text), text)
            }),
            source: codes("source", "a source", &|text| !text.trim().is_empty()),
        }
    }

    /// Says whether the filter selects everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Looks the values up once, so that each knelpunt is judged by numbers.
    pub(crate) fn look_up(&self, names: &Names, register: &Register) -> Selection {
        let optional = |values: &[String]| -> Vec<Option<Option<Name>>> {
            values
                .iter()
                .map(|value| {
                    if value == NONE {
                        Some(None)
                    } else {
                        names.find(value).map(Some)
                    }
                })
                .collect()
        };
        Selection {
            municipality: self
                .municipality
                .iter()
                .filter_map(|code| register.find_municipality(code))
                .collect(),
            province: self
                .province
                .iter()
                .filter_map(|code| register.find_province(code))
                .collect(),
            size_class: self
                .size_class
                .iter()
                .filter_map(|digit| SizeClass::parse(digit))
                .collect(),
            category: self.category.iter().map(|code| names.find(code)).collect(),
            building_block: optional(&self.building_block),
            party_kind: self
                .party_kind
                .iter()
                .map(|code| PartyKind::parse(code))
                .collect(),
            party: self
                .party
                .iter()
                .map(|text| look_up_party(text, names))
                .collect(),
            round: optional(&self.round),
            source: self.source.iter().map(|text| names.find(text)).collect(),
        }
    }
}

/// A filter with its values looked up; a value that no event has ever had is none within.
pub(crate) struct Selection {
    municipality: Vec<MunicipalityId>,
    province: Vec<ProvinceId>,
    size_class: Vec<SizeClass>,
    category: Vec<Option<Name>>,
    building_block: Vec<Option<Option<Name>>>,
    party_kind: Vec<Option<PartyKind>>,
    party: Vec<Option<Option<(PartyKind, Name)>>>,
    round: Vec<Option<Option<Name>>>,
    source: Vec<Option<Name>>,
}

impl Selection {
    /// Says whether a knelpunt is selected by what it is.
    pub(crate) fn takes(&self, knelpunt: &Knelpunt, places: &Places) -> bool {
        let Some(traits) = &knelpunt.traits else {
            return false;
        };
        let place: Place = places.of(traits.municipality);
        let or = |empty: bool, held: bool| empty || held;
        or(
            self.category.is_empty(),
            self.category.contains(&Some(traits.category)),
        ) && or(
            self.building_block.is_empty(),
            self.building_block.contains(&Some(traits.building_block)),
        ) && or(
            self.party_kind.is_empty(),
            self.party_kind
                .contains(&traits.party.map(|(kind, _)| kind)),
        ) && or(
            self.party.is_empty(),
            self.party.contains(&Some(traits.party)),
        ) && or(
            self.province.is_empty(),
            self.province.contains(&place.province),
        ) && or(
            self.size_class.is_empty(),
            place
                .size_class
                .is_some_and(|class| self.size_class.contains(&class)),
        ) && or(
            self.municipality.is_empty(),
            self.municipality.contains(&place.reported)
                || self.municipality.contains(&place.on_division),
        )
    }

    /// Says whether a knelpunt is selected by who reported it and in which rounds, as far as is seen.
    pub(crate) fn takes_facts<'a>(
        &self,
        mut facts: impl Iterator<Item = &'a Fact> + Clone,
    ) -> bool {
        let by_round = self.round.is_empty()
            || facts
                .clone()
                .any(|fact| self.round.contains(&Some(fact.round)));
        by_round
            && (self.source.is_empty()
                || facts.any(|fact| self.source.contains(&Some(fact.source))))
    }

    /// Says whether facts must be looked at at all.
    pub(crate) fn asks_facts(&self) -> bool {
        !(self.round.is_empty() && self.source.is_empty())
    }
}

fn distinct(values: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = values;
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn parse_party(text: &str) -> Option<(PartyKind, String)> {
    let (kind, name) = text.split_once(':')?;
    let name = canonical_name(name);
    (!name.is_empty()).then_some((PartyKind::parse(kind)?, name))
}

fn canonical_party(text: String) -> String {
    match parse_party(&text) {
        Some((kind, name)) => format!("{}:{name}", kind.code()),
        None => text,
    }
}

fn look_up_party(text: &str, names: &Names) -> Option<Option<(PartyKind, Name)>> {
    match parse_party(text) {
        Some((kind, name)) => names.find(&name).map(|name| Some((kind, name))),
        None => Some(None),
    }
}

fn is_round(text: &str) -> bool {
    model::is_round(text)
}

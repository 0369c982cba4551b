//! Which knelpunten a question is about: OR within a key, AND between keys.

use fold::Interner;
use model::{PartyKind, canonical_name, is_round};
use register::{Register, SizeClass};
use serde::Serialize;

use crate::{
    geography::Geography,
    parameters::Parameters,
    selection::{SelectedAreas, Selection, ValueFilter},
};

#[cfg(test)]
mod tests;

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
pub(crate) const NONE: &str = "none";

impl Filter {
    pub(crate) fn take(keys: &mut Parameters, register: &Register) -> Self {
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
    pub(crate) fn look_up<'a>(
        &self,
        places: &'a Geography,
        interner: &Interner,
        register: &Register,
    ) -> Selection<'a> {
        let text = |text: &String| ValueFilter::of(text, |text| interner.find(text));
        let kind = |text: &String| ValueFilter::of(text, PartyKind::parse);
        let party = |text: &String| {
            ValueFilter::of(text, |text| {
                let (kind, name) = parse_party(text)?;
                Some((kind, interner.find(&name)?))
            })
        };
        let codes = |codes: &[String]| codes.iter().map(|code| interner.find(code)).collect();
        let places = SelectedAreas::of(
            places,
            &found(&self.municipality, |code| register.find_municipality(code)),
            &found(&self.province, |code| register.find_province(code)),
            &found(&self.size_class, SizeClass::parse),
        );
        Selection {
            places,
            category: codes(&self.category),
            building_block: self.building_block.iter().map(text).collect(),
            party_kind: self.party_kind.iter().map(kind).collect(),
            party: self.party.iter().map(party).collect(),
            round: self.round.iter().map(text).collect(),
            source: codes(&self.source),
        }
    }
}

fn found<T>(codes: &[String], find: impl Fn(&str) -> Option<T>) -> Vec<T> {
    codes.iter().filter_map(|code| find(code)).collect()
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

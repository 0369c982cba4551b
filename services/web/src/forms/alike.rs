//! Which knelpunten that are open are much like one that is being reported.
//!
//! The rule: open in the same municipality, and of the same category, or waiting on the same party, or about the same
//! building block. A party is the same when its name is, whatever its kind, its spacing, its punctuation and its legal
//! form. Those that have more in common come first.

use std::cmp::Reverse;

use model::{Identity, KnelpuntId, PartyKind, canonical_name};
use questions::{PartyAnswer, PersistingItem};

/// What identifies a knelpunt, as far as it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) category: Option<String>,
    pub(crate) building_block: Option<String>,
    pub(crate) party_kind: Option<String>,
    pub(crate) party_name: Option<String>,
    pub(crate) reference: Option<String>,
}

impl Traits {
    /// Gives the id of the very knelpunt, once enough is said.
    pub(crate) fn id(&self, municipality: &str) -> Option<KnelpuntId> {
        let party = match (&self.party_kind, &self.party_name) {
            (None, None) => None,
            (kind, name) => Some((
                PartyKind::parse(kind.as_deref()?)?,
                canonical_name(name.as_deref()?),
            )),
        };
        let identity = Identity {
            municipality: municipality.to_owned(),
            category: self.category.clone()?,
            building_block: self.building_block.clone(),
            party,
            reference: self.reference.as_deref().map(canonical_name),
        };
        Some(identity.id())
    }

    /// Gives those that are alike, the most alike first.
    pub(crate) fn alike(&self, items: Vec<PersistingItem>) -> Vec<PersistingItem> {
        let mut alike: Vec<(u8, PersistingItem)> = items
            .into_iter()
            .map(|item| (self.in_common(&item), item))
            .filter(|(common, _)| *common > 0)
            .collect();
        // In the same order as they came where as much is in common: the oldest first.
        alike.sort_by_key(|(common, _)| Reverse(*common));
        alike.into_iter().map(|(_, item)| item).collect()
    }

    fn in_common(&self, item: &PersistingItem) -> u8 {
        let same = |one: &Option<String>, other: Option<&String>| {
            one.as_ref().is_some_and(|one| Some(one) == other)
        };
        let party = item.party.as_ref().map(|party: &PartyAnswer| &party.name);
        let same_party = match (&self.party_name, party) {
            (Some(one), Some(other)) => bare(one) == bare(other),
            _ => false,
        };
        4 * u8::from(same(&self.category, Some(&item.category)))
            + 2 * u8::from(same_party)
            + u8::from(same(&self.building_block, item.building_block.as_ref()))
    }
}

/// Takes from a name what people write differently.
fn bare(name: &str) -> String {
    let name = canonical_name(name);
    let mut words: Vec<String> = name
        .split_whitespace()
        .map(|word| {
            word.chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect()
        })
        .collect();
    let is_form = |word: &String| ["bv", "nv", "vof"].contains(&word.as_str());
    if words.len() > 1 && words.last().is_some_and(is_form) {
        words.pop();
    }
    words.concat()
}

#[cfg(test)]
mod tests {
    use model::Instant;

    use super::*;

    fn item(category: &str, block: Option<&str>, party: Option<&str>) -> PersistingItem {
        let at = Instant::parse("2013-02-12T00:00:00Z").unwrap();
        PersistingItem {
            id: KnelpuntId::from_bytes([0; 16]),
            municipality: "GM0344".to_owned(),
            municipality_name: "Utrecht".to_owned(),
            inherited_from: None,
            through_split: false,
            category: category.to_owned(),
            category_name: category.to_owned(),
            building_block: block.map(str::to_owned),
            building_block_name: None,
            party: party.map(|name| PartyAnswer {
                kind: PartyKind::Supplier,
                kind_name: "leverancier",
                name: name.to_owned(),
            }),
            reference: None,
            description: None,
            opened_at: at,
            since: at,
            age_days: 0.0,
            persisting: false,
            episodes: 1,
            reports: 1,
            rounds: Vec::new(),
            last_reported_at: at,
            described_by: None,
        }
    }

    fn wanted(category: &str, block: Option<&str>, party: Option<&str>) -> Traits {
        Traits {
            category: Some(category.to_owned()),
            building_block: block.map(str::to_owned),
            party_name: party.map(str::to_owned),
            ..Traits::default()
        }
    }

    #[test]
    fn the_same_category_party_or_block_is_alike_and_nothing_else() {
        let open = vec![
            item("capacity", Some("bag"), None),
            item("capacity", None, Some("logius")),
            item("funding", None, None),
            item("capacity", None, None),
            item("funding", Some("bag"), Some("fabriek ijssel")),
        ];
        let wanted = wanted("funding", Some("bag"), Some("Fabriek-IJssel B.V."));
        let alike = wanted.alike(open.clone());
        assert_eq!(alike, [open[4].clone(), open[2].clone(), open[0].clone()]);
        assert_eq!(Traits::default().alike(open), []);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for (one, other) in [
            ("Fabriek IJssel", "fabriek  ijssel"),
            ("Fabriek IJssel B.V.", "fabriek-ijssel"),
            ("N.V. Zout", "nv zout"),
        ] {
            assert_eq!(bare(one), bare(other), "{one} {other}");
        }
        assert_ne!(bare("BV"), bare("NV"));
        assert_ne!(bare("Fabriek IJssel"), bare("Fabriek Waal"));
    }

    #[test]
    fn the_very_one_is_known_once_enough_is_said() {
        let mut traits = wanted("funding", None, Some("Fabriek IJssel"));
        assert_eq!(traits.id("GM0344"), None, "a party has a kind");
        traits.party_kind = Some("supplier".to_owned());
        let id = traits.id("GM0344").map(|id| id.to_string());
        assert_eq!(id.as_deref(), Some("fe26f0b1-abf0-569b-83e9-240366e7a9d1"));
    }
}

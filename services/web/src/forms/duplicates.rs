//! The open knelpunten that look like one that is being reported.
//!
//! The rule: open in the same municipality, and of the same category, waiting on the same party, or about the same
//! building block. Parties are the same if their names are, whatever the kind, spacing, punctuation and legal form. Those
//! that have more in common come first.

use std::cmp::Reverse;

use api::answers::{PartyAnswer, PersistingItem};
use model::{Identity, KnelpuntId, PartyKind, canonical_name};

/// The identity of a knelpunt within its municipality, as far as it is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PartialIdentity {
    pub(crate) category: Option<String>,
    pub(crate) building_block: Option<String>,
    pub(crate) party_kind: Option<String>,
    pub(crate) party_name: Option<String>,
    pub(crate) reference: Option<String>,
}

impl PartialIdentity {
    /// Returns the id of the knelpunt; `None` if a part of the identity is missing.
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

    /// Returns the similar knelpunten, the most similar first.
    pub(crate) fn similar(&self, items: Vec<PersistingItem>) -> Vec<PersistingItem> {
        let mut similar: Vec<(u8, PersistingItem)> = items
            .into_iter()
            .map(|item| (self.similarity(&item), item))
            .filter(|(similarity, _)| *similarity > 0)
            .collect();
        // The sort is stable: equally similar ones stay in the given order, oldest first.
        similar.sort_by_key(|(similarity, _)| Reverse(*similarity));
        similar.into_iter().map(|(_, item)| item).collect()
    }

    fn similarity(&self, item: &PersistingItem) -> u8 {
        let same = |one: &Option<String>, other: Option<&String>| {
            one.as_ref().is_some_and(|one| Some(one) == other)
        };
        let party = item.party.as_ref().map(|party: &PartyAnswer| &party.name);
        let same_party = match (&self.party_name, party) {
            (Some(one), Some(other)) => normalised(one) == normalised(other),
            _ => false,
        };
        4 * u8::from(same(&self.category, Some(&item.category)))
            + 2 * u8::from(same_party)
            + u8::from(same(&self.building_block, item.building_block.as_ref()))
    }
}

/// Returns a name without spacing, punctuation and legal form, which people write differently.
fn normalised(name: &str) -> String {
    let name = canonical_name(name);
    let mut parts: Vec<String> = name
        .split_whitespace()
        .map(|part| {
            part.chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect()
        })
        .collect();
    let is_legal_form = |part: &String| ["bv", "nv", "vof"].contains(&part.as_str());
    if parts.len() > 1 && parts.last().is_some_and(is_legal_form) {
        parts.pop();
    }
    parts.concat()
}

#[cfg(test)]
mod tests {
    use api::answers::KnelpuntStatus;
    use model::Instant;

    use super::*;

    fn item(category: &str, block: Option<&str>, party: Option<&str>) -> PersistingItem {
        let at = Instant::parse("2013-02-12T00:00:00Z").unwrap();
        PersistingItem {
            id: KnelpuntId::from_bytes([0; 16]),
            href: String::new(),
            municipality: "GM0344".to_owned(),
            municipality_name: "Utrecht".to_owned(),
            inherited_from: None,
            through_split: false,
            other_successors: Vec::new(),
            category: category.to_owned(),
            category_name: category.to_owned(),
            building_block: block.map(str::to_owned),
            building_block_name: None,
            party: party.map(|name| PartyAnswer {
                kind: PartyKind::Supplier,
                kind_name: "leverancier".to_owned(),
                name: name.to_owned(),
            }),
            party_name: party.map(str::to_owned),
            reference: None,
            reference_as_written: None,
            description: None,
            status: KnelpuntStatus::Open,
            opened_at: at,
            opened_on: at.day(),
            since: at,
            since_on: at.day(),
            ended_at: None,
            ended_on: None,
            outcome: None,
            remedy: None,
            age_days: 0.0,
            persisting: false,
            episodes: 1,
            reports: 1,
            rounds: Vec::new(),
            last_reported_at: at,
            last_reported_on: at.day(),
            first_description: None,
            first_described_at: None,
            first_described_on: None,
            described_at: None,
            described_on: None,
        }
    }

    fn identity(category: &str, block: Option<&str>, party: Option<&str>) -> PartialIdentity {
        PartialIdentity {
            category: Some(category.to_owned()),
            building_block: block.map(str::to_owned),
            party_name: party.map(str::to_owned),
            ..PartialIdentity::default()
        }
    }

    #[test]
    fn only_the_same_category_party_or_building_block_is_similar() {
        let open = vec![
            item("capacity", Some("bag"), None),
            item("capacity", None, Some("logius")),
            item("funding", None, None),
            item("capacity", None, None),
            item("funding", Some("bag"), Some("fabriek ijssel")),
        ];
        let reported = identity("funding", Some("bag"), Some("Fabriek-IJssel B.V."));
        let similar = reported.similar(open.clone());
        assert_eq!(similar, [open[4].clone(), open[2].clone(), open[0].clone()]);
        assert_eq!(PartialIdentity::default().similar(open), []);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for (one, other) in [
            ("Fabriek IJssel", "fabriek  ijssel"),
            ("Fabriek IJssel B.V.", "fabriek-ijssel"),
            ("N.V. Zout", "nv zout"),
        ] {
            assert_eq!(normalised(one), normalised(other), "{one} {other}");
        }
        assert_ne!(normalised("BV"), normalised("NV"));
        assert_ne!(normalised("Fabriek IJssel"), normalised("Fabriek Waal"));
    }

    #[test]
    fn the_id_is_known_once_the_identity_is_complete() {
        let mut reported = identity("funding", None, Some("Fabriek IJssel"));
        assert_eq!(reported.id("GM0344"), None, "a party needs a kind");
        reported.party_kind = Some("supplier".to_owned());
        let id = reported.id("GM0344").map(|id| id.to_string());
        assert_eq!(id.as_deref(), Some("fe26f0b1-abf0-569b-83e9-240366e7a9d1"));
    }
}

//! One knelpunt of the list, with the names of its codes.

use model::{Instant, KnelpuntId, PartyKind};
use register::Register;
use serde::Serialize;
use views::IndexedKnelpunt;

use super::super::ListedKnelpunt;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// A knelpunt of the list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfflineItem {
    id: KnelpuntId,
    municipality: String,
    municipality_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    inherited_from: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    through_split: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_successors: Vec<String>,
    category: String,
    category_name: String,
    building_block: Option<String>,
    building_block_name: Option<String>,
    party: Option<IndexedParty>,
    party_name: Option<String>,
    reference: Option<String>,
    reference_as_written: Option<String>,
    opened_at: Instant,
    since: Instant,
    age_days: f64,
    persisting: bool,
}

#[derive(Debug, Serialize)]
struct IndexedParty {
    kind: PartyKind,
    name: String,
}

impl OfflineItem {
    /// Creates the item of a knelpunt, with its names as of now.
    pub(super) fn new(open: IndexedKnelpunt, now: Instant, register: &Register) -> Self {
        let IndexedKnelpunt {
            municipality: reported,
            since,
            id,
            category,
            building_block,
            party,
            party_name,
            reference,
            reference_as_written,
            opened_at,
            persists_from,
        } = open;
        let catalogue = register.catalogue();
        let category_name = catalogue.category(&category).map(|known| known.nl.clone());
        let block = building_block.as_deref();
        let block_name = block.map(|code| {
            let known = catalogue.building_block(code);
            known.map_or_else(|| code.to_owned(), |known| known.name.clone())
        });
        let succession = register
            .find_municipality(&reported)
            .map(|id| register.successor_on(id, now.day()));
        let own = register.find_municipality(&reported);
        let ends = own.zip(succession);
        let others = ends.map(|(own, found)| register.other_successors(own, found.municipality));
        let current = succession.map(|found| register.municipality(found.municipality));
        let (code, name) = current.map_or((&reported, &reported), |one| (&one.code, &one.name));
        let has_moved = *code != reported;
        Self {
            id,
            municipality: code.clone(),
            municipality_name: name.clone(),
            through_split: has_moved && succession.is_some_and(|found| found.through_split),
            other_successors: others.unwrap_or_default(),
            inherited_from: has_moved.then(|| reported.clone()),
            category_name: category_name.unwrap_or_else(|| category.clone()),
            category,
            building_block_name: block_name,
            building_block,
            party: party.map(|(kind, name)| IndexedParty { kind, name }),
            party_name,
            reference,
            reference_as_written,
            opened_at,
            since,
            age_days: days(now.since(since)),
            persisting: persists_from <= now,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact below 2^53 microseconds, 285 years"
)]
fn days(microseconds: i64) -> f64 {
    microseconds as f64 / 1_000_000.0 / SECONDS_PER_DAY
}

impl<'a> From<&'a OfflineItem> for ListedKnelpunt<'a> {
    fn from(item: &'a OfflineItem) -> Self {
        Self {
            id: item.id,
            municipality_name: &item.municipality_name,
            inherited_from: item.inherited_from.as_slice(),
            category_name: &item.category_name,
            building_block: item.building_block.as_deref(),
            reference: item.reference_as_written.as_deref(),
            party_name: item.party_name.as_deref(),
            rounds: &[],
            age_days: item.age_days,
            persisting: item.persisting,
            ended_on: None,
            outcome: None,
            last_reported_at: None,
            reports: None,
        }
    }
}

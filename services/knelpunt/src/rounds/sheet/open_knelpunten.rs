//! Reads the open knelpunten from the running server, page by page.

use std::collections::BTreeMap;

use api::{
    AnswerEnvelope,
    answers::{Persisting, PersistingItem},
    parameters::{AsOfParameters, LinkParameters as _, PersistingParameters, StatusFilter},
};
use jiff::civil::Date;
use rounds::{RowKey, SheetKnelpunt, SheetMunicipality};

use crate::api_client::{ApiClient, QueryPairs};

/// The number of knelpunten per request.
const PAGE: &str = "1000";

/// Returns the open knelpunten of municipalities at the end of a day, in the order of the municipalities, oldest first.
pub(super) fn open(
    server: &ApiClient,
    as_of: Date,
    municipalities: &[SheetMunicipality],
) -> anyhow::Result<Vec<SheetKnelpunt>> {
    let indexes: BTreeMap<&str, usize> = municipalities
        .iter()
        .enumerate()
        .map(|(index, municipality)| (municipality.code.as_str(), index))
        .collect();
    let mut found: Vec<(usize, SheetKnelpunt)> = Vec::new();
    let mut cursor = None;
    loop {
        let pairs = pairs(as_of, cursor.as_deref());
        let page: AnswerEnvelope<Persisting> = server.json("/v1/persisting", &pairs)?;
        for item in page.answer.items {
            if let Some(index) = indexes.get(item.municipality.as_str()) {
                found.push((*index, open_knelpunt(item)));
            }
        }
        cursor = page.answer.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    // A stable sort: within a municipality they stay in the order of the server, oldest first.
    found.sort_by_key(|(index, _)| *index);
    Ok(found.into_iter().map(|(_, open)| open).collect())
}

fn pairs(as_of: Date, cursor: Option<&str>) -> QueryPairs {
    let question = PersistingParameters {
        status: Some(StatusFilter::Open),
        limit: Some(PAGE.to_owned()),
        cursor: cursor.map(str::to_owned),
        ..PersistingParameters::default()
    };
    let as_of = AsOfParameters {
        as_of: Some(as_of.to_string()),
        ..AsOfParameters::default()
    };
    [question.to_pairs(), as_of.to_pairs()].concat()
}

fn open_knelpunt(item: PersistingItem) -> SheetKnelpunt {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole days, from 0 on"
    )]
    let age_days = item.age_days.max(0.0) as u32;
    let party = item.party_as_written();
    let party = party.map(|(kind, name)| (kind, name.to_owned()));
    SheetKnelpunt {
        since: item.since.day(),
        key: RowKey {
            last_reported: item.last_reported_at.day(),
            called: item.municipality.clone(),
            municipality: item.inherited_from.unwrap_or(item.municipality),
            category: item.category,
            building_block: item.building_block,
            party,
            reference: item.reference_as_written,
        },
        municipality_name: item.municipality_name,
        category_name: item.category_name,
        building_block_name: item.building_block_name,
        age_days,
        description: item.description,
    }
}

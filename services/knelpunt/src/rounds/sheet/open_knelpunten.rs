//! What is open, asked of the running server page by page.

use std::collections::BTreeMap;

use anyhow::Context as _;
use jiff::civil::Date;
use model::{Instant, PartyKind};
use rounds::{OpenKnelpunt, RowKey, SheetMunicipality};
use serde::Deserialize;

use crate::api_client::{ApiClient, QueryPairs};

/// How many are asked for at a time.
const PAGE: &str = "1000";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    items: Vec<Item>,
    next_cursor: Option<String>,
}

/// A knelpunt as the server tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    municipality: String,
    municipality_name: String,
    inherited_from: Option<String>,
    category: String,
    category_name: String,
    building_block: Option<String>,
    building_block_name: Option<String>,
    party: Option<Party>,
    reference: Option<String>,
    description: Option<String>,
    since: String,
    age_days: f64,
    last_reported_at: String,
}

#[derive(Deserialize)]
struct Party {
    kind: PartyKind,
    name: String,
}

/// Asks what is open on a day in the municipalities; in their order, oldest first.
pub(super) fn open(
    server: &ApiClient,
    as_of: Date,
    municipalities: &[SheetMunicipality],
) -> anyhow::Result<Vec<OpenKnelpunt>> {
    let places: BTreeMap<&str, usize> = municipalities
        .iter()
        .enumerate()
        .map(|(place, asked)| (asked.code.as_str(), place))
        .collect();
    let mut found: Vec<(usize, OpenKnelpunt)> = Vec::new();
    let mut cursor = None;
    loop {
        let page: Page = server.json("/v1/persisting", &pairs(as_of, cursor.as_deref()))?;
        for item in page.items {
            if let Some(place) = places.get(item.municipality.as_str()) {
                found.push((*place, item.shown()?));
            }
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    // Stable: within a municipality they stay in the order of the server, oldest first.
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, open)| open).collect())
}

fn pairs(as_of: Date, cursor: Option<&str>) -> QueryPairs {
    let mut pairs = vec![
        ("status", "open".to_owned()),
        ("asOf", as_of.to_string()),
        ("limit", PAGE.to_owned()),
    ];
    pairs.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
    pairs
}

impl Item {
    fn shown(self) -> anyhow::Result<OpenKnelpunt> {
        let day = |text: &str| {
            let instant =
                Instant::parse(text).context("understand a time that the server gives")?;
            anyhow::Ok(instant.day())
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole days, from 0 on"
        )]
        let age_days = self.age_days.max(0.0) as u32;
        Ok(OpenKnelpunt {
            since: day(&self.since)?,
            key: RowKey {
                last_reported: day(&self.last_reported_at)?,
                called: self.municipality.clone(),
                municipality: self.inherited_from.unwrap_or(self.municipality),
                category: self.category,
                building_block: self.building_block,
                party: self.party.map(|party| (party.kind, party.name)),
                reference: self.reference,
            },
            municipality_name: self.municipality_name,
            category_name: self.category_name,
            building_block_name: self.building_block_name,
            age_days,
            description: self.description,
        })
    }
}

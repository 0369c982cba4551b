//! The warning that the reported knelpunt may be open already, with the choices.

use api::answers::PersistingItem;
use texts::{
    dates,
    forms::{self as text, duplicates},
    terms,
};

/// How many are shown: nobody compares more.
const SHOWN: usize = 5;

/// Open knelpunten that look like the reported one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DuplicateWarning {
    pub(crate) heading: &'static str,
    pub(crate) text: &'static str,
    pub(crate) rows: Vec<DuplicateRow>,
    pub(crate) more: Option<String>,
    /// The value with which it is reported anyway; `None` if it is the same knelpunt.
    pub(crate) anyway: Option<String>,
}

/// An open knelpunt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DuplicateRow {
    pub(crate) href: String,
    pub(crate) confirm: String,
    pub(crate) category: String,
    pub(crate) details: String,
}

impl DuplicateWarning {
    /// Creates the warning about the very knelpunt that is reported.
    pub(crate) fn same(item: &PersistingItem) -> Self {
        Self {
            heading: duplicates::SAME,
            text: duplicates::SAME_MEANS,
            rows: vec![row(item)],
            more: None,
            anyway: None,
        }
    }

    /// Creates the warning about similar knelpunten; `None` if there are none.
    pub(crate) fn similar(similar: &[PersistingItem]) -> Option<Self> {
        let more = similar.len().saturating_sub(SHOWN);
        (!similar.is_empty()).then(|| Self {
            heading: duplicates::SIMILAR,
            text: duplicates::SIMILAR_MEANS,
            rows: similar.iter().take(SHOWN).map(row).collect(),
            more: (more > 0).then(|| duplicates::more(more)),
            anyway: Some(shown_ids(similar)),
        })
    }
}

fn row(item: &PersistingItem) -> DuplicateRow {
    DuplicateRow {
        href: format!("/knelpunten/{}", item.id),
        confirm: format!("/knelpunten/{}/bevestigen", item.id),
        category: item.category_name.clone(),
        details: details(item).join(" · "),
    }
}

/// Returns the ids that a warning shows. A form that repeats them was warned of these, and is warned again of others.
pub(crate) fn shown_ids(similar: &[PersistingItem]) -> String {
    let ids = similar.iter().take(SHOWN).map(|item| item.id.to_string());
    ids.collect::<Vec<_>>().join(" ")
}

/// Returns what distinguishes a knelpunt within its category, in a few words each.
pub(crate) fn details(item: &PersistingItem) -> Vec<String> {
    let party = item.party_as_written();
    let party = party.map(|(kind, name)| terms::party(kind, name));
    let details = [
        item.building_block_name.clone(),
        party.map(|party| text::waits_on(&party)),
        item.reference_as_written.as_deref().map(text::reference),
        Some(text::open_since(&dates::day_of(item.since))),
        item.first_description.clone(),
    ];
    details.into_iter().flatten().collect()
}

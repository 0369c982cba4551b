//! What persists where: the open knelpunten by municipality, oldest first, as the store keeps them.

use std::collections::BTreeMap;

use fold::Knelpunt;
use questions::Columns;
use serde::{Deserialize, Serialize};
use sled::IVec;

use crate::{keys, staged::Staged, values};

/// What is kept of an open knelpunt beside its key.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    category: String,
    opened_at: i64,
    in_two_rounds_from: Option<i64>,
}

/// Gives what the index must hold of some knelpunten.
pub(crate) fn entries<'a>(
    knelpunten: impl Iterator<Item = &'a Knelpunt>,
    columns: &Columns,
) -> BTreeMap<Vec<u8>, IVec> {
    knelpunten
        .filter_map(|knelpunt| entry(knelpunt, columns))
        .collect()
}

fn entry(knelpunt: &Knelpunt, columns: &Columns) -> Option<(Vec<u8>, IVec)> {
    let (episode, traits) = (knelpunt.open()?, knelpunt.traits?);
    let text = |name| columns.names().text(name);
    let value = Open {
        category: text(traits.category).to_owned(),
        opened_at: episode.opened_at.microseconds(),
        in_two_rounds_from: episode.in_two_rounds_from.map(model::Instant::microseconds),
    };
    let key = keys::open(
        text(traits.municipality),
        episode.since.microseconds(),
        knelpunt.id,
    );
    Some((key, values::write(&value)))
}

/// Stages the difference between what the index held and what it must hold.
pub(crate) fn change(
    mut before: BTreeMap<Vec<u8>, IVec>,
    after: BTreeMap<Vec<u8>, IVec>,
    staged: &mut Staged<'_>,
) {
    for (key, value) in after {
        let held = before.remove(&key);
        if held.as_ref() != Some(&value) {
            staged.replace(key, held, Some(value));
        }
    }
    for (key, held) in before {
        staged.replace(key, Some(held), None);
    }
}

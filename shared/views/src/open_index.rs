//! The index of open knelpunten in the store: by municipality, oldest first.

use std::collections::BTreeMap;

use fold::Knelpunt;
use questions::Columns;
use serde::{Deserialize, Serialize};
use sled::{Batch, IVec};

use crate::{digest::Digests, keys, values};

/// The value of an open knelpunt.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OpenKnelpunt {
    category: String,
    opened_at: i64,
    in_two_rounds_from: Option<i64>,
}

/// Returns the entries that the index must have for some knelpunten.
pub(crate) fn entries<'a>(
    knelpunten: impl Iterator<Item = &'a Knelpunt>,
    columns: &Columns,
) -> BTreeMap<Vec<u8>, IVec> {
    knelpunten
        .filter_map(|knelpunt| entry(knelpunt, columns))
        .collect()
}

fn entry(knelpunt: &Knelpunt, columns: &Columns) -> Option<(Vec<u8>, IVec)> {
    let (episode, identity) = (knelpunt.open()?, knelpunt.identity?);
    let text = |symbol| columns.interner().text(symbol);
    let value = OpenKnelpunt {
        category: text(identity.category).to_owned(),
        opened_at: episode.opened_at.microseconds(),
        in_two_rounds_from: episode.in_two_rounds_from.map(model::Instant::microseconds),
    };
    let key = keys::open(
        text(identity.municipality),
        episode.since.microseconds(),
        knelpunt.id,
    );
    Some((key, values::write(&value)))
}

/// Adds the difference between two sets of entries to a batch and to the digests.
pub(crate) fn apply_difference(
    mut before: BTreeMap<Vec<u8>, IVec>,
    after: BTreeMap<Vec<u8>, IVec>,
    batch: &mut Batch,
    digests: &mut Digests,
) {
    for (key, value) in after {
        match before.remove(&key) {
            Some(old) if old == value => continue,
            Some(old) => subtract(&key, &old, digests),
            None => {}
        }
        digests.open.add(&key, &value);
        digests.stored.add(&key, &value);
        batch.insert(key, value);
    }
    for (key, old) in before {
        subtract(&key, &old, digests);
        batch.remove(key);
    }
}

/// Describes a key for people.
pub(crate) fn describe(key: &[u8]) -> String {
    let municipality = key.get(1..7).map(String::from_utf8_lossy);
    match (municipality, keys::last_id(key)) {
        (Some(municipality), Some(id)) => format!("knelpunt {id} of {municipality}"),
        _ => format!("a malformed key ({key:02x?})"),
    }
}

fn subtract(key: &[u8], value: &[u8], digests: &mut Digests) {
    digests.open.subtract(key, value);
    digests.stored.subtract(key, value);
}

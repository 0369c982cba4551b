//! What persists where: the open knelpunten by municipality, oldest first, as the store keeps them.

use std::collections::BTreeMap;

use fold::Knelpunt;
use questions::Columns;
use serde::{Deserialize, Serialize};
use sled::{Batch, IVec};

use crate::{digest::Digests, keys, values};

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
    let (episode, traits) = (knelpunt.open()?, knelpunt.identity?);
    let text = |name| columns.interner().text(name);
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

/// Enters the difference between what the index held and what it must hold.
pub(crate) fn change(
    mut before: BTreeMap<Vec<u8>, IVec>,
    after: BTreeMap<Vec<u8>, IVec>,
    batch: &mut Batch,
    digests: &mut Digests,
) {
    for (key, value) in after {
        match before.remove(&key) {
            Some(held) if held == value => continue,
            Some(held) => forget(&key, &held, digests),
            None => {}
        }
        digests.open.add(&key, &value);
        digests.kept.add(&key, &value);
        batch.insert(key, value);
    }
    for (key, held) in before {
        forget(&key, &held, digests);
        batch.remove(key);
    }
}

/// Says for people which open knelpunt a key names.
pub(crate) fn text(key: &[u8]) -> String {
    let municipality = key.get(1..7).map(String::from_utf8_lossy);
    match (municipality, keys::last_id(key)) {
        (Some(municipality), Some(id)) => format!("knelpunt {id} of {municipality}"),
        _ => format!("a key that is misshapen ({key:02x?})"),
    }
}

fn forget(key: &[u8], held: &[u8], digests: &mut Digests) {
    digests.open.take(key, held);
    digests.kept.take(key, held);
}

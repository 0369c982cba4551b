//! The index of open knelpunten in the store: by municipality, oldest first.
//!
//! Questions are answered from memory, which is faster; the index is for those who have only the folder: `verify`,
//! `doctor`, and a list without a server. Its values are therefore texts, not symbols.

use std::{collections::BTreeMap, iter};

use fold::Interner;
use model::{Instant, KnelpuntId, PartyKind, written_name};
use serde::{Deserialize, Serialize};
use sled::{Batch, Db, IVec, Tree};
use state::{OpenKnelpunt, State};

use super::{digest::Sum, epoch, keys, opening, values};
use crate::ViewsError;

/// The value of an open knelpunt; instants in microseconds since 1970.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OpenValue {
    category: String,
    building_block: Option<String>,
    party: Option<(PartyKind, String)>,
    party_name: Option<String>,
    reference: Option<String>,
    reference_as_written: Option<String>,
    opened_at: i64,
    persists_from: i64,
}

/// An open knelpunt, as the index has it: open when everything that the views know is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedKnelpunt {
    /// CBS code of the municipality that reported it.
    pub municipality: String,
    /// The instant from which its age counts.
    pub since: Instant,
    /// Its id.
    pub id: KnelpuntId,
    /// Code of the category.
    pub category: String,
    /// Code of the building block.
    pub building_block: Option<String>,
    /// Kind and canonical name of the party.
    pub party: Option<(PartyKind, String)>,
    /// The name of that party as it was last written.
    pub party_name: Option<String>,
    /// Canonical reference.
    pub reference: Option<String>,
    /// The reference as it was last written.
    pub reference_as_written: Option<String>,
    /// When the opening report of the open episode observed it.
    pub opened_at: Instant,
    /// The first instant at which it persists.
    pub persists_from: Instant,
}

/// Returns key and value of an open knelpunt.
pub(crate) fn entry(open: &OpenKnelpunt, interner: &Interner) -> (Vec<u8>, IVec) {
    let text = |symbol| interner.text(symbol).to_owned();
    let as_written = |symbol| written_name(interner.text(symbol));
    let (identity, written) = (open.identity, open.written);
    let canonical_name = identity.party.map(|(_, name)| name);
    let value = OpenValue {
        category: text(identity.category),
        building_block: identity.building_block.map(text),
        party: identity.party.map(|(kind, name)| (kind, text(name))),
        party_name: written.party.or(canonical_name).map(as_written),
        reference: identity.reference.map(text),
        reference_as_written: written.reference.or(identity.reference).map(as_written),
        opened_at: open.episode.opened_at.microseconds(),
        persists_from: open.episode.persists_from.microseconds(),
    };
    let municipality = interner.text(identity.municipality);
    let key = keys::open(municipality, open.episode.since.microseconds(), open.id);
    (key, values::write(&value))
}

/// Adds the changes of some knelpunten, each as it was open before and is now, to a batch and to the sum of what is
/// stored.
pub(crate) fn update(
    changes: &[(Option<OpenKnelpunt>, Option<OpenKnelpunt>)],
    interner: &Interner,
    batch: &mut Batch,
    stored: &mut Sum,
) {
    for (before, now) in changes.iter().filter(|(before, now)| before != now) {
        let entry = |open: OpenKnelpunt| entry(&open, interner);
        // In this order: the two may have one key, of which the last operation in a batch counts.
        if let Some((key, before)) = before.map(entry) {
            let (before, now) = (Some(before), None);
            IndexChange { key, before, now }.add_to(batch, stored);
        }
        if let Some((key, now)) = now.map(entry) {
            let (before, now) = (None, Some(now));
            IndexChange { key, before, now }.add_to(batch, stored);
        }
    }
}

/// A key of the index whose value is to change: from one, if it has any, to another, if it gets any.
pub(crate) struct IndexChange {
    key: Vec<u8>,
    before: Option<IVec>,
    now: Option<IVec>,
}

impl IndexChange {
    /// Adds the change to a batch and to the sum of what is stored.
    pub(crate) fn add_to(self, batch: &mut Batch, stored: &mut Sum) {
        let Self { key, before, now } = self;
        if let Some(before) = before {
            stored.subtract(&key, &before);
        }
        match now {
            Some(now) => {
                stored.add(&key, &now);
                batch.insert(key, now);
            }
            None => batch.remove(key),
        }
    }
}

/// Returns what makes the stored index that of the state, whatever it was: after commits that did not write it.
pub(crate) fn differences(db: &Db, state: &State) -> Result<Vec<IndexChange>, ViewsError> {
    let open = state.roots().filter_map(|row| state.open(row));
    let mut entries: BTreeMap<Vec<u8>, IVec> =
        open.map(|open| entry(&open, state.interner())).collect();
    let mut changes = Vec::new();
    for pair in epoch::collecting(db.scan_prefix([keys::OPEN])) {
        let (key, before) = pair?;
        let now = entries.remove(&*key);
        if now.as_ref() != Some(&before) {
            let (key, before) = (key.to_vec(), Some(before));
            changes.push(IndexChange { key, before, now });
        }
    }
    let new = entries.into_iter().map(|(key, now)| IndexChange {
        key,
        before: None,
        now: Some(now),
    });
    changes.extend(new);
    Ok(changes)
}

/// Lists the open knelpunten, in order of their keys.
pub(crate) fn list(tree: &Tree) -> impl Iterator<Item = Result<IndexedKnelpunt, ViewsError>> {
    let mut pairs = epoch::collecting(tree.scan_prefix([keys::OPEN]));
    iter::from_fn(move || {
        let pair = opening::catch_damage(|| pairs.next().transpose().map_err(ViewsError::from));
        pair.transpose()
    })
    .map(|pair| {
        let (key, value) = pair?;
        decode(&key, &value)
    })
}

fn decode(key: &[u8], value: &[u8]) -> Result<IndexedKnelpunt, ViewsError> {
    let Some((municipality, since, id)) = keys::parse_open(key) else {
        return Err(ViewsError::damaged("the open index has a malformed key"));
    };
    let value: OpenValue = values::read(value, "a value of the open index")?;
    Ok(IndexedKnelpunt {
        municipality: municipality.to_owned(),
        since: Instant::from_microseconds(since),
        id,
        category: value.category,
        building_block: value.building_block,
        party: value.party,
        party_name: value.party_name,
        reference: value.reference,
        reference_as_written: value.reference_as_written,
        opened_at: Instant::from_microseconds(value.opened_at),
        persists_from: Instant::from_microseconds(value.persists_from),
    })
}

/// Describes a key for people.
pub(crate) fn describe(key: &[u8]) -> String {
    match keys::parse_open(key) {
        Some((municipality, _, id)) => format!("knelpunt {id} of {municipality}"),
        None => format!("a malformed key ({key:02x?})"),
    }
}

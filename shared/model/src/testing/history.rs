//! A set of events as in a log: in any order, with duplicates.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::{observation, pool, redaction, statement, withdrawal};
use crate::{Data, Draft, MergeTarget};

/// An event that follows from an earlier one.
#[derive(Debug, Clone, Copy)]
enum Sequel {
    /// A withdrawal of it.
    Withdrawal,
    /// A redaction of it.
    Redaction,
    /// The same key with another content.
    Conflict,
    /// The same event.
    Duplicate,
}

/// Generates up to `statements` events that correct no other, and up to half as many that follow from these, shuffled.
pub fn history(statements: usize) -> BoxedStrategy<Vec<Draft>> {
    let kinds = select(vec![
        Sequel::Withdrawal,
        Sequel::Withdrawal,
        Sequel::Redaction,
        Sequel::Conflict,
        Sequel::Duplicate,
    ]);
    let sequels = vec((any::<Index>(), kinds), 0..=statements / 2);
    (vec(statement(), 1..=statements.max(1)), sequels)
        .prop_flat_map(|(statements, sequels)| {
            let following: Vec<_> = sequels
                .into_iter()
                .map(|(index, kind)| sequel(index.get(&statements).clone(), kind))
                .collect();
            (Just(statements), following)
        })
        .prop_flat_map(|(statements, following)| {
            // Some of these are withdrawn in their turn: a withdrawn withdrawal still counts.
            let withdrawals: Vec<_> = following
                .iter()
                .step_by(5)
                .map(|draft| withdrawal(draft.clone()))
                .collect();
            (Just([statements, following].concat()), withdrawals)
        })
        .prop_flat_map(|(events, withdrawals)| Just([events, withdrawals].concat()).prop_shuffle())
        .boxed()
}

fn sequel(draft: Draft, kind: Sequel) -> BoxedStrategy<Draft> {
    match kind {
        Sequel::Withdrawal => withdrawal(draft),
        Sequel::Redaction => redaction(draft),
        Sequel::Duplicate => Just(draft).boxed(),
        Sequel::Conflict => conflict(draft),
    }
}

fn conflict(draft: Draft) -> BoxedStrategy<Draft> {
    let Some(identity) = spelt_identity(&draft.data) else {
        let time = draft.time.plus_microseconds(1);
        return Just(Draft { time, ..draft }).boxed();
    };
    // Late enough for any `observedAt` that the new data may have.
    let time = pool::START.plus_microseconds(2_000 * 86_400_000_000);
    observation(identity)
        .prop_map(move |data| Draft {
            time,
            data,
            ..draft.clone()
        })
        .boxed()
}

/// Returns municipality and identity as the data spell them; `None` for types without an identity.
fn spelt_identity(data: &Data) -> Option<(String, MergeTarget)> {
    macro_rules! spelt {
        ($data:expr) => {
            MergeTarget {
                category: $data.category.clone(),
                building_block: $data.building_block.clone(),
                party: $data.party.clone(),
                reference: $data.reference.clone(),
            }
        };
    }
    let into = match data {
        Data::Reported(data) => spelt!(data),
        Data::Resolved(data) => spelt!(data),
        Data::Merged(data) => spelt!(data),
        Data::Consulted(_) | Data::Supported(_) | Data::Withdrawn(_) | Data::Redacted(_) => {
            return None;
        }
    };
    Some((data.municipality().to_owned(), into))
}

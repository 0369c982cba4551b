//! A set of events as a log holds it: in any order, with doubles.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::{observation, pool, redaction, statement, withdrawal};
use crate::{Data, Draft, MergeTarget};

/// Events in the order of a log, doubles among them.
pub type History = Vec<Draft>;

/// How an event follows from those before it.
#[derive(Debug, Clone, Copy)]
enum Sequel {
    /// Takes one back.
    Withdrawal,
    /// Replaces one.
    Redaction,
    /// Says something else of the same knelpunt under the same key.
    Conflict,
    /// Is the same again.
    Double,
}

/// Generates up to `statements` events that say something of their own and half as many that follow from these,
/// in any order.
pub fn history(statements: usize) -> BoxedStrategy<History> {
    let kinds = select(vec![
        Sequel::Withdrawal,
        Sequel::Withdrawal,
        Sequel::Redaction,
        Sequel::Conflict,
        Sequel::Double,
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
            // Of what follows, some is corrected in its turn: a withdrawal withdrawn counts all the same.
            let again: Vec<_> = following
                .iter()
                .step_by(5)
                .map(|draft| withdrawal(draft.clone()))
                .collect();
            (Just([statements, following].concat()), again)
        })
        .prop_flat_map(|(events, again)| Just([events, again].concat()).prop_shuffle())
        .boxed()
}

fn sequel(of: Draft, kind: Sequel) -> BoxedStrategy<Draft> {
    match kind {
        Sequel::Withdrawal => withdrawal(of),
        Sequel::Redaction => redaction(of),
        Sequel::Double => Just(of).boxed(),
        Sequel::Conflict => conflict(of),
    }
}

fn conflict(of: Draft) -> BoxedStrategy<Draft> {
    let Some(who) = who(&of.data) else {
        let time = of.time.plus_microseconds(1);
        return Just(Draft { time, ..of }).boxed();
    };
    // Late enough for whatever the data now say of when.
    let time = pool::START.plus_microseconds(2_000 * 86_400_000_000);
    observation(who)
        .prop_map(move |data| Draft {
            time,
            data,
            ..of.clone()
        })
        .boxed()
}

/// Gives who the knelpunt is that data are about, as they spell it; none where they do not say it.
fn who(data: &Data) -> Option<(String, MergeTarget)> {
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
        Data::Consulted(_) | Data::Withdrawn(_) | Data::Redacted(_) => return None,
    };
    Some((data.municipality().to_owned(), into))
}

//! Strategies that generate events, for property tests here and of those who fold, keep and ask.
//!
//! Everything is drawn from a small [`pool`], so that what must be told apart really meets: reports and
//! resolutions of one knelpunt in every spelling, late and at the same moment, under keys that were used before;
//! merges in chains and cycles; withdrawals and redactions of all of these, and of what never comes.

mod corrections;
mod data;
mod history;
pub mod pool;

use proptest::prelude::*;

use crate::{Data, Draft, Instant, Observed};
pub use corrections::{redaction, withdrawal};
pub use data::{consulted, merged, observation, reported, resolved};
pub use history::{History, history};

/// Generates a valid event that says something of its own: no withdrawal, no redaction.
///
/// Boxed, like what is made of it: unboxed strategies nest in one value that outgrows a test's stack.
pub fn statement() -> BoxedStrategy<Draft> {
    let data = prop_oneof![
        8 => reported().prop_map(Data::Reported).boxed(),
        5 => resolved().prop_map(Data::Resolved).boxed(),
        2 => merged().prop_map(Data::Merged).boxed(),
        2 => consulted().prop_map(Data::Consulted).boxed(),
    ];
    (pool::source(), pool::id(), data, pool::delay())
        .prop_filter_map(
            "what says something of its own has a subject",
            |(source, id, data, delay)| {
                let time = recorded(&data, delay);
                Draft::with_derived_subject(source, id, time, data)
            },
        )
        .boxed()
}

/// Generates a valid event of any type.
pub fn draft() -> BoxedStrategy<Draft> {
    let correction = statement().prop_flat_map(|target| {
        // Of what follows from it, one may be taken back or redacted in its turn.
        let withdrawal = withdrawal(target.clone());
        let redacted_withdrawal = withdrawal.clone().prop_flat_map(redaction);
        prop_oneof![withdrawal, redaction(target), redacted_withdrawal.boxed()]
    });
    prop_oneof![1 => statement(), 1 => correction.boxed()].boxed()
}

/// Gives the time at which data are recorded, so long after what they tell.
fn recorded(data: &Data, delay_microseconds: i64) -> Instant {
    let observed = match data {
        Data::Reported(data) => Some(data.observed_at.as_str()),
        Data::Resolved(data) => Some(data.observed_at.as_str()),
        Data::Consulted(data) => Some(data.observed_at.as_str()),
        Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => None,
    };
    let first = observed.and_then(Observed::parse);
    first
        .map_or(pool::START, Observed::first)
        .plus_microseconds(delay_microseconds)
}

//! Strategies that generate events, for the property tests of this crate and of those that fold, store and query.
//!
//! All values come from a small [`pool`], so that events really collide: reports and resolutions of one knelpunt in
//! every spelling, late and at the same moment, under keys already used; merges in chains and cycles; withdrawals and
//! redactions of all of these, and of events that never arrive.

mod corrections;
mod data;
mod history;
pub mod pool;

use proptest::prelude::*;
use register::Register;

use crate::{Data, Draft, Event, Instant, InvalidEvent, Observed};
pub use corrections::{redaction, withdrawal};
pub use data::{consulted, merged, observation, reported, resolved, supported};
pub use history::history;

/// Decodes as [`decode`](crate::decode), without its common path: what it must agree with, and is measured against.
///
/// # Errors
///
/// Returns all violations of the contract at once.
pub fn decode_on_tree(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, InvalidEvent> {
    crate::decode::decode_on_tree(headers, payload, register)
}

/// Generates a valid event that corrects no other: no withdrawal, no redaction.
///
/// Boxed, like every strategy built on it: unboxed strategies nest in one value that overflows a test's stack.
pub fn statement() -> BoxedStrategy<Draft> {
    let data = prop_oneof![
        8 => reported().prop_map(Data::Reported).boxed(),
        5 => resolved().prop_map(Data::Resolved).boxed(),
        2 => merged().prop_map(Data::Merged).boxed(),
        2 => consulted().prop_map(Data::Consulted).boxed(),
        2 => supported().prop_map(Data::Supported).boxed(),
    ];
    (pool::source(), pool::id(), data, pool::delay())
        .prop_filter_map(
            "the subject is derived from the data",
            |(source, id, data, delay)| {
                let time = recorded_at(&data, delay);
                Draft::with_derived_subject(source, id, time, data)
            },
        )
        .boxed()
}

/// Generates a valid event of any type.
pub fn draft() -> BoxedStrategy<Draft> {
    let correction = statement().prop_flat_map(|target| {
        // A correction may be withdrawn or redacted in its turn.
        let withdrawal = withdrawal(target.clone());
        let redacted_withdrawal = withdrawal.clone().prop_flat_map(redaction);
        prop_oneof![withdrawal, redaction(target), redacted_withdrawal.boxed()]
    });
    prop_oneof![1 => statement(), 1 => correction.boxed()].boxed()
}

/// Returns the time at which data are recorded, this long after the observation.
fn recorded_at(data: &Data, delay_microseconds: i64) -> Instant {
    let observed = match data {
        Data::Reported(data) => Some(data.observed_at.as_str()),
        Data::Resolved(data) => Some(data.observed_at.as_str()),
        Data::Consulted(data) => Some(data.observed_at.as_str()),
        Data::Supported(data) => Some(data.observed_at.as_str()),
        Data::Merged(_) | Data::Withdrawn(_) | Data::Redacted(_) => None,
    };
    let first = observed.and_then(Observed::parse);
    first
        .map_or(pool::START, Observed::first)
        .plus_microseconds(delay_microseconds)
}

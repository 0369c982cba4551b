//! The clock and random numbers, read here and nowhere else.

use anyhow::Context as _;
use model::Instant;
use uuid::Uuid;

/// Returns the current time.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only place that reads the clock"
)]
pub(crate) fn now() -> Instant {
    Instant::from_timestamp(jiff::Timestamp::now()).unwrap_or(Instant::EARLIEST)
}

/// Returns a new unique id; ids sort by time (UUID version 7).
#[expect(
    clippy::disallowed_methods,
    reason = "the only place that makes random ids"
)]
pub(crate) fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// Returns a new random secret.
///
/// # Errors
///
/// When the system has no random numbers.
pub(crate) fn secret() -> anyhow::Result<web::Secret> {
    let mut bytes = [0; web::Secret::BYTES];
    getrandom::fill(&mut bytes).context("cannot read random numbers from the system")?;
    Ok(web::Secret::new(bytes))
}

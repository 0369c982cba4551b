//! The clock and chance, read here and nowhere else.

use anyhow::Context as _;
use model::Instant;
use uuid::Uuid;

/// Reads the clock.
#[expect(clippy::disallowed_methods, reason = "this is the clock's one home")]
pub(crate) fn now() -> Instant {
    Instant::from_timestamp(jiff::Timestamp::now()).unwrap_or(Instant::EARLIEST)
}

/// Makes an id that nobody else makes, in order of time (UUID version 7).
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one home of random ids"
)]
pub(crate) fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// Makes a secret that nobody else has.
///
/// # Errors
///
/// When the system has no chance to give.
pub(crate) fn secret() -> anyhow::Result<web::Secret> {
    let mut bytes = [0; web::Secret::BYTES];
    getrandom::fill(&mut bytes).context("take chance from the system")?;
    Ok(web::Secret::new(bytes))
}

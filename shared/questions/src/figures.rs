//! What every answer is made of: counts, days, and the addresses of texts.

use model::{EventKey, KnelpuntId};

/// Episodes counted, and how many of them are open: the `n` and `censored` of every answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Episodes of the selected knelpunten at the as-of instant.
    pub n: usize,
    /// Episodes among them that are open.
    pub censored: usize,
}

/// The event that holds a text: its subject and key.
pub type TextAddress = (KnelpuntId, EventKey);

const MICROSECONDS_OF_A_DAY: f64 = 86_400e6;

/// Converts microseconds to days of 24 hours.
#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 microseconds are 285 years"
)]
pub(crate) fn days(microseconds: i64) -> f64 {
    microseconds as f64 / MICROSECONDS_OF_A_DAY
}

//! What every answer is made of: counts, days, and where a text stands.

use model::{EventKey, KnelpuntId};
use serde::{Serialize, Serializer};

/// Episodes counted, and how many of them are open: the `n` and `censored` of every answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Episodes at the as-of instant of the knelpunten selected.
    pub n: usize,
    /// Those of them that are open.
    pub censored: usize,
}

/// The event in which a text stands: its subject and key.
pub type TextAt = (KnelpuntId, EventKey);

const MICROSECONDS_OF_A_DAY: f64 = 86_400e6;

/// Gives days of 24 hours.
#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 microseconds are 285 years"
)]
pub(crate) fn days(microseconds: i64) -> f64 {
    microseconds as f64 / MICROSECONDS_OF_A_DAY
}

/// Writes a value as the text that it is shown as.
pub(crate) fn as_text<T: ToString, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

//! What keeps the views whole: audits, comparisons with a replay, cutover to rebuilt ones, and quarantine retries.

mod audit;
pub(crate) mod cutover;
pub(crate) mod offline;
mod retry;

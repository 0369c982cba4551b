//! The laws of the views, over generated logs: reports, resolutions, consultations, merges in chains and cycles,
//! withdrawals, redactions, competing contents, duplicates, late and invalid messages.
//!
//! A failure prints the smallest log that breaks the law, and the seed (`cc …`) that reproduces it.

#[cfg(test)]
#[path = "../canonical/digest.rs"]
mod canonical;
#[cfg(test)]
mod history;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod order;
#[cfg(test)]
mod permanent_links;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod two_ways;
#[cfg(test)]
mod world;

//! The laws of the views, over generated logs: reports, resolutions, consultations, merges in chains and cycles,
//! withdrawals, redactions, two contents under one key, doubles, late ones, and what is no event at all.
//!
//! When one fails it prints the log, made as small as it gets, and the seed (`cc …`) that brings it back.

#[cfg(test)]
#[path = "../canonical/mod.rs"]
mod canonical;
#[cfg(test)]
mod history;
#[cfg(test)]
mod links;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod order;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod world;

//! The operations on views: quarantine retry, cutover, audit and verification.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod cutover;
#[cfg(test)]
mod offline;
#[cfg(test)]
mod retry;
#[cfg(test)]
#[path = "../folders/world.rs"]
#[expect(dead_code, reason = "the tests of folders use more of it")]
mod world;

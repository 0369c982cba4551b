//! The harness of the end-to-end tests: real processes, real connections, conditions instead of pauses.
//!
//! A [`Knelpunt`] that is dropped compares its views with a fresh replay of the same log, so that every test that
//! runs one proves that too.

mod answers;
mod knelpunt;
mod log;
mod nats;
mod parts;
mod replay;

pub use answers::{data, difference, expected};
pub use knelpunt::{Answer, Knelpunt};
pub use log::Log;
pub use nats::Nats;
pub use parts::{knelpunt_command, nats_server, signal, until};
pub use replay::{Replayed, replay};

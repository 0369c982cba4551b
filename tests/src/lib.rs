//! The harness of the end-to-end tests: real processes, real connections, conditions instead of pauses.
//!
//! When a [`Server`] is dropped, it compares its views with a fresh replay of the same log, so that every test that
//! runs one checks that too.

mod answers;
mod catalogue;
pub mod command;
mod emitter;
pub mod faults;
mod knelpunt;
mod links;
mod load;
mod log;
mod nats;
mod parts;
mod random;
pub mod raw;
mod replay;
mod reviewed;
pub mod shape;
mod small_disk;

pub use answers::{RuleCase, check_answers, data, difference, expected, wrong_answers};
pub use catalogue::OwnCatalogue;
pub use command::Ended;
pub use emitter::{PublishingOutbox, emitted, emitted_on};
pub use knelpunt::{Response, Server};
pub use links::{overall_links, question_links};
pub use load::{EventLoad, QueryLoad, history};
pub use log::Log;
pub use nats::Nats;
pub use parts::{
    Paused, knelpunt_command, nats_server, now, python, raise_files, signal, until, within,
};
pub use random::Random;
pub use replay::{LogFold, Replayed, replay};
pub use reviewed::{Replacements, compare_reviewed, stable};
pub use small_disk::SmallDisk;

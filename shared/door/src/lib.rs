//! What every HTTP door of ours has in common: which hosts and sites are let in, how much is taken on, how a failure
//! is said, what is counted, how connections are held to time.
//!
//! A [`Service`] says what it answers; [`run`] puts one or more behind a door and serves until it is told to stop. In reading
//! order: `service`, `serving` (connections), `finish` (what every request goes through), `held` (what waits for
//! clients in memory), [`host`], [`accept`],
//! [`write`](mod@write) (what a request must be that changes something), [`Problem`], [`Counts`]. What may never enter:
//! a question, an event, any clock but the one that timeouts run by.

pub mod accept;
mod body;
mod counts;
mod description;
mod finish;
mod held;
pub mod host;
mod keys;
mod problem;
pub mod query;
mod service;
mod serving;
mod text;
pub mod write;

pub use accept::Media;
pub use body::{json, large_json, raw, written};
pub use counts::Counts;
pub use description::describe;
pub use keys::Keys;
pub use problem::{Problem, Wrong};
pub use service::{Measure, OWN_PATHS, Page, Route, Service};
pub use serving::{DoorError, Limits, listen, run};
pub use text::Text;

/// The version of the API, on every response.
pub const API_VERSION: &str = "1.0.0";

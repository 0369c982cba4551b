//! The page `tests/publishing`, and its examples with a real server.
//!
//! The examples publish without our code: nats-py, nats.js, async-nats and a shell.

mod every_type;
mod foreign;
mod invalid;
mod names;
mod page;
mod reports;

//! What `tests/publishing` shows: the page, and its examples against a real server.
//!
//! They are publishers that have nothing of ours: nats-py, nats.js, async-nats and a shell.

mod every_type;
mod foreign;
mod invalid;
mod names;
mod page;
mod reports;

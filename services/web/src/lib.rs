//! Answers questions over HTTP: the API under `/v1`, the pages, and what operators ask (`/health`, `/metrics`).
//!
//! It reads the views and never writes them: what is to be done with them is handed over as [`Operation`]s. In
//! reading order: [`run`] accepts connections (`serving`), `router` says which path is answered by whom, `finish`
//! gives every response its headers and turns every `Problem` into a document or a page; `api` and `pages` do the
//! answering. What may never enter: what a question means (`questions`), how answers are found (`views`), the clock.

mod accept;
mod api;
mod app;
mod assets;
mod finish;
mod host;
mod metrics;
mod operations;
mod pages;
mod problem;
mod query;
mod router;
mod serving;
mod settings;

pub use operations::{Operation, Operations, Order, Refusal, Retried, operations};
pub use serving::{WebError, run};
pub use settings::{Limits, Settings};

/// The version of the API, on every response.
pub(crate) const API_VERSION: &str = "1.0.0";

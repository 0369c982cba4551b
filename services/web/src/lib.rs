//! Answers questions over HTTP: the API under `/v1`, the pages with their forms, and what operators ask (`/health`,
//! `/metrics`).
//!
//! It reads the views and never writes them: operators change them through `views::ViewsAdmin`, and what
//! somebody says in a form to an `emitter`. In reading order: [`service`] says what is to be put behind a `door`,
//! `router` which path is answered by whom; `api`, `pages` and `forms` do the answering. What may never enter: what a question means (`questions`), how answers are found (`views`),
//! how connections are held (`door`), the clock.

mod api;
mod app;
mod assets;
mod forms;
mod metrics;
mod pages;
mod problem;
mod router;
mod settings;

pub use forms::{Forms, Secret};
pub use settings::{WebLimits, WebSettings};

use app::WebApp;
use httpd::{HttpService, query};
use views::Reader;

/// Gives what it answers, to be put behind a door.
pub fn service(reader: Reader, settings: WebSettings) -> HttpService {
    router::service(&WebApp::new(reader, settings))
}

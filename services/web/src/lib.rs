//! Questions over HTTP: the API under `/v1`, the pages with their forms, readiness and metrics.
//!
//! It reads the views and never writes them: operators change them through a `ViewsAdmin`, and submitted forms go to an
//! `emitter`. In reading order: `router` (the routes), `read_request`, `api`, `pages`, `forms`, `import`. What may never enter: what a question
//! means (`questions`), how answers are found (`views`), how connections are served (`httpd`), the clock.

mod api;
mod app;
mod assets;
mod forms;
mod import;
mod known_at;
mod language;
mod metrics;
mod page_cache;
mod pages;
mod problem;
mod read_request;
mod router;
mod settings;

pub use self::api::{csv, guarded_cell};
pub use forms::{Forms, Secret};
pub use settings::{Arrivals, WebLimits, WebSettings};

use app::WebApp;
use httpd::{HttpService, query};
use views::Reader;

/// Returns the API and the pages over these views.
pub fn service(reader: Reader, settings: WebSettings) -> HttpService {
    router::service(&WebApp::new(reader, settings))
}

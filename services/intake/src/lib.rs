//! Events over HTTP: an accepted event is on disk in the outbox before its client gets success, and will be published.
//!
//! [`service`] is served beside the views of `web`, [`standalone_service`] without them. In reading order: `router`,
//! `admission` (the requirements of a request), `reports` and `events` (posted data and whole events), `receipt`,
//! `outbox_status`. What may never enter: what makes an event valid (`model`), how it is stored (`outbox`) and published
//! (`journal`), the views.

mod admission;
mod app;
mod events;
mod idempotency_key;
mod outbox_status;
mod readiness;
mod receipt;
mod reports;
mod router;

pub use app::{IntakeLimits, IntakeSettings};
pub use outbox_status::outbox_page;

use app::IntakeApp;
use httpd::HttpService;

/// Returns the intake, to be served beside the views.
pub fn service(settings: IntakeSettings) -> HttpService {
    router::service(&IntakeApp::new(settings))
}

/// Returns the intake with its own readiness, to be served without views.
pub fn standalone_service(settings: IntakeSettings) -> HttpService {
    let app = IntakeApp::new(settings);
    router::service(&app).and(router::readiness(&app))
}

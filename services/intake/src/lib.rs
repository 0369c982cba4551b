//! Takes events over HTTP: what was answered with yes is on disk, and will be published.
//!
//! [`service`] says what is to be put behind a `door`: beside what `web` answers, or alone with [`alone`]. In reading
//! order: `router` says which path is answered by whom, `entering` what a request has to be, `reports` and `events` take
//! them, `told` says what became of them, `waiting` shows the outbox. What may never enter: what makes an event valid
//! (`model`), how it is kept (`outbox`) and published (`journal`), what was folded (`views`).

mod admission;
mod app;
mod events;
mod key;
mod outbox_status;
mod ready;
mod receipt;
mod reports;
mod router;

pub use app::{IntakeLimits, IntakeSettings};
pub use outbox_status::OutboxPage;

use app::IntakeApp;
use httpd::HttpService;

/// Gives what it answers, to be put behind a door.
pub fn service(settings: IntakeSettings) -> HttpService {
    router::service(&IntakeApp::new(settings))
}

/// Gives what it answers where nothing else is behind the door: how fit it is, too.
pub fn standalone_service(settings: IntakeSettings) -> HttpService {
    let app = IntakeApp::new(settings);
    router::service(&app).and(router::readiness(&app))
}

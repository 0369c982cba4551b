//! Takes events over HTTP: what was answered with yes is on disk, and will be published.
//!
//! [`service`] says what is to be put behind a `door`: beside what `web` answers, or alone with [`alone`]. In reading
//! order: `router` says which path is answered by whom, `entering` what a request has to be, `reports` and `events` take
//! them, `told` says what became of them, `waiting` shows the outbox. What may never enter: what makes an event valid
//! (`model`), how it is kept (`outbox`) and published (`journal`), what was folded (`views`).

mod app;
mod entering;
mod events;
mod key;
mod ready;
mod reports;
mod router;
mod told;
mod waiting;

pub use app::{Limits, Settings};
pub use waiting::Page;

use app::App;
use door::Service;

/// Gives what it answers, to be put behind a door.
pub fn service(settings: Settings) -> Service {
    router::service(&App::new(settings))
}

/// Gives what it answers where nothing else is behind the door: how fit it is, too.
pub fn alone(settings: Settings) -> Service {
    let app = App::new(settings);
    router::service(&app).and(router::readiness(&app))
}

//! Which path is answered by whom. No path ends in a slash; what is asked is got, and only forms and what operators have
//! done are posted.

use std::sync::Arc;

use axum::routing::{MethodRouter, get, post};
use httpd::{HttpService, Route, Text};

use crate::{api, app::WebApp, assets, forms, pages};

/// What is posted to, and not got.
const POSTED: [&str; 3] = [RETRIES, TAKE_OVERS, AUDITS];
const RETRIES: &str = "/v1/quarantine/retries";
const TAKE_OVERS: &str = "/v1/views/take-overs";
const AUDITS: &str = "/v1/audits";

/// Every path that is answered, but for those of forms.
pub(crate) fn paths() -> Vec<(&'static str, MethodRouter<WebApp>)> {
    vec![
        ("/", get(pages::overview)),
        ("/gemeenten/{code}", get(pages::municipality)),
        ("/knelpunten/{id}", get(pages::knelpunt)),
        ("/rondes", get(pages::rounds)),
        ("/rondes/{round}", get(pages::round)),
        ("/assets/style.css", get(assets::style)),
        ("/assets/icon.svg", get(assets::icon)),
        ("/v1/summary", api::question("summary")),
        ("/v1/persisting", api::question("persisting")),
        ("/v1/persisting/matrix", api::question("persisting/matrix")),
        ("/v1/trend", api::question("trend")),
        ("/v1/resolution-times", api::question("resolution-times")),
        ("/v1/rounds", api::question("rounds")),
        ("/v1/rounds/{round}", get(api::round)),
        ("/v1/knelpunten/{id}", get(api::knelpunt)),
        ("/v1/knelpunten/{id}/events", get(api::events)),
        ("/v1/quarantine", get(api::quarantine)),
        (RETRIES, post(api::retry)),
        (TAKE_OVERS, post(api::take_over)),
        (AUDITS, post(api::audit)),
        ("/v1/checkpoints", get(api::checkpoints)),
        ("/v1/position", get(api::position)),
        ("/health/ready", get(api::ready)),
    ]
}

/// Gives all of it, to be put behind a door.
pub(crate) fn service(app: &WebApp) -> HttpService {
    let routes = paths().into_iter().map(|(path, method)| {
        let method = method.with_state(app.clone());
        if POSTED.contains(&path) {
            Route::post(path, method)
        } else {
            Route::get(path, method)
        }
    });
    let forms = app.settings.forms.as_ref();
    let forms = forms.map(|held| forms::routes(app, held));
    let measured = app.clone();
    HttpService {
        routes: routes.chain(forms.into_iter().flatten()).collect(),
        descriptions: vec![api::DESCRIPTION],
        metrics: vec![Arc::new(move |text: &mut Text| {
            api::measure(&measured, text);
        })],
        page: Some(pages::failure),
    }
}

//! Which path is answered by whom. No path ends in a slash; what is asked is got, and only what operators have done
//! is posted.

use axum::{
    Router, middleware,
    routing::{MethodRouter, get, post},
};

use crate::{api, app::App, assets, finish, pages, problem::Problem};

/// What is posted to, and not got.
const POSTED: [&str; 3] = [RETRIES, TAKE_OVERS, AUDITS];
const RETRIES: &str = "/v1/quarantine/retries";
const TAKE_OVERS: &str = "/v1/views/take-overs";
const AUDITS: &str = "/v1/audits";

/// Every path that is answered.
pub(crate) fn paths() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/", get(pages::overview)),
        ("/gemeenten/{code}", get(pages::municipality)),
        ("/knelpunten/{id}", get(pages::knelpunt)),
        ("/assets/style.css", get(assets::style)),
        ("/assets/icon.svg", get(assets::icon)),
        ("/v1/summary", api::question("summary")),
        ("/v1/persisting", api::question("persisting")),
        ("/v1/persisting/matrix", api::question("persisting/matrix")),
        ("/v1/trend", api::question("trend")),
        ("/v1/resolution-times", api::question("resolution-times")),
        ("/v1/knelpunten/{id}", get(api::knelpunt)),
        ("/v1/knelpunten/{id}/events", get(api::events)),
        ("/v1/quarantine", get(api::quarantine)),
        (RETRIES, post(api::retry)),
        (TAKE_OVERS, post(api::take_over)),
        (AUDITS, post(api::audit)),
        ("/v1/checkpoints", get(api::checkpoints)),
        ("/v1/position", get(api::position)),
        ("/v1/openapi.json", get(api::openapi)),
        ("/health/live", get(api::live)),
        ("/health/ready", get(api::ready)),
        ("/metrics", get(api::metrics)),
    ]
}

/// Lists the methods that a path takes.
pub(crate) fn allowed(path: &str) -> &'static str {
    if POSTED.contains(&path) {
        "POST"
    } else {
        "GET, HEAD"
    }
}

pub(crate) fn router(app: App) -> Router {
    paths()
        .into_iter()
        .fold(Router::new(), |router, (path, method)| {
            router.route(path, method)
        })
        .fallback(async || Problem::not_found("There is nothing here."))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(middleware::from_fn_with_state(app.clone(), finish::finish))
        .with_state(app)
}

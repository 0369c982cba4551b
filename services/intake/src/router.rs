//! Which path is answered by whom.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    routing::{MethodRouter, get, post},
};
use httpd::{HttpService, Route, Text};
use model::EventType;

use crate::{app::IntakeApp, events, outbox_status, ready, reports};

/// The paths to which the data of one type of event are posted.
const OF_DATA: [(&str, EventType); 5] = [
    ("/v1/reports", EventType::KnelpuntReported),
    ("/v1/resolutions", EventType::KnelpuntResolved),
    ("/v1/merges", EventType::KnelpuntMerged),
    ("/v1/withdrawals", EventType::EventWithdrawn),
    ("/v1/consultations", EventType::MunicipalityConsulted),
];

/// Gives all of it, to be put behind a door.
pub(crate) fn service(app: &IntakeApp) -> HttpService {
    let of = |method: MethodRouter<IntakeApp>| method.with_state(app.clone());
    let mut routes: Vec<Route> = OF_DATA
        .iter()
        .map(|(path, event_type)| Route::post(path, of(data(*event_type))))
        .collect();
    routes.extend([
        Route::post("/v1/events", of(post(events::take))),
        Route::get("/v1/outbox", of(get(outbox_status::list))),
        Route::post("/v1/outbox/retries", of(post(outbox_status::retry))),
    ]);
    let measured = app.clone();
    HttpService {
        routes,
        descriptions: vec![include_str!("../assets/openapi.json")],
        metrics: vec![Arc::new(move |text: &mut Text| {
            outbox_status::measure(&measured, text);
        })],
        page: None,
    }
}

/// Gives how fit it is, where nobody else behind the door says so.
pub(crate) fn readiness(app: &IntakeApp) -> HttpService {
    HttpService {
        routes: vec![Route::get(
            "/health/ready",
            get(ready::ready).with_state(app.clone()),
        )],
        descriptions: vec![include_str!("../assets/alone.json")],
        metrics: Vec::new(),
        page: None,
    }
}

/// Takes the data of a type.
fn data(event_type: EventType) -> MethodRouter<IntakeApp> {
    post(
        async move |State(app): State<IntakeApp>, request: Request| {
            reports::take(app, event_type, request).await
        },
    )
}

//! The routes.

use std::sync::Arc;

use api::{Operation, operations};
use axum::{
    extract::{Request, State},
    routing::{MethodRouter, get, post},
};
use httpd::{HttpService, Route, Text};
use model::EventType;

use crate::{app::IntakeApp, events, outbox_status, readiness as ready, reports};

/// Returns the intake.
pub(crate) fn service(app: &IntakeApp) -> HttpService {
    let data = |operation: Operation, event_type| {
        Route::new(operation, accept_data(event_type).with_state(app.clone()))
    };
    let route = |operation: Operation, handler: MethodRouter<IntakeApp>| {
        Route::new(operation, handler.with_state(app.clone()))
    };
    let measured = app.clone();
    HttpService {
        routes: vec![
            data(operations::report(), EventType::KnelpuntReported),
            data(operations::resolve(), EventType::KnelpuntResolved),
            data(operations::merge(), EventType::KnelpuntMerged),
            data(operations::withdraw(), EventType::EventWithdrawn),
            data(operations::consult(), EventType::MunicipalityConsulted),
            data(operations::support(), EventType::SupportReceived),
            route(operations::publish(), post(events::accept)),
            route(operations::outbox(), get(outbox_status::list)),
            route(operations::retry_outbox(), post(outbox_status::retry)),
        ],
        register: app.emitter.register,
        metrics: vec![Arc::new(move |text: &mut Text| {
            outbox_status::measure(&measured, text);
        })],
        page: None,
        allowed_origin: None,
    }
}

/// Returns the readiness of an intake without views.
pub(crate) fn readiness(app: &IntakeApp) -> HttpService {
    HttpService {
        routes: vec![Route::new(
            operations::intake_readiness(),
            get(ready::readiness).with_state(app.clone()),
        )],
        register: app.emitter.register,
        metrics: Vec::new(),
        page: None,
        allowed_origin: None,
    }
}

fn accept_data(event_type: EventType) -> MethodRouter<IntakeApp> {
    post(
        async move |State(app): State<IntakeApp>, request: Request| {
            reports::accept(app, event_type, request).await
        },
    )
}

//! One event whose data are the body: a report, a resolution, a merge, a withdrawal, a consultation, support.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    response::Response,
};
use emitter::Submitted;
use httpd::{Problem, write};
use model::EventType;

use crate::{admission::admit, app::IntakeApp, idempotency_key, receipt};

/// Accepts the data of an event type.
pub(crate) async fn accept(
    app: IntakeApp,
    event_type: EventType,
    request: Request,
) -> Result<Response, Problem> {
    let request = admit(&app, request, &[write::JSON]).await?;
    let key = idempotency_key::read(&request.headers)?;
    let submitted = app
        .emitter
        .submit(event_type, &request.body, key.as_deref())
        .await;
    // Its permit is released before waiting for the log: the event is on disk.
    drop(request);
    let submitted = submitted.map_err(|error| receipt::problem(&error, ""))?;
    respond(&app, submitted).await
}

/// Responds with the receipt of an event, after waiting a little for its delivery.
pub(crate) async fn respond(
    app: &IntakeApp,
    mut submitted: Submitted,
) -> Result<Response, Problem> {
    let delivery = app.emitter.wait_for_delivery(&mut submitted).await;
    let catalogue = app.emitter.register.catalogue();
    let is_support = |name: &str| catalogue.remedy(name).is_some();
    let location = receipt::location(&submitted.subject, is_support);
    let receipt = receipt::new(submitted, delivery, &app.emitter.outbox);
    let mut response = httpd::json(&receipt)?;
    *response.status_mut() = receipt::status(&receipt);
    if receipt.position.is_some()
        && app.serves_questions
        && let Ok(location) = HeaderValue::try_from(location)
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

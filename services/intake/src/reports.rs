//! One event of which the body is the data: a report, a resolution, a merge, a withdrawal, a consultation.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    response::Response,
};
use emitter::Submitted;
use httpd::{Problem, write};
use model::EventType;

use crate::{
    admission::admit,
    app::IntakeApp,
    key,
    receipt::{self, AcceptedEvent},
};

/// Takes an event of a type.
pub(crate) async fn take(
    app: IntakeApp,
    event_type: EventType,
    request: Request,
) -> Result<Response, Problem> {
    let entered = admit(&app, request, &[write::JSON]).await?;
    let key = key::read(&entered.headers)?;
    let said = app
        .emitter
        .submit(event_type, &entered.body, key.as_deref())
        .await;
    drop(entered);
    answer(
        &app,
        said.map_err(|refused| receipt::problem(&refused, ""))?,
    )
    .await
}

/// Answers what became of an event, after a little while at most.
pub(crate) async fn answer(app: &IntakeApp, mut said: Submitted) -> Result<Response, Problem> {
    let settled = app.emitter.wait_for_delivery(&mut said).await;
    let location = receipt::location(&said.subject);
    let told = AcceptedEvent::of(said, settled);
    let mut response = httpd::json(&told)?;
    *response.status_mut() = told.status();
    if told.position.is_some()
        && app.serves_questions
        && let Ok(location) = HeaderValue::try_from(location)
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

//! One event of which the body is the data: a report, a resolution, a merge, a withdrawal, a consultation.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    response::Response,
};
use door::{Problem, write};
use emitter::Submitted;
use model::EventType;

use crate::{
    app::App,
    entering::enter,
    key,
    told::{self, Told},
};

/// Takes an event of a type.
pub(crate) async fn take(
    app: App,
    event_type: EventType,
    request: Request,
) -> Result<Response, Problem> {
    let entered = enter(&app, request, &[write::JSON]).await?;
    let key = key::read(&entered.headers)?;
    let said = app
        .emitter
        .submit(event_type, &entered.body, key.as_deref())
        .await;
    drop(entered);
    answer(&app, said.map_err(|refused| told::problem(&refused, ""))?).await
}

/// Answers what became of an event, after a little while at most.
pub(crate) async fn answer(app: &App, mut said: Submitted) -> Result<Response, Problem> {
    let settled = app.emitter.wait_for_delivery(&mut said).await;
    let location = told::location(&said.subject);
    let told = Told::of(said, settled);
    let mut response = door::json(&told)?;
    *response.status_mut() = told.status();
    if told.position.is_some()
        && app.questions_here
        && let Ok(location) = HeaderValue::try_from(location)
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

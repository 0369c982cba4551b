//! The contract of events: the schema of each type, and `AsyncAPI` for all of them.

use axum::{
    extract::RawQuery,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use httpd::{MediaType, PagingParameters, accept};

use crate::{problem::WebProblem, read_request::ReadRequest};

/// Returns the `AsyncAPI` document: the log, its subjects and the events on it.
pub(crate) async fn async_api(
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Json])?;
    PagingParameters::parse(query.as_deref(), &[])?;
    let response = json(model::async_api().to_string());
    Ok(httpd::unless_known(&headers, response).await)
}

/// Returns the JSON Schema of a type of events.
pub(crate) async fn event_schema(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    request.paging(&[])?;
    let schemas = model::json_schemas();
    let name = request.parameter.as_deref().unwrap_or_default();
    let schema = schemas.get(name).ok_or_else(|| {
        let names: Vec<&str> = schemas.keys().copied().collect();
        WebProblem::not_found(format!(
            "There is no schema of this name; there are {}.",
            names.join(", ")
        ))
    })?;
    let response = json(schema.to_string());
    Ok(request.unless_known(response).await)
}

fn json(text: String) -> Response {
    (
        [(header::CONTENT_TYPE, MediaType::Json.content_type())],
        text,
    )
        .into_response()
}

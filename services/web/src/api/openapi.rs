//! The description of the API (OpenAPI 3.1), for everybody.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    accept::{self, Media},
    problem::Problem,
};

/// The description as it is given.
pub(crate) const TEXT: &str = include_str!("../../assets/openapi.json");

/// Answers with the description.
pub(crate) async fn openapi(headers: HeaderMap) -> Result<Response, Problem> {
    let media = accept::require(&headers, &[Media::Json])?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], TEXT).into_response())
}

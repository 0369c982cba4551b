//! Answers written out as JSON.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use tracing::error;

use crate::{Media, Problem};

/// Answers with anything as JSON.
///
/// # Errors
///
/// As [`written`].
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    Ok((
        [(header::CONTENT_TYPE, Media::Json.content_type())],
        written(value)?,
    )
        .into_response())
}

/// Gives JSON.
///
/// # Errors
///
/// 500 when a value does not become JSON, which the plain data of answers always does.
pub fn written(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "failed to write an answer as JSON"
        );
        Problem::failed()
    })
}

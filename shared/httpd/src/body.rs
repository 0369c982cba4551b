//! JSON responses.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use serde_json::value::RawValue;
use tracing::error;

use crate::{MediaType, Problem};

/// Returns a response with a value as JSON.
///
/// # Errors
///
/// As [`to_json`].
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    Ok(respond(to_json(value)?))
}

/// Returns a response with a value as JSON, written into a buffer of this capacity.
///
/// Without it, a text of many megabytes is copied again and again as its buffer grows.
///
/// # Errors
///
/// As [`to_json`].
pub fn json_with_capacity(
    value: &impl Serialize,
    capacity_bytes: usize,
) -> Result<Response, Problem> {
    let mut bytes = Vec::with_capacity(capacity_bytes);
    serde_json::to_writer(&mut bytes, value).map_err(|cause| not_serialised(&cause))?;
    Ok(respond(bytes))
}

fn respond(body: impl Into<Body>) -> Response {
    let content_type = [(header::CONTENT_TYPE, MediaType::Json.content_type())];
    (content_type, body.into()).into_response()
}

/// Returns a value as JSON text.
///
/// # Errors
///
/// 500 if the value cannot be serialised, which does not happen with plain data.
pub fn to_json(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|cause| not_serialised(&cause))
}

/// Returns a value as JSON to be embedded in another value.
///
/// # Errors
///
/// As [`to_json`].
pub fn raw_json(value: &impl Serialize) -> Result<Box<RawValue>, Problem> {
    serde_json::value::to_raw_value(value).map_err(|cause| not_serialised(&cause))
}

fn not_serialised(cause: &serde_json::Error) -> Problem {
    error!(
        error = cause as &dyn std::error::Error,
        "cannot serialise a response"
    );
    Problem::internal()
}

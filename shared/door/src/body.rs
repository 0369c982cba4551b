//! Answers written out as JSON.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use serde_json::value::RawValue;
use tracing::error;

use crate::{Media, Problem};

/// Answers with anything as JSON.
///
/// # Errors
///
/// As [`written`].
pub fn json(value: &impl Serialize) -> Result<Response, Problem> {
    Ok(answer(written(value)?))
}

/// Answers with anything as JSON, with room made for so many bytes: a text of many megabytes that grows as it is
/// written is copied over and over.
///
/// # Errors
///
/// As [`written`].
pub fn large_json(value: &impl Serialize, room_bytes: usize) -> Result<Response, Problem> {
    let mut bytes = Vec::with_capacity(room_bytes);
    serde_json::to_writer(&mut bytes, value).map_err(|cause| failed(&cause))?;
    Ok(answer(bytes))
}

fn answer(body: impl Into<Body>) -> Response {
    let kind = [(header::CONTENT_TYPE, Media::Json.content_type())];
    (kind, body.into()).into_response()
}

/// Gives JSON.
///
/// # Errors
///
/// 500 when a value does not become JSON, which the plain data of answers always does.
pub fn written(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|cause| failed(&cause))
}

/// Gives JSON that becomes part of another value's.
///
/// # Errors
///
/// As [`written`].
pub fn raw(value: &impl Serialize) -> Result<Box<RawValue>, Problem> {
    serde_json::value::to_raw_value(value).map_err(|cause| failed(&cause))
}

fn failed(cause: &serde_json::Error) -> Problem {
    error!(
        error = cause as &dyn std::error::Error,
        "failed to write an answer as JSON"
    );
    Problem::failed()
}

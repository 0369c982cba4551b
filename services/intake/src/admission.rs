//! What a request has to be that brings something: JSON from a program or a page of ours, no larger and no slower than
//! is taken, with nothing in its link.

use axum::{body::Bytes, extract::Request, http::HeaderMap};
use httpd::{MediaType, PagingParameters, Problem, accept, write};
use tokio::sync::OwnedSemaphorePermit;

use crate::app::IntakeApp;

/// A request that was let in.
pub(crate) struct AdmittedRequest {
    pub(crate) headers: HeaderMap,
    /// Which of the content types it is of.
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// Held until what it brings is on disk.
    _place: OwnedSemaphorePermit,
}

/// Lets a request in. Its place is taken when its body is there: who is slow takes none.
///
/// # Errors
///
/// 400 for a key in its link or a body that breaks off, 403 from another site, 406, 408 when it comes too slowly, 413 when it is too large, 415
/// for another content type, 503 when too many come at once.
pub(crate) async fn admit(
    app: &IntakeApp,
    request: Request,
    taken: &[&'static str],
) -> Result<AdmittedRequest, Problem> {
    let (parts, body) = request.into_parts();
    let headers = parts.headers;
    accept::require(&headers, &[MediaType::Json])?;
    let content_type = write::require_json(&headers, taken)?;
    PagingParameters::parse(parts.uri.query(), &[])?;
    let batch = content_type == model::BATCH_MODE;
    let limit_bytes = if batch {
        app.limits.max_batch_bytes
    } else {
        model::EVENT_LIMIT_BYTES
    };
    let body = write::read_body(body, limit_bytes, app.limits.body_timeout).await?;
    let place = if batch {
        app.batch_permit().await
    } else {
        app.event_permit().await
    };
    Ok(AdmittedRequest {
        headers,
        content_type,
        body,
        _place: place?,
    })
}

//! The requirements of a request that posts something: JSON from a program or from our own pages, within the limits, with
//! nothing in its link.

use axum::{body::Bytes, extract::Request, http::HeaderMap};
use httpd::{MediaType, PagingParameters, Problem, accept, write};
use tokio::sync::OwnedSemaphorePermit;

use crate::app::IntakeApp;

/// A request that meets the requirements.
pub(crate) struct AdmittedRequest {
    pub(crate) headers: HeaderMap,
    /// Its content type, one of those accepted.
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// Released when the request is dropped, once its events are on disk.
    _permit: OwnedSemaphorePermit,
}

/// Checks a request and reads its body.
///
/// # Errors
///
/// 400 for a parameter in its link or a body that ends early, 403 from another site, 406, 408 if it is too slow, 413 if it
/// is too large, 415 for another content type, 503 for too many at a time.
pub(crate) async fn admit(
    app: &IntakeApp,
    request: Request,
    accepted: &[&'static str],
) -> Result<AdmittedRequest, Problem> {
    let (parts, body) = request.into_parts();
    let headers = parts.headers;
    accept::require(&headers, &[MediaType::Json])?;
    let content_type = write::require_json(&headers, accepted)?;
    PagingParameters::parse(parts.uri.query(), &[])?;
    let is_batch = content_type == model::BATCH_MODE;
    let limit_bytes = if is_batch {
        app.limits.max_batch_bytes
    } else {
        model::EVENT_LIMIT_BYTES
    };
    // The body before the permit: otherwise slow clients would hold the permits, and eight of them would stop all batches.
    let body = write::read_body(body, limit_bytes, app.limits.body_timeout).await?;
    let permit = if is_batch {
        app.batch_permit().await
    } else {
        app.event_permit().await
    };
    Ok(AdmittedRequest {
        headers,
        content_type,
        body,
        _permit: permit?,
    })
}

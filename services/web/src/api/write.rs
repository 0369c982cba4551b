//! What a request must be that has something done: one that may change something, and has nothing to say besides.

use std::time::Duration;

use axum::{extract::Request, http::StatusCode};
use httpd::{MediaType, PagingParameters, accept, write};
use serde_json::Value;

use crate::problem::WebProblem;

/// The largest body, in bytes: nothing is said in one so far.
const BODY_LIMIT_BYTES: usize = 1_024;

/// Checks a request that changes something and has nothing to say besides.
///
/// # Errors
///
/// 400 when it does say something, 403 from another site, 406, 408 when it comes too slowly, 413 when it is too
/// large, 415 when it is no JSON.
pub(crate) async fn check(request: Request, patience: Duration) -> Result<(), WebProblem> {
    let headers = request.headers();
    accept::require(headers, &[MediaType::Json])?;
    write::require_json(headers, &[write::JSON])?;
    PagingParameters::parse(request.uri().query(), &[])?;
    let bytes = write::read_body(request.into_body(), BODY_LIMIT_BYTES, patience).await?;
    let says_nothing = bytes.is_empty()
        || serde_json::from_slice::<Value>(&bytes)
            .is_ok_and(|value| value.as_object().is_some_and(serde_json::Map::is_empty));
    if says_nothing {
        return Ok(());
    }
    Err(WebProblem::new(
        StatusCode::BAD_REQUEST,
        "There is nothing to be said here: the body is empty, or {}.",
    ))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn status(headers: &[(&str, &str)], query: &str, body: &str) -> Option<u16> {
        let mut request = Request::builder()
            .uri(format!("/v1/audits{query}"))
            .header("Host", "localhost:7420");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let checked = check(request, Duration::from_secs(1)).await;
        checked.err().map(|problem| problem.0.status.as_u16())
    }

    const JSON: (&str, &str) = ("Content-Type", "application/json");

    #[tokio::test]
    async fn json_from_a_program_or_a_page_of_ours_is_taken() {
        for headers in [
            vec![JSON],
            vec![("Content-Type", "Application/JSON; charset=utf-8")],
            vec![JSON, ("Origin", "http://localhost:7420")],
            vec![JSON, ("Origin", "http://LOCALHOST:7420")],
        ] {
            for body in ["", "{}", " { } "] {
                assert_eq!(status(&headers, "", body).await, None, "{headers:?} {body}");
            }
        }
    }

    #[tokio::test]
    async fn what_another_site_could_send_is_not() {
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json-patch+json",
            "",
        ] {
            let headers = [("Content-Type", content_type)];
            assert_eq!(status(&headers, "", "").await, Some(415), "{content_type}");
        }
        assert_eq!(status(&[], "", "").await, Some(415));
        assert_eq!(status(&[JSON, JSON], "", "").await, Some(415));
        for origin in [
            "http://example.nl",
            "null",
            "https://localhost:7420",
            "http://localhost",
            "http://localhost:74200",
        ] {
            let headers = [JSON, ("Origin", origin)];
            assert_eq!(status(&headers, "", "").await, Some(403), "{origin}");
        }
        let two = [
            JSON,
            ("Origin", "http://localhost:7420"),
            ("Origin", "http://example.nl"),
        ];
        assert_eq!(status(&two, "", "").await, Some(403));
    }

    #[tokio::test]
    async fn what_says_more_than_nothing_is_refused() {
        for body in ["[]", "{\"folder\": \"/\"}", "null", "{", "x"] {
            assert_eq!(status(&[JSON], "", body).await, Some(400), "{body}");
        }
        assert_eq!(status(&[JSON], "?folder=x", "").await, Some(400));
        let large = " ".repeat(BODY_LIMIT_BYTES + 1);
        assert_eq!(status(&[JSON], "", &large).await, Some(413));
    }
}

//! What a request must be that changes something: JSON, from a page of this server or from a program.
//!
//! A form or a script of another site cannot send JSON without asking first, which is refused with 405; and a
//! browser says from where it comes.

use std::time::Duration;

use axum::{
    body::{self, Body},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
};
use serde_json::Value;
use tokio::time;

use super::keys::Keys;
use crate::{
    accept::{self, Media},
    problem::Problem,
};

/// The largest body, in bytes: nothing is said in one so far.
const BODY_LIMIT_BYTES: usize = 1_024;

/// Checks a request that changes something and has nothing to say besides.
///
/// # Errors
///
/// 400 when it does say something, 403 from another site, 406, 408 when it comes too slowly, 413 when it is too
/// large, 415 when it is no JSON.
pub(crate) async fn check(request: Request, patience: Duration) -> Result<(), Problem> {
    let headers = request.headers();
    accept::require(headers, &[Media::Json])?;
    check_origin(headers)?;
    check_content_type(headers)?;
    Keys::parse(request.uri().query(), &[])?;
    let reading = time::timeout(patience, read(request.into_body()));
    reading.await.unwrap_or_else(|_| {
        Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "The body did not come in time.",
        ))
    })
}

/// A browser names the site that a request comes from; a program does not.
fn check_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let own = format!("http://{}", host.unwrap_or_default());
    let mut origins = headers.get_all(header::ORIGIN).iter();
    if origins.all(|origin| origin.as_bytes().eq_ignore_ascii_case(own.as_bytes())) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "Pages of other sites may change nothing here.",
    ))
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let essence = |value: &str| {
        let essence = value.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    };
    match (given.next(), given.next()) {
        (Some(value), None) if value.to_str().is_ok_and(essence) => Ok(()),
        _ => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Only JSON is taken here: send Content-Type: application/json.",
        )),
    }
}

async fn read(body: Body) -> Result<(), Problem> {
    let bytes = body::to_bytes(body, BODY_LIMIT_BYTES).await;
    let bytes = bytes.map_err(|_| {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The body is larger than {BODY_LIMIT_BYTES} bytes."),
        )
    })?;
    let says_nothing = bytes.is_empty()
        || serde_json::from_slice::<Value>(&bytes)
            .is_ok_and(|value| value.as_object().is_some_and(serde_json::Map::is_empty));
    if says_nothing {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::BAD_REQUEST,
        "There is nothing to be said here: the body is empty, or {}.",
    ))
}

#[cfg(test)]
mod tests {
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
        checked.err().map(|problem| problem.status.as_u16())
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

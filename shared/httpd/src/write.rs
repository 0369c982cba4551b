//! Requests that change something: JSON from a program or from our own pages, or a form from our own pages.
//!
//! Another site cannot send JSON without a preflight request, which is answered with 405, and a browser sends `Origin`.
//! It can send a form. Therefore a form must say where it comes from, and its content must prove that we rendered it,
//! which the pages check.

use std::time::Duration;

use axum::{
    body::{self, Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use http_body_util::LengthLimitError;
use serde_json::{Map, Value};
use tokio::time;

use crate::{Problem, byte_budget::BudgetExceeded};

/// The content type of JSON.
pub const JSON: &str = "application/json";
/// The content type of a submitted form.
const FORM: &str = "application/x-www-form-urlencoded";
/// The content type of a submitted form with a file.
const UPLOAD: &str = "multipart/form-data";

/// Returns which of these content types, all of them JSON, a request has, if it comes from a program or from our own
/// pages.
///
/// # Errors
///
/// 403 from another site, 415 for another content type.
pub fn require_json(
    headers: &HeaderMap,
    accepted: &[&'static str],
) -> Result<&'static str, Problem> {
    // A program sends no Origin, and is let in.
    if !is_same_origin(headers, header::ORIGIN, Origin::is) {
        return Err(cross_site());
    }
    require_uncompressed(headers)?;
    content_type(headers, accepted).ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!(
                "Only JSON is accepted here: send Content-Type: {}.",
                accepted.join(" or ")
            ),
        )
    })
}

/// Checks that a request is a form that a browser sent from our own pages.
///
/// # Errors
///
/// 403 from another site or without any header that says where it comes from, 415 for another content type.
pub fn require_form(headers: &HeaderMap) -> Result<(), Problem> {
    require_form_as(headers, FORM)
}

/// Checks that a request is a form with a file that a browser sent from our own pages.
///
/// # Errors
///
/// As [`require_form`].
pub fn require_upload(headers: &HeaderMap) -> Result<(), Problem> {
    require_form_as(headers, UPLOAD)
}

fn require_form_as(headers: &HeaderMap, accepted: &'static str) -> Result<(), Problem> {
    const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let same_origin = |_: &Origin, site: &[u8]| site == b"same-origin";
    let states_origin = [header::ORIGIN, FETCH_SITE, header::REFERER]
        .iter()
        .any(|name| headers.contains_key(name));
    let same_site = is_same_origin(headers, header::ORIGIN, Origin::is)
        && is_same_origin(headers, FETCH_SITE, same_origin)
        && is_same_origin(headers, header::REFERER, Origin::contains);
    if !states_origin || !same_site {
        return Err(cross_site());
    }
    require_uncompressed(headers)?;
    content_type(headers, &[accepted])
        .map(|_| ())
        .ok_or_else(|| {
            let detail = format!("Only a form is accepted here: Content-Type: {accepted}.");
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
        })
}

/// Checks that the body is sent as it is (RFC 9110, 15.5.16).
fn require_uncompressed(headers: &HeaderMap) -> Result<(), Problem> {
    let coded = |value: &&HeaderValue| {
        let value = value.as_bytes().trim_ascii();
        !value.is_empty() && !value.eq_ignore_ascii_case(b"identity")
    };
    let Some(coding) = headers.get_all(header::CONTENT_ENCODING).iter().find(coded) else {
        return Ok(());
    };
    let coding = String::from_utf8_lossy(coding.as_bytes());
    let detail = format!(
        "Content-Encoding {coding:?} is not supported here: send the body uncompressed, without Content-Encoding."
    );
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail))
}

/// The origin under which a request reached this server.
struct Origin(String);

impl Origin {
    fn from_host(headers: &HeaderMap) -> Self {
        let host = headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok());
        Self(format!("http://{}", host.unwrap_or_default()))
    }

    fn is(&self, origin: &[u8]) -> bool {
        origin.eq_ignore_ascii_case(self.0.as_bytes())
    }

    fn contains(&self, link: &[u8]) -> bool {
        let (start, rest) = link.split_at_checked(self.0.len()).unwrap_or_default();
        self.is(start) && rest.first().is_none_or(|byte| *byte == b'/')
    }
}

/// Returns whether every header of this name agrees that the request comes from our own pages; true if there is none.
fn is_same_origin(
    headers: &HeaderMap,
    name: HeaderName,
    agrees: impl Fn(&Origin, &[u8]) -> bool,
) -> bool {
    let own = Origin::from_host(headers);
    let mut given = headers.get_all(name).iter();
    given.all(|value| agrees(&own, value.as_bytes()))
}

fn cross_site() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "Pages of other sites may not change anything here; programs send no Origin.",
    )
}

/// Returns which of these content types a request has, whatever its parameters: bytes in them that are not text are for
/// who reads the header as an attribute of an event.
fn content_type(headers: &HeaderMap, accepted: &[&'static str]) -> Option<&'static str> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let one = match (given.next(), given.next()) {
        (Some(one), None) => one.as_bytes(),
        _ => &[],
    };
    let essence = one.split(|byte| *byte == b';').next().unwrap_or_default();
    let essence = essence.trim_ascii();
    let mut accepted = accepted.iter().copied();
    accepted.find(|accepted| accepted.as_bytes().eq_ignore_ascii_case(essence))
}

/// Reads a whole body.
///
/// # Errors
///
/// 400 if it ends early, 408 if it is too slow, 413 if it is too large, 503 if the bodies of all clients together are.
pub async fn read_body(
    body: Body,
    limit_bytes: usize,
    timeout: Duration,
) -> Result<Bytes, Problem> {
    let reading = time::timeout(timeout, body::to_bytes(body, limit_bytes)).await;
    let read = reading.map_err(|_| {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "The body did not arrive in time. Send it again.",
        )
    })?;
    read.map_err(|error| {
        if BudgetExceeded::is_cause_of(&error) {
            return BudgetExceeded::problem();
        }
        if error.into_inner().is::<LengthLimitError>() {
            return Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("The body is larger than {limit_bytes} bytes."),
            );
        }
        Problem::new(
            StatusCode::BAD_REQUEST,
            "The body ended early. Send it again.",
        )
    })
}

/// Checks that a body says nothing: it is empty, or `{}`.
///
/// # Errors
///
/// 400 for anything else.
pub fn require_empty(body: &[u8]) -> Result<(), Problem> {
    let is_empty = body.is_empty()
        || serde_json::from_slice::<Map<String, Value>>(body)
            .is_ok_and(|members| members.is_empty());
    if is_empty {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::BAD_REQUEST,
        "This request takes no input: send no body, or {}.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(given: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.append("host", "localhost:7420".parse().unwrap());
        for (name, value) in given {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[track_caller]
    fn check_json(given: &[(&'static str, &str)], expected: Result<&str, u16>) {
        let accepted = require_json(&headers(given), &["application/cloudevents+json", JSON]);
        let accepted = accepted.map_err(|problem| problem.status.as_u16());
        assert_eq!(accepted, expected, "{given:?}");
    }

    #[test]
    fn the_accepted_content_type_is_returned() {
        let json = ("content-type", "Application/JSON; charset=utf-8");
        check_json(&[json], Ok(JSON));
        let event = "application/cloudevents+json";
        check_json(&[("content-type", event)], Ok(event));
        check_json(&[json, ("origin", "http://localhost:7420")], Ok(JSON));
        check_json(&[("content-type", "text/json")], Err(415));
        check_json(&[json, json], Err(415));
        check_json(&[json, ("origin", "http://localhost:7421")], Err(403));
    }

    #[test]
    fn a_compressed_body_is_rejected_with_the_name_of_its_header() {
        for coding in [
            "gzip",
            "GZIP",
            "x-gzip",
            "deflate",
            "br",
            "zstd",
            "identity, gzip",
        ] {
            let given = [("content-type", JSON), ("content-encoding", coding)];
            let rejected = require_json(&headers(&given), &[JSON]).unwrap_err();
            assert_eq!(rejected.status.as_u16(), 415, "{coding}");
            let detail = rejected.detail;
            assert!(
                detail.contains("Content-Encoding") && detail.contains(coding),
                "{detail}"
            );
            let given = [
                ("content-type", FORM),
                ("content-encoding", coding),
                ("sec-fetch-site", "same-origin"),
            ];
            assert_eq!(
                require_form(&headers(&given)).unwrap_err().status.as_u16(),
                415
            );
        }
        let given = [("content-type", JSON), ("content-encoding", "identity")];
        assert_eq!(require_json(&headers(&given), &[JSON]).unwrap(), JSON);
    }

    #[test]
    fn bytes_after_the_content_type_are_for_who_reads_the_event() {
        let mut headers = headers(&[]);
        let value = HeaderValue::from_bytes(b"application/json; x=\xe9").unwrap();
        headers.append("content-type", value);
        assert_eq!(require_json(&headers, &[JSON]).unwrap(), JSON);
    }

    #[track_caller]
    fn check_form(given: &[(&'static str, &str)], expected: Result<(), u16>) {
        let form = ("content-type", FORM);
        let given = [&[form], given].concat();
        let accepted = require_form(&headers(&given)).map_err(|problem| problem.status.as_u16());
        assert_eq!(accepted, expected, "{given:?}");
    }

    #[test]
    fn a_form_from_our_own_pages_is_accepted_with_any_header_that_proves_it() {
        let origin = ("origin", "http://LOCALHOST:7420");
        let site = ("sec-fetch-site", "same-origin");
        let referer = ("referer", "http://localhost:7420/gemeenten/GM0344");
        for given in [
            &[origin][..],
            &[site],
            &[referer],
            &[("referer", "http://localhost:7420")],
            &[origin, site, referer],
        ] {
            check_form(given, Ok(()));
        }
    }

    #[test]
    fn a_form_from_another_site_or_of_unknown_origin_is_rejected() {
        let origin = ("origin", "http://localhost:7420");
        for given in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "http://localhost:7421")],
            &[("origin", "http://example.nl")],
            &[origin, ("origin", "http://example.nl")],
            &[origin, ("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "none")],
            &[("referer", "http://localhost:74200/")],
            &[("referer", "http://localhost:7420@example.nl/")],
            &[("referer", "http://localh")],
        ] {
            check_form(given, Err(403));
        }
    }

    #[test]
    fn another_content_type_is_not_a_form() {
        let site = ("sec-fetch-site", "same-origin");
        for content_type in ["multipart/form-data; boundary=x", "text/plain", JSON] {
            let headers = headers(&[site, ("content-type", content_type)]);
            let rejected = require_form(&headers).unwrap_err();
            assert_eq!(rejected.status.as_u16(), 415, "{content_type}");
        }
    }

    #[test]
    fn a_form_with_a_file_is_accepted_from_our_own_pages_only() {
        let upload = ("content-type", "multipart/form-data; boundary=x");
        let origin = ("origin", "http://localhost:7420");
        let status = |given: &[(&'static str, &str)]| {
            let checked = require_upload(&headers(given));
            checked.map_err(|problem| problem.status.as_u16())
        };
        assert_eq!(status(&[upload, origin]), Ok(()));
        assert_eq!(status(&[upload]), Err(403));
        assert_eq!(status(&[upload, ("origin", "http://example.nl")]), Err(403));
        assert_eq!(status(&[("content-type", FORM), origin]), Err(415));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_is_too_large_too_slow_or_ends_early_is_rejected() {
        let timeout = Duration::from_secs(1);
        let status = |read: Result<Bytes, Problem>| read.map_err(|problem| problem.status.as_u16());
        assert_eq!(
            status(read_body(Body::from("12345"), 4, timeout).await),
            Err(413)
        );
        assert_eq!(
            status(read_body(Body::from("1234"), 4, timeout).await),
            Ok(Bytes::from("1234"))
        );
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        let parts = [Ok(Bytes::from("12")), Err(reset)];
        let ended_early = Body::from_stream(tokio_stream::iter(parts));
        assert_eq!(status(read_body(ended_early, 4, timeout).await), Err(400));
        let never = Body::from_stream(tokio_stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(status(read_body(never, 4, timeout).await), Err(408));
    }
}

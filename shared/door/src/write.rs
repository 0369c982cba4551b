//! What a request must be that changes something: JSON, from a page of this server or from a program.
//!
//! A form or a script of another site cannot send JSON without asking first, which is refused with 405; and a
//! browser says from where it comes.

use std::time::Duration;

use axum::{
    body::{self, Body, Bytes},
    http::{HeaderMap, StatusCode, header},
};
use http_body_util::LengthLimitError;
use tokio::time;

use crate::{Problem, held::Full};

/// The usual content type.
pub const JSON: &str = "application/json";

/// Checks that a request comes from a program, or a page of this server, and says that it is of one of these content
/// types, all of them JSON; gives which.
///
/// # Errors
///
/// 403 from another site, 415 when it is none of them.
pub fn check(headers: &HeaderMap, taken: &[&'static str]) -> Result<&'static str, Problem> {
    check_origin(headers)?;
    content_type(headers, taken)
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

fn content_type(headers: &HeaderMap, taken: &[&'static str]) -> Result<&'static str, Problem> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let one = match (given.next(), given.next()) {
        (Some(one), None) => one.to_str().unwrap_or_default(),
        _ => "",
    };
    let essence = one.split(';').next().unwrap_or_default().trim();
    let mut taken_here = taken.iter().copied();
    let found = taken_here.find(|taken| taken.eq_ignore_ascii_case(essence));
    found.ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!(
                "Only JSON is taken here: send Content-Type: {}.",
                taken.join(" or ")
            ),
        )
    })
}

/// Reads a body.
///
/// # Errors
///
/// 400 when it breaks off, 408 when it comes too slowly, 413 when it is too large, 503 when the bodies of all that come
/// at once are.
pub async fn read(body: Body, limit_bytes: usize, patience: Duration) -> Result<Bytes, Problem> {
    let reading = time::timeout(patience, body::to_bytes(body, limit_bytes)).await;
    let read = reading.map_err(|_| {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "The body did not come in time.",
        )
    })?;
    read.map_err(|error| {
        if Full::is_cause_of(&error) {
            return Full::problem();
        }
        if error.into_inner().is::<LengthLimitError>() {
            return Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("The body is larger than {limit_bytes} bytes."),
            );
        }
        Problem::new(
            StatusCode::BAD_REQUEST,
            "The body broke off before its end. Send it again, whole.",
        )
    })
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
    fn check_taken(given: &[(&'static str, &str)], expected: Result<&str, u16>) {
        let taken = check(&headers(given), &["application/cloudevents+json", JSON]);
        let taken = taken.map_err(|problem| problem.status.as_u16());
        assert_eq!(taken, expected, "{given:?}");
    }

    #[test]
    fn any_of_the_types_taken_is_taken_and_said_which() {
        let json = ("content-type", "Application/JSON; charset=utf-8");
        check_taken(&[json], Ok(JSON));
        let event = "application/cloudevents+json";
        check_taken(&[("content-type", event)], Ok(event));
        check_taken(&[json, ("origin", "http://localhost:7420")], Ok(JSON));
        check_taken(&[("content-type", "text/json")], Err(415));
        check_taken(&[json, json], Err(415));
        check_taken(&[json, ("origin", "http://localhost:7421")], Err(403));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_is_too_large_or_does_not_come_whole_is_not_waited_for() {
        let patience = Duration::from_secs(1);
        let status = |read: Result<Bytes, Problem>| read.map_err(|problem| problem.status.as_u16());
        assert_eq!(
            status(read(Body::from("12345"), 4, patience).await),
            Err(413)
        );
        assert_eq!(
            status(read(Body::from("1234"), 4, patience).await),
            Ok(Bytes::from("1234"))
        );
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        let parts = [Ok(Bytes::from("12")), Err(broken)];
        let broken_off = Body::from_stream(tokio_stream::iter(parts));
        assert_eq!(status(read(broken_off, 4, patience).await), Err(400));
        let never = Body::from_stream(tokio_stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(status(read(never, 4, patience).await), Err(408));
    }
}

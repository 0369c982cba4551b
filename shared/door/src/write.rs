//! What a request must be that changes something: JSON from a page of this server or from a program, or a form of a
//! page of this server.
//!
//! A form or a script of another site cannot send JSON without asking first, which is refused with 405; and a
//! browser says from where it comes. A form it can send: there it has to be said, and what the form holds has to show
//! that its page was made here, which is for who made it to check.

use std::time::Duration;

use axum::{
    body::{self, Body, Bytes},
    http::{HeaderMap, HeaderName, StatusCode, header},
};
use http_body_util::LengthLimitError;
use tokio::time;

use crate::{Problem, held::Full};

/// The usual content type.
pub const JSON: &str = "application/json";
/// What a browser sends a form as.
const FORM: &str = "application/x-www-form-urlencoded";

/// Checks that a request comes from a program, or a page of this server, and says that it is of one of these content
/// types, all of them JSON; gives which.
///
/// # Errors
///
/// 403 from another site, 415 when it is none of them.
pub fn check(headers: &HeaderMap, taken: &[&'static str]) -> Result<&'static str, Problem> {
    // A browser names the site that a request comes from; a program does not.
    if !comes_from_here(headers, header::ORIGIN, Origin::is) {
        return Err(from_elsewhere());
    }
    content_type(headers, taken).ok_or_else(|| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!(
                "Only JSON is taken here: send Content-Type: {}.",
                taken.join(" or ")
            ),
        )
    })
}

/// Checks that a browser sent a form, and says that a page of this server held it.
///
/// # Errors
///
/// 403 from another site, or when it is not said from where; 415 when it is no form.
pub fn check_form(headers: &HeaderMap) -> Result<(), Problem> {
    const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let same_origin = |_: &Origin, site: &[u8]| site == b"same-origin";
    let said = [header::ORIGIN, FETCH_SITE, header::REFERER]
        .iter()
        .any(|name| headers.contains_key(name));
    let from_here = comes_from_here(headers, header::ORIGIN, Origin::is)
        && comes_from_here(headers, FETCH_SITE, same_origin)
        && comes_from_here(headers, header::REFERER, Origin::holds);
    if !said || !from_here {
        return Err(from_elsewhere());
    }
    content_type(headers, &[FORM]).map(|_| ()).ok_or_else(|| {
        let detail = format!("Only a form is taken here: Content-Type: {FORM}.");
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    })
}

/// This server, by the name under which a request reached it.
struct Origin(String);

impl Origin {
    fn of(headers: &HeaderMap) -> Self {
        let host = headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok());
        Self(format!("http://{}", host.unwrap_or_default()))
    }

    fn is(&self, origin: &[u8]) -> bool {
        origin.eq_ignore_ascii_case(self.0.as_bytes())
    }

    fn holds(&self, link: &[u8]) -> bool {
        let (start, rest) = link.split_at_checked(self.0.len()).unwrap_or_default();
        self.is(start) && rest.first().is_none_or(|byte| *byte == b'/')
    }
}

/// Says whether every header of a name agrees that a page of this server sent it; where there is none, nothing says
/// otherwise.
fn comes_from_here(
    headers: &HeaderMap,
    name: HeaderName,
    agrees: impl Fn(&Origin, &[u8]) -> bool,
) -> bool {
    let own = Origin::of(headers);
    let mut given = headers.get_all(name).iter();
    given.all(|value| agrees(&own, value.as_bytes()))
}

fn from_elsewhere() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "Pages of other sites may change nothing here.",
    )
}

/// Gives which of these content types a request says that it is of.
fn content_type(headers: &HeaderMap, taken: &[&'static str]) -> Option<&'static str> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let one = match (given.next(), given.next()) {
        (Some(one), None) => one.to_str().unwrap_or_default(),
        _ => "",
    };
    let essence = one.split(';').next().unwrap_or_default().trim();
    let mut taken_here = taken.iter().copied();
    taken_here.find(|taken| taken.eq_ignore_ascii_case(essence))
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

    #[track_caller]
    fn check_form_taken(given: &[(&'static str, &str)], expected: Result<(), u16>) {
        let form = ("content-type", FORM);
        let given = [&[form], given].concat();
        let taken = check_form(&headers(&given)).map_err(|problem| problem.status.as_u16());
        assert_eq!(taken, expected, "{given:?}");
    }

    #[test]
    fn a_form_of_a_page_of_ours_is_taken_however_that_is_said() {
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
            check_form_taken(given, Ok(()));
        }
    }

    #[test]
    fn a_form_from_elsewhere_or_from_nowhere_is_not() {
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
            check_form_taken(given, Err(403));
        }
    }

    #[test]
    fn what_is_no_form_is_not_taken_as_one() {
        let site = ("sec-fetch-site", "same-origin");
        for content_type in ["multipart/form-data; boundary=x", "text/plain", JSON] {
            let headers = headers(&[site, ("content-type", content_type)]);
            let refused = check_form(&headers).unwrap_err();
            assert_eq!(refused.status.as_u16(), 415, "{content_type}");
        }
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

//! Conditional requests (RFC 9110 section 13): whether what a client or a cache has stored is still right.
//!
//! A response without a validator is not stored at all (`pipeline`). Compression makes other bytes of the same response:
//! a strong tag then names the coding as well, and [`Validator::not_modified`] accepts the tag of each coding.

use std::fmt::Write as _;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};
use tracing::error;

use crate::Problem;

/// The codings that responses are compressed with, as they end strong tags.
const CODINGS: [&str; 2] = ["gzip", "br"];

/// How long a response that never changes is stored, and that nobody asks for it again meanwhile (RFC 8246).
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A response may be stored, and its tag must be compared each time before it is used.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// What identifies the bytes of a response among all that its link ever returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validator {
    /// The opaque tag, without its quotation marks.
    tag: String,
    is_strong: bool,
    cache_control: HeaderValue,
}

impl Validator {
    /// Creates the validator of a response that never changes; `parts` are what else could make other bytes.
    pub fn forever(parts: &[&str]) -> Self {
        Self {
            tag: tag(parts),
            is_strong: true,
            cache_control: FOREVER,
        }
    }

    /// Creates the validator of a response that is made from a state; `parts` identify the state.
    ///
    /// It is weak: the state may change between the two moments at which it is read for the tag and for the response.
    pub fn of_state(parts: &[&str]) -> Self {
        Self {
            tag: tag(parts),
            is_strong: false,
            cache_control: ASK_AGAIN,
        }
    }

    /// Creates the validator of these bytes.
    fn of_bytes(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let mut tag = String::with_capacity(32);
        for byte in &digest[..16] {
            let _ = write!(tag, "{byte:02x}");
        }
        Self {
            tag,
            is_strong: true,
            cache_control: ASK_AGAIN,
        }
    }

    /// Returns 304 if the client has this response already: by the weak comparison of `If-None-Match`, as for any `GET`.
    ///
    /// `*` names no response that the client has; whether there is one is known only when it is made.
    pub fn not_modified(&self, headers: &HeaderMap) -> Option<Response> {
        let given = headers.get_all(header::IF_NONE_MATCH).iter();
        let mut given = given
            .filter_map(|value| value.to_str().ok())
            .flat_map(|tags| tags.split(','))
            .map(str::trim);
        let known = given.find(|given| self.is_named_by(given))?;
        // The tag that the client has: with the coding of the response that it has stored.
        let known = HeaderValue::from_str(known).ok()?;
        let headers = [
            (header::ETAG, known),
            (header::CACHE_CONTROL, self.cache_control.clone()),
            // As that response has it.
            (
                header::VARY,
                HeaderValue::from_static("Accept, Accept-Encoding"),
            ),
        ];
        Some((StatusCode::NOT_MODIFIED, headers).into_response())
    }

    /// Adds the tag to a response, and how it may be stored.
    #[must_use]
    pub fn applied(&self, mut response: Response) -> Response {
        if let Some(tag) = self.header() {
            let headers = response.headers_mut();
            headers.insert(header::ETAG, tag);
            headers.insert(header::CACHE_CONTROL, self.cache_control.clone());
        }
        response
    }

    fn header(&self) -> Option<HeaderValue> {
        let weak = if self.is_strong { "" } else { "W/" };
        HeaderValue::try_from(format!("{weak}\"{}\"", self.tag)).ok()
    }

    fn is_named_by(&self, given: &str) -> bool {
        let opaque = given.strip_prefix("W/").unwrap_or(given);
        let opaque = opaque
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let rest = opaque.and_then(|opaque| opaque.strip_prefix(self.tag.as_str()));
        let is_coding = |rest: &str| {
            rest.strip_prefix('-')
                .is_some_and(|coding| CODINGS.contains(&coding))
        };
        rest.is_some_and(|rest| rest.is_empty() || is_coding(rest))
    }
}

/// Returns a response, or 304 if the client has these bytes already: for what is made so fast that nothing is saved by
/// knowing it before.
pub async fn unless_known(headers: &HeaderMap, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    if parts.status != StatusCode::OK {
        return Response::from_parts(parts, body);
    }
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(cause) => {
            error!(
                error = &cause as &dyn std::error::Error,
                "cannot read a response"
            );
            return Problem::internal().into_response();
        }
    };
    let validator = Validator::of_bytes(&bytes);
    validator
        .not_modified(headers)
        .unwrap_or_else(|| validator.applied(Response::from_parts(parts, Body::from(bytes))))
}

/// Adds the coding to the strong tag of a compressed response.
pub(crate) fn name_coding(mut response: Response) -> Response {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (tag, coding) = (text(header::ETAG), text(header::CONTENT_ENCODING));
    let strong = tag.and_then(|tag| tag.strip_prefix('"')?.strip_suffix('"'));
    if let (Some(strong), Some(coding)) = (strong, coding)
        && let Ok(named) = HeaderValue::try_from(format!("\"{strong}-{coding}\""))
    {
        response.headers_mut().insert(header::ETAG, named);
    }
    response
}

/// Returns an opaque tag of these parts: only characters that a tag may contain.
fn tag(parts: &[&str]) -> String {
    let portable = |letter: char| match letter {
        '!' | '#'..='~' => letter,
        _ => '_',
    };
    parts.join("/").chars().map(portable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naming(tags: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::IF_NONE_MATCH, tags.parse().unwrap())])
    }

    #[track_caller]
    fn check(validator: &Validator, tags: &str, expected: Option<&str>) {
        let response = validator.not_modified(&naming(tags));
        let tag = response.as_ref().map(|response| {
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(
                response.headers()[header::CACHE_CONTROL],
                validator.cache_control
            );
            response.headers()[header::ETAG].to_str().unwrap()
        });
        assert_eq!(tag, expected, "{tags}");
    }

    #[test]
    fn a_client_that_has_the_response_gets_304() {
        let forever = Validator::forever(&["1.2", "json"]);
        check(&forever, "\"1.2/json\"", Some("\"1.2/json\""));
        check(&forever, "W/\"1.2/json\"", Some("W/\"1.2/json\""));
        check(&forever, "\"a\", \"1.2/json-br\"", Some("\"1.2/json-br\""));
        for other in [
            "*",
            "\"1.2/csv\"",
            "1.2/json",
            "\"1.2/json-zip\"",
            "\"1.2/jsons\"",
            "",
        ] {
            check(&forever, other, None);
        }
        let state = Validator::of_state(&["7"]);
        check(&state, "W/\"7\"", Some("W/\"7\""));
        check(&state, "W/\"8\"", None);
    }

    #[test]
    fn a_tag_contains_only_what_a_tag_may() {
        let tagged = Validator::forever(&["a \"b\"", "\u{e9}"]).applied(Response::default());
        assert_eq!(tagged.headers()[header::ETAG], "\"a__b_/_\"");
    }

    #[test]
    fn a_compressed_response_has_a_strong_tag_of_its_own() {
        let compressed = |validator: &Validator| {
            let mut response = validator.applied(Response::default());
            let coding = HeaderValue::from_static("br");
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, coding);
            let named = name_coding(response);
            named.headers()[header::ETAG].to_str().unwrap().to_owned()
        };
        assert_eq!(compressed(&Validator::forever(&["1"])), "\"1-br\"");
        assert_eq!(compressed(&Validator::of_state(&["1"])), "W/\"1\"");
    }

    #[tokio::test]
    async fn bytes_are_known_by_their_digest() {
        let respond = || Response::new(Body::from("text"));
        let first = unless_known(&HeaderMap::new(), respond()).await;
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(first.headers()[header::CACHE_CONTROL], ASK_AGAIN);
        let again = unless_known(&naming(&tag), respond()).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let other = unless_known(&naming(&tag), Response::new(Body::from("other"))).await;
        assert_eq!(other.status(), StatusCode::OK);
        let failed = Problem::internal().into_response();
        let failed = unless_known(&naming(&tag), failed).await;
        assert_eq!(failed.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}

//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the key under which a request may be sent again.

use axum::http::{HeaderMap, HeaderName, StatusCode};
use httpd::Problem;

/// The longest key, in characters.
const LIMIT: usize = 200;
const NAME: HeaderName = HeaderName::from_static("idempotency-key");

/// Reads the key, if there is one: a string in quotation marks, as in the draft, or without them.
///
/// # Errors
///
/// 400 if it is repeated or malformed.
pub(crate) fn read(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut given = headers.get_all(NAME).iter();
    let Some(first) = given.next() else {
        return Ok(None);
    };
    let text = first.to_str().ok().filter(|_| given.next().is_none());
    let key = text.and_then(|text| unquoted(text.trim()));
    key.map(Some).ok_or_else(|| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            format!(
                "Idempotency-Key must be given once, as 1 to {LIMIT} visible characters in quotation marks, such as \
                 \"8e03978e-40d5-43dd-bc93-6894a57f9324\"."
            ),
        )
    })
}

fn unquoted(text: &str) -> Option<String> {
    let key = match text.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"')?,
        None => text,
    };
    let is_allowed = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    let is_valid = (1..=LIMIT).contains(&key.len()) && key.bytes().all(is_allowed);
    is_valid.then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &[&str], expected: Result<Option<&str>, u16>) {
        let mut headers = HeaderMap::new();
        for value in given {
            headers.append(NAME, value.parse().unwrap());
        }
        let found = read(&headers).map_err(|problem| problem.status.as_u16());
        let found = found.as_ref().map(Option::as_deref);
        assert_eq!(found, expected.as_ref().copied(), "{given:?}");
    }

    #[test]
    fn a_key_is_one_string_with_or_without_quotation_marks() {
        check(&[], Ok(None));
        check(&["\"a b\""], Ok(Some("a b")));
        check(&["8e03978e-40d5"], Ok(Some("8e03978e-40d5")));
        for malformed in ["", "\"\"", "\"", "\"a", "a\"b", "\"a\";x=1", "a\\b"] {
            check(&[malformed], Err(400));
        }
        check(&["a", "a"], Err(400));
        check(&[&"k".repeat(LIMIT)], Ok(Some(&"k".repeat(LIMIT))));
        check(&[&"k".repeat(LIMIT + 1)], Err(400));
    }
}

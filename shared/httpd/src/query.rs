//! Query strings: parsed strictly into pairs, and built.
//!
//! Not `form_urlencoded`: it replaces invalid UTF-8 (`%ff`) and passes invalid percent-encoding through (`%zz`), which are
//! 400 here, and it encodes the colons of instants.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

use crate::InputViolation;

/// A key and its value.
pub type Pair = (String, String);

/// The characters that are encoded: not the colon, so that instants stay readable.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':');

/// Parses a query into its pairs, in order; a key without `=` has an empty value.
///
/// # Errors
///
/// Names every pair that is not percent-encoded UTF-8.
pub fn pairs(query: Option<&str>) -> Result<Vec<Pair>, Vec<InputViolation>> {
    let (mut pairs, mut violations) = (Vec::new(), Vec::new());
    for part in query
        .unwrap_or_default()
        .split('&')
        .filter(|part| !part.is_empty())
    {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match (decode(key), decode(value)) {
            (Some(key), Some(value)) => pairs.push((key, value)),
            (key, _) => violations.push(InputViolation::Key {
                key: key.unwrap_or_else(|| key_as_written(part)),
                problem: "is not percent-encoded UTF-8".to_owned(),
            }),
        }
    }
    if violations.is_empty() {
        Ok(pairs)
    } else {
        Err(violations)
    }
}

/// Returns a path with a query.
pub fn link<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut link = path.to_owned();
    let mut separator = '?';
    for (key, value) in pairs {
        // Writing to a string cannot fail.
        let _ = write!(link, "{separator}{}={}", encode(key), encode(value));
        separator = '&';
    }
    link
}

/// Returns a text as a part of a path, or as a key or value.
pub fn encode(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, ENCODED)
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let mut after = spaced.split('%').skip(1).map(str::as_bytes);
    let whole = after.all(|rest| rest.len() >= 2 && rest.iter().take(2).all(u8::is_ascii_hexdigit));
    let decoded = percent_decode(spaced.as_bytes()).decode_utf8().ok()?;
    whole.then(|| decoded.into_owned())
}

fn key_as_written(part: &str) -> String {
    part.split('=').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &[(&str, &str)]) {
        let found = pairs(Some(query)).unwrap();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn repeated_keys_stay_in_order() {
        check(
            "category=b&asOf=2013-07-01&category=a",
            &[("category", "b"), ("asOf", "2013-07-01"), ("category", "a")],
        );
    }

    #[test]
    fn plus_and_percent_are_decoded_once() {
        check(
            "party=supplier:Fabriek+IJssel",
            &[("party", "supplier:Fabriek IJssel")],
        );
        check(
            "asOf=2013-07-01T00%3a00%3A00%2B02:00",
            &[("asOf", "2013-07-01T00:00:00+02:00")],
        );
        check("a=%2525%20%C3%A9=b", &[("a", "%25 é=b")]);
        check("a&&b=&=c", &[("a", ""), ("b", ""), ("", "c")]);
        check("", &[]);
    }

    #[test]
    fn every_pair_with_invalid_encoding_is_named() {
        for query in ["a=%ff&b=1&c=%C3", "a=%&c=%4", "a=%zz&b=1&c=%+1"] {
            let violations = pairs(Some(query)).unwrap_err();
            let keys: Vec<&str> = violations.iter().map(InputViolation::location).collect();
            assert_eq!(keys, ["a", "c"], "{query}");
        }
        assert_eq!(pairs(Some("%ff=1")).unwrap_err()[0].location(), "%ff");
    }

    #[test]
    fn a_link_is_parsed_into_the_pairs_it_was_built_from() {
        assert_eq!(
            link("/", [("asOf", "2013-07-01T00:00:00Z"), ("party", "a&b")]),
            "/?asOf=2013-07-01T00:00:00Z&party=a%26b"
        );
    }

    proptest! {
        #[test]
        fn any_text_survives_a_link(key in "\\PC+", value in "\\PC*") {
            let link = link("", [(key.as_str(), value.as_str())]);
            prop_assert!(link.is_ascii());
            prop_assert_eq!(pairs(link.strip_prefix('?')), Ok(vec![(key, value)]));
        }
    }
}

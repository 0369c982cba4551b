//! Header values as the bindings of `CloudEvents` write them: in quotation marks (older ones), percent-encoded.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Removes quotation marks, then decodes `%xx` once; `None` when the result is not UTF-8.
///
/// A percent sign without two hexadecimal digits stays as it is.
pub(super) fn decode_header_value(value: &str) -> Option<String> {
    let decoded = percent_decode_str(&unquoted(value))
        .decode_utf8()
        .ok()?
        .into_owned();
    Some(decoded)
}

fn unquoted(value: &str) -> Cow<'_, str> {
    let inner = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let Some(inner) = inner else {
        return Cow::Borrowed(value);
    };
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        assert_eq!(decode_header_value(value).as_deref(), expected, "{value}");
    }

    #[test]
    fn percent_signs_are_decoded_once_and_left_alone_without_two_hexadecimal_digits() {
        check("urn:caf%C3%A9", Some("urn:café"));
        check("100%25", Some("100%"));
        check("%2541", Some("%41"));
        check("100%", Some("100%"));
        check("%+1", Some("%+1"));
        check("%zz%4", Some("%zz%4"));
        check("%é", Some("%é"));
    }

    #[test]
    fn values_that_are_not_utf_8_are_rejected() {
        check("%ff", None);
    }

    #[test]
    fn quotation_marks_of_older_senders_are_removed() {
        check(r#""a \"b\" \\ c""#, Some(r#"a "b" \ c"#));
        check(r#"""#, Some(r#"""#));
        check(r#""a"#, Some(r#""a"#));
    }
}

//! Header values as the bindings of `CloudEvents` write them: in quotation marks (older ones), percent-encoded.

use std::{borrow::Cow, fmt::Write as _};

use percent_encoding::percent_decode_str;

/// Returns bytes as text from which percent-decoding makes the same bytes, so that what is not UTF-8 stays invalid.
///
/// Text replaced by U+FFFD would be valid: two different sources would become one, in the log forever. Each byte that is
/// not UTF-8 is percent-encoded after `%FF`, which no text contains: otherwise the second half of a letter as a byte
/// would complete a first half that is percent-encoded.
pub fn percent_encode_invalid(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(text, "%FF%{byte:02X}");
        }
    }
    Cow::Owned(text)
}

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

    #[track_caller]
    fn check_bytes(bytes: &[u8], expected: Option<&str>) {
        let text = percent_encode_invalid(bytes);
        let decoded = decode_header_value(&text);
        assert_eq!(decoded.as_deref(), expected, "{bytes:02x?} as {text}");
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_never_decoded_into_text() {
        check_bytes("urn:café".as_bytes(), Some("urn:café"));
        check_bytes("\u{fffd}".as_bytes(), Some("\u{fffd}"));
        for bytes in [
            &b"caf\xe9"[..],
            b"caf%C3\xa9",
            b"\xc3%A9",
            b"\"caf\\\xe9\"",
            b"%\xff",
            b"%e\xe9",
            b"\x80",
            b"\xc0\xaf",
            b"\xc0\x80",
            b"\xe0\x80\xaf",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\xf0\x9f\x98",
            b"\xff\xfe",
        ] {
            check_bytes(bytes, None);
        }
    }

    #[test]
    fn percent_encoded_bytes_that_are_not_utf_8_are_rejected() {
        for value in [
            "%C0%80",
            "%ED%A0%80",
            "%80",
            "caf%E9",
            "%F4%90%80%80",
            "%C3",
        ] {
            check(value, None);
        }
    }

    #[test]
    fn quotation_marks_of_older_senders_are_removed() {
        check(r#""a \"b\" \\ c""#, Some(r#"a "b" \ c"#));
        check(r#"""#, Some(r#"""#));
        check(r#""a"#, Some(r#""a"#));
    }
}

//! Header values as the bindings of `CloudEvents` write them: in quotation marks (older ones), percent-encoded.

use std::borrow::Cow;

/// Takes off quotation marks, then decodes `%xx` once; none when that is not UTF-8.
pub(super) fn decoded(value: &str) -> Option<String> {
    let value = unquoted(value);
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = (*first == b'%')
            .then(|| value_of_hex(after.get(..2)?))
            .flatten();
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
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

fn value_of_hex(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits)
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        assert_eq!(decoded(value).as_deref(), expected, "{value}");
    }

    #[test]
    fn percent_signs_are_decoded_once_and_left_alone_where_no_digits_follow() {
        check("urn:caf%C3%A9", Some("urn:café"));
        check("100%25", Some("100%"));
        check("%2541", Some("%41"));
        check("100%", Some("100%"));
        check("%+1", Some("%+1"));
        check("%zz%4", Some("%zz%4"));
        check("%é", Some("%é"));
    }

    #[test]
    fn what_is_not_utf_8_is_refused() {
        check("%ff", None);
    }

    #[test]
    fn quotation_marks_of_older_senders_are_taken_off() {
        check(r#""a \"b\" \\ c""#, Some(r#"a "b" \ c"#));
        check(r#"""#, Some(r#"""#));
        check(r#""a"#, Some(r#""a"#));
    }
}

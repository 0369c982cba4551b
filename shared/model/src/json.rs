//! Parsing of JSON that reports duplicate members (I-JSON, RFC 7493), which two readers could read in two ways.
//!
//! Our own, because `serde_json` silently takes the last of two.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{Violation, limits, violation::pointer_token};

/// Parses a whole text, found at the path `at` of the event; also returns a violation for each duplicate member.
pub(crate) fn parse_without_duplicates(
    text: &str,
    at: &str,
) -> Result<(Value, Vec<Violation>), serde_json::Error> {
    let mut violations = Vec::new();
    let unique = Unique {
        path: &Path::Start(at),
        violations: &mut violations,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = unique.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, violations))
}

/// The byte order mark of UTF-8, which some programs write in front of a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns bytes as the text of JSON, without a byte order mark in front (RFC 8259, section 8.1, lets readers ignore it).
///
/// # Errors
///
/// The problem, when the bytes are not UTF-8; text of another encoding, and compressed bytes, are named.
pub fn json_text(bytes: &[u8]) -> Result<&str, String> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{' | b'[', ..] | [b'{' | b'[', 0, ..] => {
            return Err("is UTF-16 or UTF-32: encode it as UTF-8".to_owned());
        }
        [0x1f, 0x8b, ..] => return Err("is compressed (gzip): send it uncompressed".to_owned()),
        _ => {}
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to() + 1;
        format!("is not UTF-8 at byte {byte}: encode it as UTF-8")
    })
}

/// Returns what JSON says, whatever the order of its members, its white space and its members without a value: the same
/// text for all that mean the same (RFC 8785); `None` for what is not JSON.
pub fn json_meaning(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_str(json_text(bytes).ok()?).ok()?;
    remove_nulls(&mut value);
    serde_json_canonicalizer::to_vec(&value).ok()
}

fn remove_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(remove_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns the problem of bytes that are not JSON: where reading them stopped, and the library's reason. `expected`
/// names the value that they should be.
pub fn json_problem(bytes: &[u8], error: &serde_json::Error, expected: &str) -> String {
    let text = bytes.trim_ascii();
    if text.is_empty() {
        return format!("is empty: give {expected} in JSON");
    }
    if text.starts_with(BYTE_ORDER_MARK) {
        return "begins with more than one byte order mark: leave them out".to_owned();
    }
    if error.is_eof() {
        return format!("is incomplete JSON: it ends before {expected} is closed; give all of it");
    }
    let (line, column) = (error.line(), error.column());
    let location = if text.contains(&b'\n') {
        format!("line {line}, column {column}")
    } else {
        format!("column {column}")
    };
    let message = error.to_string();
    // The library adds the location to its reason.
    let reason = message.split(" at line ").next().unwrap_or_default();
    format!("is not JSON: correct it at {location} ({reason})")
}

struct Unique<'a> {
    path: &'a Path<'a>,
    violations: &'a mut Vec<Violation>,
}

/// The path of a value; formatted only when there is a violation.
enum Path<'a> {
    Start(&'a str),
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(at) => to.write_str(at),
            Self::Member(parent, name) => write!(to, "{parent}/{}", pointer_token(name)),
            Self::Item(parent, index) => write!(to, "{parent}/{index}"),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Unique<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let item = Unique {
                path: &Path::Item(self.path, list.len()),
                violations: &mut *self.violations,
            };
            match items.next_element_seed(item)? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let path = Path::Member(self.path, &name);
            let duplicate = map.contains_key(&name);
            // Deep paths are long: more of them than are listed would only take memory.
            if duplicate && self.violations.len() <= limits::VIOLATIONS {
                let problem = "appears twice in the same object";
                self.violations
                    .push(Violation::new(path.to_string(), problem));
            }
            let member = Unique {
                path: &path,
                violations: &mut *self.violations,
            };
            let value = members.next_value_seed(member)?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_text(bytes: &[u8], expected: Result<&str, &str>) {
        let text = json_text(bytes);
        assert_eq!(
            text.as_ref().copied(),
            expected.map_err(str::to_owned).as_ref().copied()
        );
    }

    #[test]
    fn a_byte_order_mark_is_ignored_and_another_encoding_is_named() {
        check_text(b"{}", Ok("{}"));
        check_text(b"\xef\xbb\xbf{}", Ok("{}"));
        let utf_16 = Err("is UTF-16 or UTF-32: encode it as UTF-8");
        for bytes in [
            &b"\xff\xfe{\0}\0"[..],
            b"\xfe\xff\0{\0}",
            b"{\0}\0",
            b"\0[\0]",
        ] {
            check_text(bytes, utf_16);
        }
        check_text(
            b"\x1f\x8b\x08",
            Err("is compressed (gzip): send it uncompressed"),
        );
        check_text(b"{\xe9", Err("is not UTF-8 at byte 2: encode it as UTF-8"));
    }

    #[test]
    fn json_means_the_same_in_any_order_and_with_any_white_space() {
        let meaning = |text: &str| json_meaning(text.as_bytes()).unwrap();
        let one = meaning(r#"{"a":1,"b":{"c":[1,2],"d":"\u00e9"}}"#);
        for same in [
            r#"{"b":{"d":"é","c":[1,2]},"a":1}"#,
            "{ \"a\" : 1.0,\r\n \"b\" : { \"c\" : [ 1 , 2 ], \"d\" : \"é\" } }\n",
            r#"{"a":1e0,"b":{"c":[1,2],"d":"é","e":null},"f":null}"#,
            "\u{feff}{\"a\":1,\"b\":{\"c\":[1,2],\"d\":\"é\"}}",
        ] {
            assert_eq!(meaning(same), one, "{same}");
        }
        for other in [
            r#"{"a":1,"b":{"c":[2,1],"d":"é"}}"#,
            r#"{"a":1,"b":{"c":[1,2],"d":"É"}}"#,
            r#"{"a":"1","b":{"c":[1,2],"d":"é"}}"#,
        ] {
            assert_ne!(meaning(other), one, "{other}");
        }
        assert_eq!(json_meaning(b"{"), None);
    }
}

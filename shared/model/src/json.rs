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

/// Returns the problem of bytes that are not JSON: where reading them stopped, and the library's reason. `expected`
/// names the value that they should be.
pub fn json_problem(bytes: &[u8], error: &serde_json::Error, expected: &str) -> String {
    let text = bytes.trim_ascii();
    if text.is_empty() {
        return format!("is empty: give {expected} in JSON");
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

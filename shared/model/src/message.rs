//! The two modes of a `CloudEvent` in a NATS message: structured (all in the payload) and binary (attributes in
//! headers).

mod attributes;
mod percent;

use base64::{Engine as _, prelude::BASE64_STANDARD as STANDARD};
use serde_json::{Map, Value};

use crate::{
    InvalidEvent, Violation,
    json::{json_problem, json_text},
    shape::kind_of,
    violation::quoted,
};
pub(crate) use attributes::{Attributes, time_problem};
pub use percent::percent_encode_invalid;

/// The content type of an event in structured mode.
pub const STRUCTURED_MODE: &str = "application/cloudevents+json";
/// The content type of a batch, which is not allowed on the stream.
pub const BATCH_MODE: &str = "application/cloudevents-batch+json";

const CLOUDEVENTS: &str = "application/cloudevents";
const PREFIX: &str = "ce-";
/// The member that has the data as Base64, for senders to which data are bytes.
const ENCODED: &str = "data_base64";
const NOT_UTF_8: &str =
    "is not UTF-8: send the text as UTF-8 and percent-encode it, such as caf%C3%A9 for café";

/// How a message carries an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// All in the payload.
    Structured,
    /// The attributes in headers, the data in the payload.
    Binary,
}

/// A message split into attributes and data, each read as far as possible.
pub(crate) struct ParsedMessage {
    pub(crate) attributes: Attributes,
    /// The data; `None` when absent, null or unreadable.
    pub(crate) data: Option<Value>,
    /// The violations found so far.
    pub(crate) violations: Vec<Violation>,
}

/// Returns the size in bytes of the attributes of an event that are sent as headers.
pub(crate) fn attribute_bytes(headers: &[(String, String)]) -> usize {
    headers
        .iter()
        .filter(|(name, _)| attribute_name(name).is_some())
        .map(|(name, value)| name.len() + value.len())
        .sum()
}

/// Splits a message into attributes and data.
pub(crate) fn parse_message(
    headers: &[(String, String)],
    payload: &[u8],
) -> Result<ParsedMessage, InvalidEvent> {
    match Mode::from_headers(headers)? {
        Mode::Structured => structured_mode(payload),
        Mode::Binary => Ok(binary_mode(headers, payload)),
    }
}

impl Mode {
    /// Returns the mode of a message with these headers.
    pub(crate) fn from_headers(headers: &[(String, String)]) -> Result<Self, InvalidEvent> {
        let content_type = content_type(headers).unwrap_or_default();
        if content_type == STRUCTURED_MODE {
            return Ok(Self::Structured);
        }
        let binary = headers
            .iter()
            .filter_map(|(name, _)| attribute_name(name))
            .any(|name| attributes::NAMES.contains(&name.as_str()));
        match media_type(content_type).as_str() {
            BATCH_MODE => Err(InvalidEvent::with_one(
                "",
                "is a batch: publish its events one by one",
            )),
            STRUCTURED_MODE => Ok(Self::Structured),
            other if other.starts_with(CLOUDEVENTS) => Err(InvalidEvent::with_one(
                "",
                format!(
                    "is in the format {}, which is not supported: use {STRUCTURED_MODE}",
                    quoted(other)
                ),
            )),
            _ if binary => Ok(Self::Binary),
            _ => Ok(Self::Structured),
        }
    }
}

fn content_type(headers: &[(String, String)]) -> Option<&str> {
    headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.as_str())
}

fn media_type(content_type: &str) -> String {
    content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Returns whether a content type is that of JSON data.
pub(crate) fn is_json(content_type: &str) -> bool {
    content_type == "application/json" || media_type(content_type) == "application/json"
}

fn attribute_name(header: &str) -> Option<String> {
    let (start, name) = header.split_at_checked(PREFIX.len())?;
    start
        .eq_ignore_ascii_case(PREFIX)
        .then(|| name.to_ascii_lowercase())
}

fn structured_mode(payload: &[u8]) -> Result<ParsedMessage, InvalidEvent> {
    let (value, mut violations) = parse_json(payload, "").map_err(|violation| InvalidEvent {
        violations: vec![violation],
    })?;
    let Value::Object(mut members) = value else {
        return Err(InvalidEvent::with_one(
            "",
            format!("is {}, not an object", kind_of(&value)),
        ));
    };
    let given = members.remove("data").filter(|data| !data.is_null());
    let encoded = members.remove(ENCODED).filter(|data| !data.is_null());
    let attributes = Attributes::read(members, &mut violations);
    let data = match (given, encoded) {
        (given, None) => given,
        (None, Some(encoded)) => match decode_data(&encoded, &mut violations) {
            Some(data) => Some(data),
            // Its problem is a violation already: the data are not missing too.
            None => {
                return Ok(ParsedMessage {
                    attributes,
                    data: None,
                    violations,
                });
            }
        },
        (Some(given), Some(_)) => {
            let problem = "is given beside data: give one of the two";
            violations.push(Violation::new("/data_base64", problem));
            Some(given)
        }
    };
    if data.is_none() {
        violations.push(Violation::missing("/data"));
    }
    Ok(ParsedMessage {
        attributes,
        data,
        violations,
    })
}

/// Decodes data that were sent as Base64: they must contain the JSON that could stand in `data`.
fn decode_data(encoded: &Value, violations: &mut Vec<Violation>) -> Option<Value> {
    let at = "/data_base64";
    let Value::String(text) = encoded else {
        let problem = format!("is {}, not a string", kind_of(encoded));
        violations.push(Violation::new(at, problem));
        return None;
    };
    let Ok(bytes) = STANDARD.decode(text) else {
        let problem = "is not Base64: encode the JSON of the data in the standard alphabet (+ and /), with = at the \
                       end and without white space, or send it as data";
        violations.push(Violation::new(at, problem));
        return None;
    };
    match parse_json(&bytes, "/data") {
        Ok((Value::Null, _)) => {
            violations.push(Violation::new(at, "contains null: give the data"));
            None
        }
        Ok((data, duplicates)) => {
            violations.extend(duplicates);
            Some(data)
        }
        Err(violation) => {
            let problem = format!("does not encode data: its text {}", violation.problem);
            violations.push(Violation::new(at, problem));
            None
        }
    }
}

fn binary_mode(headers: &[(String, String)], payload: &[u8]) -> ParsedMessage {
    let mut members = Map::new();
    let mut violations = Vec::new();
    for (header, value) in headers {
        let Some(name) = attribute_name(header) else {
            continue;
        };
        let value = percent::decode_header_value(value).map_or_else(
            || {
                violations.push(Violation::new(format!("/{name}"), NOT_UTF_8));
                // Present, though unreadable: without this it would be reported as missing too.
                Value::String(String::new())
            },
            Value::String,
        );
        if members.insert(name.clone(), value).is_some() {
            violations.push(Violation::new(
                format!("/{name}"),
                "appears in two headers: send one",
            ));
        }
    }
    if let Some(content_type) = content_type(headers) {
        if percent::decode_header_value(content_type).is_none() {
            violations.push(Violation::new("/datacontenttype", NOT_UTF_8));
        }
        members
            .entry("datacontenttype")
            .or_insert_with(|| Value::String(content_type.to_owned()));
    }
    let attributes = Attributes::read(members, &mut violations);
    let data = binary_data(payload, &mut violations);
    ParsedMessage {
        attributes,
        data,
        violations,
    }
}

fn binary_data(payload: &[u8], violations: &mut Vec<Violation>) -> Option<Value> {
    let data = if payload.is_empty() {
        Value::Null
    } else {
        match parse_json(payload, "/data") {
            Ok((data, duplicates)) => {
                violations.extend(duplicates);
                data
            }
            Err(violation) => {
                // The headers are validated all the same, so that all violations are reported at once.
                violations.push(violation);
                return None;
            }
        }
    };
    match data {
        Value::Null => {
            violations.push(Violation::missing("/data"));
            None
        }
        // What a bridge makes of a structured event when it moves the attributes into headers and leaves the rest.
        Value::Object(mut members) if members.len() == 1 && members.contains_key(ENCODED) => {
            let encoded = members.remove(ENCODED).unwrap_or_default();
            decode_data(&encoded, violations)
        }
        data => Some(data),
    }
}

/// Parses JSON, found at the path `at` of the event.
pub(crate) fn parse_json(bytes: &[u8], at: &str) -> Result<(Value, Vec<Violation>), Violation> {
    let text = json_text(bytes).map_err(|problem| Violation::new(at, problem))?;
    crate::json::parse_without_duplicates(text, at)
        .map_err(|error| Violation::new(at, json_problem(text.as_bytes(), &error, "an object")))
}

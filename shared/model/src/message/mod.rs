//! The two ways in which a `CloudEvent` travels in a NATS message: whole in the payload, or attributes as headers.

mod attributes;
mod percent;

use serde_json::{Map, Value};

use crate::{InvalidEvent, Violation, shape::kind_of, violation::quoted};
pub(crate) use attributes::{Attributes, not_a_time};

/// The content type of an event in structured mode.
pub const STRUCTURED_MODE: &str = "application/cloudevents+json";
/// The content type of a batch, which no message on the stream may be.
pub const BATCH_MODE: &str = "application/cloudevents-batch+json";

const CLOUDEVENTS: &str = "application/cloudevents";
const PREFIX: &str = "ce-";

/// A message taken apart, each part read as far as it can be.
pub(crate) struct Opened {
    pub(crate) attributes: Attributes,
    /// None when absent, null or unreadable.
    pub(crate) data: Option<Value>,
    /// What is wrong so far.
    pub(crate) violations: Vec<Violation>,
}

/// Counts the bytes of an event that travel as headers.
pub(crate) fn attribute_bytes(headers: &[(String, String)]) -> usize {
    headers
        .iter()
        .filter(|(name, _)| attribute_name(name).is_some())
        .map(|(name, value)| name.len() + value.len())
        .sum()
}

/// Takes a message apart into attributes and data.
pub(crate) fn open(headers: &[(String, String)], payload: &[u8]) -> Result<Opened, InvalidEvent> {
    let content_type = content_type(headers).unwrap_or_default();
    let binary = headers
        .iter()
        .filter_map(|(name, _)| attribute_name(name))
        .any(|name| attributes::NAMES.contains(&name.as_str()));
    match media_type(content_type).as_str() {
        BATCH_MODE => Err(InvalidEvent::with_one(
            "",
            "is a batch: publish its events one by one",
        )),
        STRUCTURED_MODE => structured_mode(payload),
        other if other.starts_with(CLOUDEVENTS) => Err(InvalidEvent::with_one(
            "",
            format!(
                "is in the format {}, which is not read here: use {STRUCTURED_MODE}",
                quoted(other)
            ),
        )),
        _ if binary => Ok(binary_mode(headers, payload)),
        _ => structured_mode(payload),
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

fn attribute_name(header: &str) -> Option<String> {
    let (start, name) = header.split_at_checked(PREFIX.len())?;
    start
        .eq_ignore_ascii_case(PREFIX)
        .then(|| name.to_ascii_lowercase())
}

fn structured_mode(payload: &[u8]) -> Result<Opened, InvalidEvent> {
    let (value, mut violations) = parse(payload, "").map_err(|violation| InvalidEvent {
        violations: vec![violation],
    })?;
    let Value::Object(mut members) = value else {
        return Err(InvalidEvent::with_one(
            "",
            format!("is {}, not an object", kind_of(&value)),
        ));
    };
    let data = members.remove("data").filter(|data| !data.is_null());
    let encoded = members.get("data_base64").is_some_and(|it| !it.is_null());
    if encoded {
        violations.push(Violation::new(
            "/data_base64",
            "cannot be read here: put the data, as JSON, into data",
        ));
    }
    let attributes = Attributes::read(members, &mut violations);
    if data.is_none() && !encoded {
        violations.push(Violation::new("/data", "is missing"));
    }
    Ok(Opened {
        attributes,
        data,
        violations,
    })
}

fn binary_mode(headers: &[(String, String)], payload: &[u8]) -> Opened {
    let mut members = Map::new();
    let mut violations = Vec::new();
    for (header, value) in headers {
        let Some(name) = attribute_name(header) else {
            continue;
        };
        let value = percent::decoded(value).map_or_else(
            || {
                let problem = "is not UTF-8 once its percent signs are decoded";
                violations.push(Violation::new(format!("/{name}"), problem));
                // There, though unreadable: not missing as well.
                Value::String(String::new())
            },
            Value::String,
        );
        if members.insert(name.clone(), value).is_some() {
            violations.push(Violation::new(format!("/{name}"), "stands in two headers"));
        }
    }
    if let Some(content_type) = content_type(headers) {
        members
            .entry("datacontenttype")
            .or_insert_with(|| Value::String(content_type.to_owned()));
    }
    let attributes = Attributes::read(members, &mut violations);
    let data = binary_data(payload, &mut violations);
    Opened {
        attributes,
        data,
        violations,
    }
}

fn binary_data(payload: &[u8], violations: &mut Vec<Violation>) -> Option<Value> {
    let data = if payload.is_empty() {
        Value::Null
    } else {
        match parse(payload, "/data") {
            Ok((data, twice)) => {
                violations.extend(twice);
                data
            }
            Err(violation) => {
                // The headers are judged all the same: everything is said at once.
                violations.push(violation);
                return None;
            }
        }
    };
    if data.is_null() {
        violations.push(Violation::new("/data", "is missing"));
        return None;
    }
    Some(data)
}

/// Parses bytes that stand at `at`.
pub(crate) fn parse(bytes: &[u8], at: &str) -> Result<(Value, Vec<Violation>), Violation> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let problem = format!("is not UTF-8 (after byte {})", error.valid_up_to());
        Violation::new(at, problem)
    })?;
    crate::unique::parse(text, at)
        .map_err(|error| Violation::new(at, format!("is not JSON that can be read: {error}")))
}

//! Messages of the log as lines: structured mode, whatever mode they came in.

use std::borrow::Cow;

use journal::Message;
use model::{Event, STRUCTURED_MODE};
use percent_encoding::percent_decode_str;
use register::Register;
use serde_json::{Value, json};

use super::validate_line::reasons;

/// What travels in the headers of an event in binary mode begins with this.
const PREFIX: &str = "ce-";

/// A message as a line without its end, or why it is no valid event.
pub(super) fn line(message: &Message, register: &Register) -> Result<Vec<u8>, String> {
    let judged = model::decode(&message.headers, &message.payload, register);
    let event = judged.map_err(|invalid| reasons(&invalid.violations))?;
    if is_structured(message) {
        return Ok(one_line(&message.payload).into_owned());
    }
    let line = from_binary(message, &event)?;
    // What was just within the limit as headers may be beyond it now.
    model::decode_structured(&line, register).map_err(|invalid| reasons(&invalid.violations))?;
    Ok(line)
}

/// A message as it is, valid or not, as one JSON object.
pub(super) fn whole(message: &Message) -> Vec<u8> {
    let headers: Vec<Value> = message
        .headers
        .iter()
        .map(|(name, value)| json!([name, value]))
        .collect();
    json!({
        "sequence": message.sequence,
        "subject": message.subject,
        "headers": headers,
        "payload": String::from_utf8_lossy(&message.payload),
    })
    .to_string()
    .into_bytes()
}

/// Says, of a valid event, whether it is whole in its payload: in binary mode it could not do without this header.
fn is_structured(message: &Message) -> bool {
    let content_type = message.header("Content-Type").unwrap_or_default();
    let structured = content_type
        .trim()
        .to_ascii_lowercase()
        .starts_with(STRUCTURED_MODE);
    structured || message.header("ce-specversion").is_none()
}

/// Puts a blank in the place of each line end: in valid JSON those stand between its tokens only.
fn one_line(payload: &[u8]) -> Cow<'_, [u8]> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    if !payload.iter().any(is_end) {
        return Cow::Borrowed(payload);
    }
    Cow::Owned(
        payload
            .iter()
            .map(|byte| if is_end(byte) { b' ' } else { *byte })
            .collect(),
    )
}

/// Data, time and type are taken from the content, in which the source's own words stand; extensions from headers.
fn from_binary(message: &Message, event: &Event) -> Result<Vec<u8>, String> {
    let content: Value =
        serde_json::from_str(event.content.as_str()).map_err(|error| error.to_string())?;
    let Value::Object(mut members) = content else {
        return Err("has a content that is no object".to_owned());
    };
    for (name, value) in extensions(message) {
        members.entry(name).or_insert(Value::String(value));
    }
    let envelope = [
        ("specversion", "1.0".to_owned()),
        ("id", event.id.clone()),
        ("source", event.source.clone()),
        ("subject", event.subject.to_string()),
        ("datacontenttype", "application/json".to_owned()),
    ];
    members.extend(envelope.map(|(name, value)| (name.to_owned(), Value::String(value))));
    Ok(Value::Object(members).to_string().into_bytes())
}

/// The attributes that travel as headers, by names that an event in structured mode may have beside its data.
fn extensions(message: &Message) -> impl Iterator<Item = (String, String)> {
    message.headers.iter().filter_map(|(header, value)| {
        let (start, name) = header.split_at_checked(PREFIX.len())?;
        let name = name.to_ascii_lowercase();
        let right = start.eq_ignore_ascii_case(PREFIX)
            && !name.is_empty()
            && name != "data"
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
        right.then_some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    const DATA: &str = r#"{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}"#;

    fn message(headers: &[(&str, &str)], payload: &str) -> Message {
        Message {
            sequence: 7,
            subject: "knelpunten.municipality-consulted.GM0344".to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            payload: Bytes::from(payload.to_owned()),
            last_sequence: 7,
        }
    }

    fn structured() -> String {
        format!(
            r#"{{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1","subject":"GM0344/2013-02","time":"2013-02-14T10:12:31+01:00","data":{DATA}}}"#
        )
    }

    fn binary(more: (&'static str, &'static str)) -> Message {
        let headers = [
            ("ce-specversion", "1.0"),
            ("CE-Id", "1"),
            ("ce-source", "urn:a"),
            ("ce-type", "nl.knelpunten.municipality-consulted.v1"),
            ("ce-subject", "GM0344%2F2013-02"),
            ("ce-time", "2013-02-14T10:12:31+01:00"),
            ("Content-Type", "application/json"),
            more,
        ];
        message(&headers, DATA)
    }

    fn event(line: &[u8]) -> Event {
        model::decode_structured(line, Register::embedded()).unwrap()
    }

    #[test]
    fn an_event_in_structured_mode_stays_as_it_is() {
        let payload = structured();
        for headers in [
            &[][..],
            &[(
                "Content-Type",
                "application/cloudevents+json; charset=utf-8",
            )],
        ] {
            let line = line(&message(headers, &payload), Register::embedded()).unwrap();
            assert_eq!(line, payload.as_bytes());
        }
    }

    #[test]
    fn an_event_on_several_lines_comes_on_one() {
        let payload = structured().replace(",\"data", ",\r\n\"data");
        let line = line(&message(&[], &payload), Register::embedded()).unwrap();
        assert!(!line.contains(&b'\n') && !line.contains(&b'\r'));
        assert_eq!(event(&line), event(payload.as_bytes()));
    }

    #[test]
    fn an_event_in_binary_mode_is_the_same_event_in_structured_mode() {
        let line = line(&binary(("ce-traceparent", "00-%61")), Register::embedded()).unwrap();
        assert_eq!(event(&line), event(structured().as_bytes()));
        let members: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(members["traceparent"], "00-a");
        assert_eq!(members["time"], "2013-02-14T10:12:31+01:00");
    }

    #[test]
    fn no_extension_stands_in_the_place_of_the_data() {
        for name in ["ce-data", "ce-data_base64", "ce-"] {
            let line = line(&binary((name, "x")), Register::embedded()).unwrap();
            assert_eq!(event(&line), event(structured().as_bytes()));
        }
    }

    #[test]
    fn what_is_no_valid_event_says_why_and_can_be_kept_whole() {
        let message = message(&[("a", "b")], "{\n");
        let why = line(&message, Register::embedded()).unwrap_err();
        assert!(why.contains("is not JSON"), "{why}");
        assert_eq!(
            String::from_utf8(whole(&message)).unwrap(),
            r#"{"headers":[["a","b"]],"payload":"{\n","sequence":7,"subject":"knelpunten.municipality-consulted.GM0344"}"#
        );
    }
}

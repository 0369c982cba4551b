//! The two ways in which a `CloudEvent` travels in a NATS message: whole in the payload, or attributes as headers.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::{
    EventType, Fault, Instant, Invalid,
    rules::{self, quoted},
    shape::kind_of,
};

/// The content type of an event in structured mode.
pub const STRUCTURED_MODE: &str = "application/cloudevents+json";
/// The content type of a batch, which no message on the stream may be.
pub const BATCH_MODE: &str = "application/cloudevents-batch+json";

const PREFIX: &str = "ce-";
const ATTRIBUTES: [&str; 7] = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
];

/// The context attributes that the contract reads; extensions are allowed and ignored.
#[derive(Debug, Default)]
pub(crate) struct Attributes<'a> {
    pub(crate) specversion: Option<Cow<'a, str>>,
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) source: Option<Cow<'a, str>>,
    pub(crate) event_type: Option<Cow<'a, str>>,
    pub(crate) subject: Option<Cow<'a, str>>,
    pub(crate) time: Option<Cow<'a, str>>,
    pub(crate) datacontenttype: Option<Cow<'a, str>>,
    /// What was wrong with their shape.
    pub(crate) faults: Vec<Fault>,
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
pub(crate) fn open(
    headers: &[(String, String)],
    payload: &[u8],
) -> Result<(Attributes<'static>, Option<Value>), Invalid> {
    let content_type = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let media_type = content_type
        .map(|(_, value)| media_type(value))
        .unwrap_or_default();
    if media_type == BATCH_MODE {
        return Err(Invalid::one(
            "",
            "is a batch: publish its events one by one",
        ));
    }
    let binary = headers
        .iter()
        .any(|(name, _)| attribute_name(name) == Some("specversion".to_owned()));
    if binary && media_type != STRUCTURED_MODE {
        binary_mode(headers, payload)
    } else {
        structured_mode(payload)
    }
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
    let start = header.get(..PREFIX.len())?;
    start
        .eq_ignore_ascii_case(PREFIX)
        .then(|| header[PREFIX.len()..].to_ascii_lowercase())
}

fn structured_mode(payload: &[u8]) -> Result<(Attributes<'static>, Option<Value>), Invalid> {
    let mut members = match parse(payload, "")? {
        Value::Object(members) => members,
        other => {
            return Err(Invalid::one(
                "",
                format!("is {}, not an object", kind_of(&other)),
            ));
        }
    };
    let data = members.remove("data").filter(|data| !data.is_null());
    let mut faults = Vec::new();
    if data.is_none() && members.contains_key("data_base64") {
        faults.push(Fault::new(
            "/data_base64",
            "cannot be read here: put the data, as JSON, into data",
        ));
    }
    Ok((attributes(members, faults), data))
}

fn attributes(mut members: Map<String, Value>, mut faults: Vec<Fault>) -> Attributes<'static> {
    let mut take = |name: &str| match members.remove(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(Cow::Owned(text)),
        Some(other) => {
            faults.push(Fault::new(
                format!("/{name}"),
                format!("is {}, not a text", kind_of(&other)),
            ));
            // Said to be wrong already: not missing as well.
            Some(Cow::Borrowed(""))
        }
    };
    let [
        specversion,
        id,
        source,
        event_type,
        subject,
        time,
        datacontenttype,
    ] = ATTRIBUTES.map(&mut take);
    Attributes {
        specversion,
        id,
        source,
        event_type,
        subject,
        time,
        datacontenttype,
        faults,
    }
}

fn binary_mode(
    headers: &[(String, String)],
    payload: &[u8],
) -> Result<(Attributes<'static>, Option<Value>), Invalid> {
    let mut members = Map::new();
    let mut faults = Vec::new();
    for (header, value) in headers {
        let Some(name) = attribute_name(header) else {
            continue;
        };
        let Some(text) = percent_decoded(value) else {
            faults.push(Fault::new(
                format!("/{name}"),
                "is not UTF-8 once its percent signs are decoded",
            ));
            continue;
        };
        if members.insert(name.clone(), Value::String(text)).is_some() {
            faults.push(Fault::new(format!("/{name}"), "stands in two headers"));
        }
    }
    let content_type = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if let Some((_, value)) = content_type {
        members
            .entry("datacontenttype")
            .or_insert_with(|| Value::String(value.clone()));
    }
    let attributes = attributes(members, faults);
    match parse(payload, "/data") {
        Ok(data) => Ok((attributes, Some(data))),
        Err(invalid) => {
            // The headers can be judged all the same: say everything at once.
            let mut faults = attributes.faults.clone();
            attributes.check(&mut faults);
            faults.extend(invalid.faults);
            Err(Invalid { faults })
        }
    }
}

/// Decodes `%xx`, as the NATS binding of `CloudEvents` writes header values; none when that is not UTF-8.
fn percent_decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let decoded = (*first == b'%')
            .then(|| value_of_hex(after.get(..2)?))
            .flatten();
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    String::from_utf8(bytes).ok()
}

fn value_of_hex(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits)
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

fn parse(bytes: &[u8], at: &str) -> Result<Value, Invalid> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Invalid::one(
            at,
            format!("is not UTF-8 (after byte {})", error.valid_up_to()),
        )
    })?;
    crate::unique::parse(text)
        .map_err(|error| Invalid::one(at, format!("is not JSON that can be read: {error}")))
}

impl Attributes<'_> {
    /// Names what is wrong with the attributes by themselves.
    pub(crate) fn check(&self, faults: &mut Vec<Fault>) {
        for (member, value) in [
            ("/id", &self.id),
            ("/source", &self.source),
            ("/subject", &self.subject),
        ] {
            match value {
                None => faults.push(Fault::new(member, "is missing")),
                Some(_) if self.misshapen(member) => {}
                Some(value) => rules::text(member, value, 200, faults),
            }
        }
        self.check_version(faults);
        self.check_type(faults);
        self.check_time(faults);
        let json = |text: &str| media_type(text) == "application/json";
        if let Some(text) = self
            .datacontenttype
            .as_deref()
            .filter(|text| !json(text) && !self.misshapen("/datacontenttype"))
        {
            faults.push(Fault::new(
                "/datacontenttype",
                format!("{} is not application/json", quoted(text)),
            ));
        }
    }

    fn misshapen(&self, member: &str) -> bool {
        self.faults.iter().any(|fault| fault.path == member)
    }

    fn check_version(&self, faults: &mut Vec<Fault>) {
        match self.specversion.as_deref() {
            Some("1.0") => {}
            None => faults.push(Fault::new("/specversion", "is missing: it must be \"1.0\"")),
            Some(_) if self.misshapen("/specversion") => {}
            Some(other) => faults.push(Fault::new(
                "/specversion",
                format!("{} is not \"1.0\"", quoted(other)),
            )),
        }
    }

    fn check_type(&self, faults: &mut Vec<Fault>) {
        match self.event_type.as_deref() {
            None => faults.push(Fault::new("/type", "is missing")),
            Some(_) if self.misshapen("/type") => {}
            Some(name) if EventType::parse(name).is_none() => {
                faults.push(Fault::new("/type", unknown_type(name)));
            }
            Some(_) => {}
        }
    }

    fn check_time(&self, faults: &mut Vec<Fault>) {
        match self.time.as_deref() {
            None => faults.push(Fault::new(
                "/time",
                "is missing: when did the source record it?",
            )),
            Some(_) if self.misshapen("/time") => {}
            Some(text) if Instant::parse(text).is_none() => {
                let problem = format!(
                    "{} is not RFC 3339 with offset, such as 2013-02-14T09:12:31Z, from 1970 on",
                    quoted(text)
                );
                faults.push(Fault::new("/time", problem));
            }
            Some(_) => {}
        }
    }
}

fn unknown_type(name: &str) -> String {
    let known = |known: &EventType| {
        name.strip_prefix("nl.knelpunten.")
            .is_some_and(|rest| rest.split(".v").next() == Some(known.name()))
    };
    match EventType::ALL.iter().find(|event_type| known(event_type)) {
        Some(event_type) => format!(
            "{} is a version that is not known here; known is {}",
            quoted(name),
            event_type.full_name()
        ),
        None => format!("{} is not a type that is known here", quoted(name)),
    }
}

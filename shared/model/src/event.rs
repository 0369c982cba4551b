//! From bytes to a valid event, or to everything that is wrong with them.
//!
//! One look, not two: the tree is needed in any case for the canonical content, so shape and rules are checked on
//! it, and the typed data are read only when nothing is wrong.

use register::Register;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Content, Data, EVENT_LIMIT_BYTES, EventKey, EventType, Fault, Instant, Invalid, Subject,
    message::{self, Attributes},
    rules::{Rules, quoted},
    shape,
};

/// How far the time of an event may lie ahead of a publisher's clock.
const AHEAD_OF_CLOCK_MICROSECONDS: i64 = 5 * 60 * 1_000_000;

/// A valid event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Who sent it.
    pub source: String,
    /// Under which id.
    pub id: String,
    /// The two above, as one key.
    pub key: EventKey,
    /// What it is about.
    pub subject: Subject,
    /// When the source recorded it.
    pub time: Instant,
    /// What it says.
    pub data: Data,
    /// What it says, in the form in which contents are compared.
    pub content: Content,
    /// Of a redaction: the event that stands in the place of the one redacted, under that one's key.
    pub replacement: Option<Box<Event>>,
}

/// Reads an event in structured or binary mode.
///
/// `headers` are those of the NATS message; without any the payload is taken as structured mode.
///
/// # Errors
///
/// When the contract does not allow the event: all that is wrong, at once.
pub fn decode(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, Invalid> {
    let size = payload.len() + message::attribute_bytes(headers);
    if size > EVENT_LIMIT_BYTES {
        return Err(Invalid::one(
            "",
            format!("measures {size} bytes, more than {EVENT_LIMIT_BYTES}"),
        ));
    }
    let (attributes, data) = message::open(headers, payload)?;
    judge(&attributes, data, register)
}

/// Reads an event in structured mode.
///
/// # Errors
///
/// When the contract does not allow the event: all that is wrong, at once.
pub fn decode_structured(payload: &[u8], register: &Register) -> Result<Event, Invalid> {
    decode(&[], payload, register)
}

impl Event {
    /// Names what is wrong when the event's time lies more than five minutes ahead of a publisher's clock.
    ///
    /// Not part of validity, which knows no clock.
    pub fn ahead_of(&self, now: Instant) -> Option<Fault> {
        (self.time.since(now) > AHEAD_OF_CLOCK_MICROSECONDS).then(|| {
            Fault::new(
                "/time",
                format!(
                    "{} lies more than 5 minutes ahead of the clock here ({now})",
                    self.time
                ),
            )
        })
    }
}

fn judge(
    attributes: &Attributes<'_>,
    data: Option<Value>,
    register: &Register,
) -> Result<Event, Invalid> {
    let mut faults = attributes.faults.clone();
    attributes.check(&mut faults);
    let time = attributes.time.as_deref().and_then(Instant::parse);
    let event_type = attributes.event_type.as_deref().and_then(EventType::parse);
    let Some(data) = data else {
        faults.push(Fault::new("/data", "is missing"));
        return Err(Invalid { faults });
    };
    if let Some(event_type) = event_type {
        check_data(
            &Claim {
                event_type,
                data: &data,
                at: "/data",
                subject: attributes.subject.as_deref(),
                time,
            },
            register,
            &mut faults,
        );
    }
    if !faults.is_empty() {
        return Err(Invalid { faults });
    }
    let (Some(event_type), Some(time_text)) = (event_type, attributes.time.as_deref()) else {
        return Err(Invalid::one("", "is not an event"));
    };
    build(attributes, event_type, time_text, &data)
}

/// Data that claim to be of a type.
struct Claim<'a> {
    event_type: EventType,
    data: &'a Value,
    at: &'a str,
    subject: Option<&'a str>,
    time: Option<Instant>,
}

fn check_data(claim: &Claim<'_>, register: &Register, faults: &mut Vec<Fault>) {
    let Some(parts) = shape::look(claim.event_type, claim.data, claim.at, faults) else {
        return;
    };
    Rules {
        register,
        at: claim.at,
        faults,
    }
    .check(claim.event_type, &parts, claim.subject, claim.time);
    if claim.event_type == EventType::EventRedacted
        && let Some(replacement) = claim
            .data
            .get("replacement")
            .filter(|value| value.is_object())
    {
        check_replacement(replacement, claim, register, faults);
    }
}

fn check_replacement(
    replacement: &Value,
    claim: &Claim<'_>,
    register: &Register,
    faults: &mut Vec<Fault>,
) {
    let time = replacement["time"].as_str().and_then(Instant::parse);
    if let Some(text) = replacement["time"].as_str().filter(|_| time.is_none()) {
        faults.push(Fault::new(
            format!("{}/replacement/time", claim.at),
            format!("{} is not RFC 3339 with offset", quoted(text)),
        ));
    }
    let Some(name) = replacement["type"].as_str() else {
        return;
    };
    let Some(event_type) =
        EventType::parse(name).filter(|known| *known != EventType::EventRedacted)
    else {
        let problem = format!(
            "{} is not a type of event that can be redacted",
            quoted(name)
        );
        faults.push(Fault::new(
            format!("{}/replacement/type", claim.at),
            problem,
        ));
        return;
    };
    if replacement["data"].is_null() {
        return;
    }
    let at = format!("{}/replacement/data", claim.at);
    let inner = Claim {
        event_type,
        data: &replacement["data"],
        at: &at,
        subject: claim.subject,
        time,
    };
    check_data(&inner, register, faults);
}

fn build(
    attributes: &Attributes<'_>,
    event_type: EventType,
    time_text: &str,
    data: &Value,
) -> Result<Event, Invalid> {
    let source = attributes.source.clone().unwrap_or_default().into_owned();
    let id = attributes.id.clone().unwrap_or_default().into_owned();
    let subject = attributes.subject.as_deref().and_then(Subject::parse);
    let subject = subject.ok_or_else(|| Invalid::one("/subject", "is not a subject"))?;
    let mut event = assemble((source, id), subject, event_type, time_text, data)?;
    if let Data::Redacted(redacted) = &event.data {
        let event_ref = (redacted.event.source.clone(), redacted.event.id.clone());
        let replacement = &data["replacement"];
        let (Some(replaced_type), Some(replaced_time)) = (
            EventType::parse(&redacted.replacement.event_type),
            replacement["time"].as_str(),
        ) else {
            return Err(Invalid::one("/data/replacement", "is not a replacement"));
        };
        let replaced = assemble(
            event_ref,
            event.subject.clone(),
            replaced_type,
            replaced_time,
            &replacement["data"],
        )?;
        event.replacement = Some(Box::new(replaced));
    }
    Ok(event)
}

fn assemble(
    (source, id): (String, String),
    subject: Subject,
    event_type: EventType,
    time_text: &str,
    data: &Value,
) -> Result<Event, Invalid> {
    let time = Instant::parse(time_text)
        .ok_or_else(|| Invalid::one("/time", "is not RFC 3339 with offset"))?;
    let content = Content::of(data, time_text, &event_type.full_name())
        .ok_or_else(|| Invalid::one("/data", "has no canonical form"))?;
    let key = EventKey::of(&source, &id);
    Ok(Event {
        source,
        id,
        key,
        subject,
        time,
        data: typed(event_type, data)?,
        content,
        replacement: None,
    })
}

fn typed(event_type: EventType, data: &Value) -> Result<Data, Invalid> {
    fn read<T: DeserializeOwned>(data: &Value) -> Result<T, Invalid> {
        T::deserialize(data).map_err(|error| Invalid::one("/data", error.to_string()))
    }
    Ok(match event_type {
        EventType::KnelpuntReported => Data::Reported(read(data)?),
        EventType::KnelpuntResolved => Data::Resolved(read(data)?),
        EventType::KnelpuntMerged => Data::Merged(read(data)?),
        EventType::MunicipalityConsulted => Data::Consulted(read(data)?),
        EventType::EventWithdrawn => Data::Withdrawn(read(data)?),
        EventType::EventRedacted => Data::Redacted(read(data)?),
    })
}

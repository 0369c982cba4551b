//! The attributes of the envelope, and the rules for each on its own.

use serde_json::{Map, Value};

use super::is_json;
use crate::{
    EventType, Instant, Violation, ViolationKind, limits,
    rules::text_problems,
    shape::kind_of,
    violation::{MISSING, ProblemOfKind, quoted},
};

/// The attributes of the contract; extensions are allowed and ignored.
pub(super) const NAMES: [&str; 7] = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
];

/// The context attributes as sent; one that is absent, null or not a string is `None`.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) id: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) subject: Option<String>,
    /// The type, if it is a known one.
    pub(crate) event_type: Option<EventType>,
    /// The time, if it is valid, and its original text.
    pub(crate) time: Option<(Instant, String)>,
}

/// Reads the attributes one by one and collects their violations.
struct AttributeReader<'a> {
    members: Map<String, Value>,
    violations: &'a mut Vec<Violation>,
}

impl Attributes {
    /// Reads the attributes from the members of the envelope.
    pub(super) fn read(members: Map<String, Value>, violations: &mut Vec<Violation>) -> Self {
        let mut reader = AttributeReader {
            members,
            violations,
        };
        let specversion = reader.required("specversion", "is missing: it must be \"1.0\"");
        if let Some(other) = specversion.filter(|version| version != "1.0") {
            reader.add("specversion", format!("{} is not \"1.0\"", quoted(&other)));
        }
        let attributes = Self {
            id: reader.text("id"),
            source: reader.text("source"),
            event_type: reader.event_type(),
            subject: reader.text("subject"),
            time: reader.time(),
        };
        reader.data_content_type();
        attributes
    }
}

impl AttributeReader<'_> {
    fn add(&mut self, name: &str, problem: impl Into<ProblemOfKind>) {
        self.violations
            .push(Violation::new(format!("/{name}"), problem));
    }

    fn required(&mut self, name: &str, missing: &str) -> Option<String> {
        if self.members.get(name).is_none_or(Value::is_null) {
            self.add(name, ViolationKind::Missing.problem(missing));
        }
        self.optional(name)
    }

    /// Removes and returns an attribute; one with a violation already gets no second one.
    fn optional(&mut self, name: &str) -> Option<String> {
        match self.members.remove(name)? {
            Value::Null => None,
            Value::String(text) => {
                let path = format!("/{name}");
                let unreadable = self
                    .violations
                    .iter()
                    .any(|violation| violation.path == path);
                (!unreadable).then_some(text)
            }
            other => {
                self.add(name, format!("is {}, not a string", kind_of(&other)));
                None
            }
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let text = self.required(name, MISSING)?;
        for problem in text_problems(&text, limits::NAME) {
            self.add(name, problem);
        }
        Some(text)
    }

    fn event_type(&mut self) -> Option<EventType> {
        let name = self.required("type", MISSING)?;
        let event_type = EventType::parse(&name);
        if event_type.is_none() {
            self.add("type", unknown_type(&name));
        }
        event_type
    }

    fn time(&mut self) -> Option<(Instant, String)> {
        let text = self.required(
            "time",
            "is missing: give the time at which the source recorded the event",
        )?;
        let time = Instant::parse(&text);
        if time.is_none() {
            self.add("time", time_problem(&text));
        }
        time.map(|time| (time, text))
    }

    fn data_content_type(&mut self) {
        let name = "datacontenttype";
        if let Some(text) = self.optional(name).filter(|text| !is_json(text)) {
            self.add(name, format!("{} is not application/json", quoted(&text)));
        }
    }
}

/// Returns the problem of a text that is not a valid time.
pub(crate) fn time_problem(text: &str) -> String {
    format!(
        "{} is not an RFC 3339 date-time with offset, from 1970-01-01T00:00:00Z on, such as 2013-02-14T09:12:31Z",
        quoted(text)
    )
}

fn unknown_type(name: &str) -> String {
    let known = |known: &EventType| {
        name.strip_prefix("nl.knelpunten.")
            .and_then(|rest| rest.strip_prefix(known.name()))
            .is_some_and(|version| version.starts_with(".v"))
    };
    match EventType::ALL.iter().find(|event_type| known(event_type)) {
        Some(event_type) => format!(
            "{} is an unknown version; the known one is {}",
            quoted(name),
            event_type.full_name()
        ),
        None => format!("{} is not a known event type", quoted(name)),
    }
}

//! The attributes of the envelope that the contract reads, and what is wrong with them by themselves.

use serde_json::{Map, Value};

use super::media_type;
use crate::{
    EventType, Instant, Violation, limits,
    rules::problems_of_text,
    shape::{MISSING, kind_of},
    violation::quoted,
};

/// What the contract reads; extensions are allowed and ignored.
pub(super) const NAMES: [&str; 7] = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
];

/// The context attributes as they came; one that is absent, null or not a text is none.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) id: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) subject: Option<String>,
    /// The type, where it is one that is known.
    pub(crate) event_type: Option<EventType>,
    /// The time and how the source wrote it, where it can be understood.
    pub(crate) time: Option<(Instant, String)>,
}

/// Reads one attribute after the other, and enters what is wrong.
struct Reader<'a> {
    members: Map<String, Value>,
    violations: &'a mut Vec<Violation>,
}

impl Attributes {
    /// Reads the attributes out of the members of the envelope.
    pub(super) fn read(members: Map<String, Value>, violations: &mut Vec<Violation>) -> Self {
        let mut reader = Reader {
            members,
            violations,
        };
        let specversion = reader.required("specversion", "is missing: it must be \"1.0\"");
        if let Some(other) = specversion.filter(|version| version != "1.0") {
            reader.violation("specversion", format!("{} is not \"1.0\"", quoted(&other)));
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

impl Reader<'_> {
    fn violation(&mut self, name: &str, problem: impl Into<String>) {
        self.violations
            .push(Violation::new(format!("/{name}"), problem));
    }

    fn required(&mut self, name: &str, missing: &str) -> Option<String> {
        if self.members.get(name).is_none_or(Value::is_null) {
            self.violation(name, missing);
        }
        self.optional(name)
    }

    /// Takes an attribute; one that was said to be unreadable already is no violation again.
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
                self.violation(name, format!("is {}, not a text", kind_of(&other)));
                None
            }
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let text = self.required(name, MISSING)?;
        for problem in problems_of_text(&text, limits::NAME) {
            self.violation(name, problem);
        }
        Some(text)
    }

    fn event_type(&mut self) -> Option<EventType> {
        let name = self.required("type", MISSING)?;
        let event_type = EventType::parse(&name);
        if event_type.is_none() {
            self.violation("type", unknown_type(&name));
        }
        event_type
    }

    fn time(&mut self) -> Option<(Instant, String)> {
        let text = self.required("time", "is missing: when did the source record it?")?;
        let time = Instant::parse(&text);
        if time.is_none() {
            self.violation("time", not_a_time(&text));
        }
        time.map(|time| (time, text))
    }

    fn data_content_type(&mut self) {
        let name = "datacontenttype";
        if let Some(text) = self
            .optional(name)
            .filter(|text| media_type(text) != "application/json")
        {
            self.violation(name, format!("{} is not application/json", quoted(&text)));
        }
    }
}

/// Says what an instant must look like.
pub(crate) fn not_a_time(text: &str) -> String {
    format!(
        "{} is not RFC 3339 with offset, such as 2013-02-14T09:12:31Z, from 1970 on",
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
            "{} is a version that is not known here; known is {}",
            quoted(name),
            event_type.full_name()
        ),
        None => format!("{} is not a type that is known here", quoted(name)),
    }
}

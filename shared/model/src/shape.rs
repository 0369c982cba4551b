//! The shape of data: members that are missing, unknown or of the wrong kind.

mod members;
mod readable;

use serde_json::{Map, Value};

use crate::{EventType, Violation, violation::pointer_token};
pub(crate) use members::in_subject;
use members::{Member, MemberKind};
use readable::MemberReader;
pub(crate) use readable::{ReadableData, ReadableEventRef, ReadableIdentity, ReadableReplacement};

/// Reads the data of an event type, found at the path `at`, as far as possible, and adds every violation of shape.
pub(crate) fn read_members<'a>(
    event_type: EventType,
    data: &'a Value,
    at: &str,
    violations: &mut Vec<Violation>,
) -> Option<ReadableData<'a>> {
    let Value::Object(map) = data else {
        let problem = format!("is {}, not an object", kind_of(data));
        violations.push(Violation::new(at, problem));
        return None;
    };
    let members = members::of_type(event_type);
    object(map, members, at, violations);
    Some(MemberReader { map, members }.data())
}

/// Returns whether the data of a type have this member.
pub(crate) fn has_member(event_type: EventType, name: &str) -> bool {
    let mut members = members::of_type(event_type).iter();
    members.any(|member| member.name == name)
}

fn object(map: &Map<String, Value>, members: &[Member], at: &str, violations: &mut Vec<Violation>) {
    for known in members {
        match map.get(known.name) {
            None | Some(Value::Null) if known.required => {
                violations.push(Violation::missing(format!("{at}/{}", known.name)));
            }
            None | Some(Value::Null) => {}
            Some(value) => check(value, known, at, violations),
        }
    }
    for name in map
        .keys()
        .filter(|name| !members.iter().any(|known| known.name == *name))
    {
        let similar = members
            .iter()
            .find(|known| is_spelled_alike(known.name, name));
        let problem = match similar {
            Some(known) => format!("is not a known member; did you mean {}?", known.name),
            None => "is not a known member".to_owned(),
        };
        violations.push(Violation::new(
            format!("{at}/{}", pointer_token(name)),
            problem,
        ));
    }
}

/// Whether two names differ in case, hyphens and underscores only.
fn is_spelled_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(|letter| !"-_".contains(*letter));
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

fn check(value: &Value, known: &Member, at: &str, violations: &mut Vec<Violation>) {
    let expected = match (known.kind, value) {
        (MemberKind::Any, _) | (MemberKind::Text, Value::String(_)) => return,
        (MemberKind::Object(members), Value::Object(map)) => {
            return object(map, members, &format!("{at}/{}", known.name), violations);
        }
        (MemberKind::Texts, Value::Array(items)) => {
            for (index, item) in items.iter().enumerate().filter(|(_, it)| !it.is_string()) {
                let problem = format!("is {}, not a string", kind_of(item));
                violations.push(Violation::new(
                    format!("{at}/{}/{index}", known.name),
                    problem,
                ));
            }
            return;
        }
        (MemberKind::Text, _) => "a string",
        (MemberKind::Texts, _) => "an array of strings",
        (MemberKind::Object(_), _) => "an object",
    };
    let problem = format!("is {}, not {expected}", kind_of(value));
    violations.push(Violation::new(format!("{at}/{}", known.name), problem));
}

/// Returns the kind of a JSON value, with its article.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Returns the members of the data of an event type, and whether each is required.
#[cfg(test)]
pub(crate) fn members(event_type: EventType) -> Vec<(&'static str, bool)> {
    members::of_type(event_type)
        .iter()
        .map(|member| (member.name, member.required))
        .collect()
}

/// Returns the paths of the texts in the data of an event type, at any depth.
#[cfg(test)]
pub(crate) fn text_paths(event_type: EventType) -> Vec<String> {
    fn collect(members: &[Member], at: &str, paths: &mut Vec<String>) {
        for member in members {
            let path = format!("{at}/{}", member.name);
            match member.kind {
                MemberKind::Text => paths.push(path),
                MemberKind::Texts => paths.push(format!("{path}/0")),
                MemberKind::Object(inner) => collect(inner, &path, paths),
                MemberKind::Any => {}
            }
        }
    }
    let mut paths = Vec::new();
    collect(members::of_type(event_type), "/data", &mut paths);
    paths
}

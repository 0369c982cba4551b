//! Whether data have the shape of their type: which members are missing, unknown or of the wrong kind.

mod members;
mod parts;

use serde_json::{Map, Value};

use crate::{EventType, Violation, violation::pointer_token};
use members::{Kind, Member};
use parts::Reader;
pub(crate) use parts::{IdentityParts, Parts, ReplacementParts};

/// What is said of a member that must be there and is not.
pub(crate) const MISSING: &str = "is missing";

/// Looks at the data of a type, which stand at `at`; gives what could be read and enters every violation of shape.
pub(crate) fn look<'a>(
    event_type: EventType,
    data: &'a Value,
    at: &str,
    violations: &mut Vec<Violation>,
) -> Option<Parts<'a>> {
    let Value::Object(map) = data else {
        let problem = format!("is {}, not an object", kind_of(data));
        violations.push(Violation::new(at, problem));
        return None;
    };
    let members = members::of_data(event_type);
    let mut found = Vec::new();
    object(map, members, at, &mut found);
    let spoilt = |names: &[&str]| {
        found.iter().any(|violation| {
            let member = violation.path[at.len()..].split('/').nth(1);
            member.is_some_and(|member| names.contains(&member))
        })
    };
    let parts = Parts {
        subject_readable: !spoilt(members::of_subject(event_type)),
        into_readable: !spoilt(&["into"]),
        ..Reader { map, members }.parts()
    };
    violations.append(&mut found);
    Some(parts)
}

/// Says whether the data of a type have this member.
pub(crate) fn has_member(event_type: EventType, name: &str) -> bool {
    let mut members = members::of_data(event_type).iter();
    members.any(|member| member.name == name)
}

fn object(map: &Map<String, Value>, members: &[Member], at: &str, violations: &mut Vec<Violation>) {
    for known in members {
        match map.get(known.name) {
            None | Some(Value::Null) if known.required => {
                violations.push(Violation::new(format!("{at}/{}", known.name), MISSING));
            }
            None | Some(Value::Null) => {}
            Some(value) => check(value, known, at, violations),
        }
    }
    for name in map
        .keys()
        .filter(|name| !members.iter().any(|known| known.name == *name))
    {
        violations.push(Violation::new(
            format!("{at}/{}", pointer_token(name)),
            "is not a member that is known here",
        ));
    }
}

fn check(value: &Value, known: &Member, at: &str, violations: &mut Vec<Violation>) {
    let wanted = match (known.kind, value) {
        (Kind::Any, _) | (Kind::Text, Value::String(_)) => return,
        (Kind::Object(members), Value::Object(map)) => {
            return object(map, members, &format!("{at}/{}", known.name), violations);
        }
        (Kind::Texts, Value::Array(items)) => {
            for (place, item) in items.iter().enumerate().filter(|(_, it)| !it.is_string()) {
                let problem = format!("is {}, not a text", kind_of(item));
                violations.push(Violation::new(
                    format!("{at}/{}/{place}", known.name),
                    problem,
                ));
            }
            return;
        }
        (Kind::Text, _) => "a text",
        (Kind::Texts, _) => "a list of texts",
        (Kind::Object(_), _) => "an object",
    };
    let problem = format!("is {}, not {wanted}", kind_of(value));
    violations.push(Violation::new(format!("{at}/{}", known.name), problem));
}

/// Names the kind of a JSON value.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Lists the members of a type's data, and whether each must be there.
#[cfg(test)]
pub(crate) fn members(event_type: EventType) -> Vec<(&'static str, bool)> {
    members::of_data(event_type)
        .iter()
        .map(|member| (member.name, member.required))
        .collect()
}

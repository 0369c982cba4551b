//! Values against the schemas that describe them.

use serde_json::Value;

/// Returns the first place at which a value has not the shape of a schema; as much of JSON Schema as is used.
pub fn violation(at: &str, value: &Value, schema: &Value, whole: &Value) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return violation(
            at,
            value,
            whole.pointer(reference.trim_start_matches('#'))?,
            whole,
        );
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let violations: Option<Vec<String>> = any
            .iter()
            .map(|schema| violation(at, value, schema, whole))
            .collect();
        return violations.map(|violations| violations.join(" and "));
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    if !kinds
        .iter()
        .any(|kind| is_a(value, kind.as_str().unwrap_or_default()))
    {
        return Some(format!("{at}: {value} is none of {kinds:?}"));
    }
    let of_enum = schema["enum"]
        .as_array()
        .is_none_or(|known| known.contains(value));
    if !of_enum {
        return Some(format!("{at}: {value} is not listed"));
    }
    match value {
        Value::Object(members) => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let missing = required
                .iter()
                .filter_map(Value::as_str)
                .find(|name| !members.contains_key(*name));
            if let Some(name) = missing {
                return Some(format!("{at}: {name} is missing"));
            }
            members
                .iter()
                .find_map(|(name, member)| match schema["properties"].get(name) {
                    Some(schema) => violation(&format!("{at}/{name}"), member, schema, whole),
                    None if schema["additionalProperties"] == true => None,
                    None => Some(format!("{at}: {name} is not described")),
                })
        }
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| {
                violation(&format!("{at}/{index}"), item, &schema["items"], whole)
            })
        }
        _ => None,
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

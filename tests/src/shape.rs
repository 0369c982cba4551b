//! Values against the schemas of an `OpenAPI` document.

use serde_json::{Map, Value, json};

/// Returns the first violation of a schema by a value; `document` is the `OpenAPI` document that the schema is part of.
///
/// A member that the schema does not describe is a violation too, unless it says that there may be others.
///
/// # Panics
///
/// If the schema is invalid.
pub fn violation(at: &str, value: &Value, schema: &Value, document: &Value) -> Option<String> {
    let mut root = schema.clone();
    close(&mut root);
    let schemas = document["components"]["schemas"].as_object();
    let schemas = schemas.into_iter().flatten().map(|(name, schema)| {
        let mut schema = schema.clone();
        // A component is part of a schema by reference: what may not be in it is for that schema to say.
        close_parts(&mut schema);
        (name.clone(), schema)
    });
    root["components"] = json!({ "schemas": schemas.collect::<Map<_, _>>() });
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    let validator = match options.build(&root) {
        Ok(validator) => validator,
        Err(error) => panic!("{at}: the schema is invalid: {error}"),
    };
    let mut errors = validator.iter_errors(value);
    errors
        .next()
        .map(|error| format!("{at}{}: {error}", error.instance_path()))
}

/// Forbids members that a schema does not describe, in it and in its parts.
fn close(schema: &mut Value) {
    close_parts(schema);
    if let Some(members) = schema.as_object_mut() {
        let open = members.contains_key("additionalProperties");
        if !open {
            members.insert("unevaluatedProperties".to_owned(), json!(false));
        }
    }
}

fn close_parts(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    for (name, value) in members {
        match (name.as_str(), value) {
            ("properties", Value::Object(properties)) => properties.values_mut().for_each(close),
            ("items" | "additionalProperties", value) => close(value),
            ("allOf" | "anyOf" | "oneOf", Value::Array(combined)) => {
                combined.iter_mut().for_each(close_parts);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a value against a schema that combines `Named` with a list of `Named`.
    #[track_caller]
    fn check(value: &Value, expected: Option<&str>) {
        let document = json!({ "components": { "schemas": { "Named": {
            "type": "object", "required": ["name"], "properties": {
                "name": { "type": "string" }, "day": { "type": "string", "format": "date" },
            },
        } } } });
        let schema = json!({
            "allOf": [{ "$ref": "#/components/schemas/Named" }],
            "properties": { "items": { "type": "array", "items": { "$ref": "#/components/schemas/Named" } } },
        });
        let found = violation("", value, &schema, &document);
        match expected {
            None => assert_eq!(found, None),
            Some(expected) => assert!(
                found.as_ref().is_some_and(|found| found.contains(expected)),
                "{found:?} is not {expected}"
            ),
        }
    }

    #[test]
    fn a_value_of_the_schema_has_no_violation() {
        check(
            &json!({ "name": "a", "items": [{ "name": "b", "day": "2013-02-12" }] }),
            None,
        );
    }

    #[test]
    fn a_missing_wrong_or_undescribed_member_is_found_wherever_it_is() {
        check(&json!({ "items": [] }), Some("name"));
        check(&json!({ "name": 1 }), Some("/name"));
        check(&json!({ "name": "a", "more": 1 }), Some("more"));
        check(
            &json!({ "name": "a", "items": [{ "name": "b", "more": 1 }] }),
            Some("more"),
        );
        check(&json!({ "name": "a", "day": "2013-13-12" }), Some("/day"));
    }
}

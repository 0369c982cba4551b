//! The published schemas match the types and the table of members.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde_json::json;

use super::*;
use crate::{EventType, async_api, json_schemas, schema_files};

#[test]
fn the_published_schemas_match_the_types() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let stored: BTreeMap<String, Value> = fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            let text = fs::read_to_string(file.path()).unwrap();
            (name, serde_json::from_str(&text).unwrap())
        })
        .collect();
    let made: BTreeMap<String, Value> = schema_files()
        .into_iter()
        .map(|(name, text)| (name, serde_json::from_str(&text).unwrap()))
        .collect();
    assert!(
        stored == made,
        "the published schemas differ from the types; refresh them with: knelpunt schema --out shared/model/schemas"
    );
}

/// The members of `data` in a schema, and the required ones.
fn members(schema: &Value) -> (Vec<&str>, Vec<&str>) {
    let reference = schema["properties"]["data"]["$ref"].as_str().unwrap();
    let data = schema.pointer(&reference[1..]).unwrap();
    assert_eq!(data["additionalProperties"], json!(false));
    let known = data["properties"].as_object().unwrap();
    let required = data["required"].as_array().unwrap();
    (
        known.keys().map(String::as_str).collect(),
        required.iter().map(|name| name.as_str().unwrap()).collect(),
    )
}

#[test]
fn schema_and_shape_know_the_same_members() {
    let schemas = json_schemas();
    for event_type in EventType::ALL {
        let (mut known, mut required) =
            members(&schemas[format!("{}.v1", event_type.name()).as_str()]);
        let shape = crate::shape::members(event_type);
        let mut shape_known: Vec<_> = shape.iter().map(|(name, _)| *name).collect();
        let mut shape_required: Vec<_> = shape
            .iter()
            .filter(|(_, required)| *required)
            .map(|(name, _)| *name)
            .collect();
        for names in [
            &mut known,
            &mut required,
            &mut shape_known,
            &mut shape_required,
        ] {
            names.sort_unstable();
        }
        assert_eq!(
            (known, required),
            (shape_known, shape_required),
            "{event_type:?}"
        );
    }
}

#[test]
fn every_type_has_a_schema_with_its_own_name() {
    let schemas = json_schemas();
    assert_eq!(schemas.len(), EventType::ALL.len());
    for event_type in EventType::ALL {
        let schema = &schemas[format!("{}.v1", event_type.name()).as_str()];
        assert_eq!(
            schema["$id"],
            json!(format!("urn:nl:knelpunten:schema:{}:v1", event_type.name()))
        );
        assert_eq!(
            schema["properties"]["type"]["const"],
            json!(event_type.full_name())
        );
        assert_eq!(schema["additionalProperties"], json!(true));
    }
}

#[test]
fn every_reference_in_the_async_api_document_resolves() {
    let document = async_api();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50, "{}", references.len());
    for reference in references {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
}

fn collect<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str));
            members
                .values()
                .for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

//! Schemas as the description of the API has them: for client generators, and with the codes of a register.

use register::Register;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

use crate::operations::{ParameterSet, is_required};

/// Returns the members of a struct of parameters, each as a parameter of the link.
pub(super) fn query_parameters(set: &ParameterSet, generator: &mut SchemaGenerator) -> Vec<Value> {
    let mut schema = (set.schema)(generator);
    let required: Vec<bool> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| is_required(&schema, name))
        .collect();
    let Some(Value::Object(members)) = schema.get_mut("properties").map(Value::take) else {
        return Vec::new();
    };
    let parameter = |((name, mut schema), is_required): ((String, Value), bool)| {
        let description = schema
            .as_object_mut()
            .and_then(|schema| schema.remove("description"));
        not_null(&mut schema);
        simplify(&mut schema);
        let mut parameter =
            json!({"name": name, "in": "query", "description": description, "schema": schema});
        if is_required {
            parameter["required"] = json!(true);
        }
        let values = set.example.iter().filter(|(key, _)| *key == name);
        let values: Vec<&String> = values.map(|(_, value)| value).collect();
        if let Some(first) = values.first() {
            let kind = &parameter["schema"]["type"];
            parameter["example"] = if kind == "array" {
                json!(values)
            } else if kind == "integer" || kind == "number" {
                first.parse().unwrap_or_default()
            } else {
                json!(first)
            };
        }
        parameter
    };
    members.into_iter().zip(required).map(parameter).collect()
}

/// Adds the codes of the register to the schema of a code.
pub(super) fn add_codes(name: &str, schema: &mut Value, register: &Register) {
    let catalogue = register.catalogue();
    let codes: Vec<&str> = match name {
        "CategoryCode" => catalogue
            .categories()
            .iter()
            .map(|category| category.code.as_str())
            .collect(),
        "BuildingBlockCode" => catalogue
            .building_blocks()
            .iter()
            .map(|block| block.code.as_str())
            .collect(),
        "RemedyCode" => catalogue
            .remedies()
            .iter()
            .map(|remedy| remedy.code.as_str())
            .collect(),
        "ProvinceCode" => register
            .provinces()
            .map(|(_, province)| province.code.as_str())
            .collect(),
        "SizeClassCode" => vec!["1", "2", "3", "4", "5", "6", "7", "8"],
        _ => return,
    };
    schema["enum"] = json!(codes);
}

/// Removes null from a schema: a parameter is absent, never null.
fn not_null(schema: &mut Value) {
    if let Some(kinds) = schema["type"].as_array() {
        let kind = kinds.iter().find(|kind| *kind != "null").cloned();
        schema["type"] = kind.unwrap_or_default();
    }
    if let Some(codes) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        codes.retain(|code| !code.is_null());
    }
    if let Some(kinds) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind["type"] != "null");
        if let [only] = kinds.as_slice() {
            *schema = only.clone();
        }
    }
}

/// Replaces a choice of constants with an `enum`, and removes formats of Rust: client generators do not know them.
pub(super) fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(simplify);
            // No registered format of numbers is unsigned; minimum says it.
            if members
                .get("format")
                .and_then(Value::as_str)
                .is_some_and(|format| format.starts_with("uint"))
            {
                members.remove("format");
            }
            let Some(choice) = members.get("oneOf").and_then(Value::as_array) else {
                return;
            };
            let constants: Vec<Value> = choice
                .iter()
                .filter_map(|one| one.get("const").cloned())
                .collect();
            if constants.len() < choice.len() {
                return;
            }
            let meanings: Vec<String> = choice
                .iter()
                .map(|one| {
                    let (value, meaning) = (one["const"].as_str(), one["description"].as_str());
                    format!(
                        "{}: {}",
                        value.unwrap_or_default(),
                        meaning.unwrap_or_default()
                    )
                })
                .collect();
            let description = members
                .get("description")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let description = format!("{description}\n\n- {}", meanings.join("\n- "));
            members.remove("oneOf");
            members.insert("type".to_owned(), json!("string"));
            members.insert("enum".to_owned(), json!(constants));
            members.insert("description".to_owned(), json!(description));
        }
        Value::Array(items) => items.iter_mut().for_each(simplify),
        _ => {}
    }
}

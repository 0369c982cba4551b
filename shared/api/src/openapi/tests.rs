//! The document refers to what it contains, and describes everything.

use super::*;
use crate::operations;

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_used() {
    let document = openapi(&operations::all(), Register::embedded());
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in &found {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    for (kind, components) in document["components"].as_object().unwrap() {
        for name in components.as_object().unwrap().keys() {
            let reference = format!("#/components/{kind}/{name}");
            assert!(
                found.contains(&reference.as_str()),
                "{reference} is not used"
            );
        }
    }
}

#[test]
fn every_operation_is_described_with_an_example() {
    let document = openapi(&operations::all(), Register::embedded());
    for operation in operations::all() {
        let method = format!("{:?}", operation.method()).to_lowercase();
        let described = &document["paths"][operation.described_path()][method];
        assert!(
            described["summary"]
                .as_str()
                .is_some_and(|text| text.ends_with('.'))
        );
        for parameter in described["parameters"].as_array().into_iter().flatten() {
            let described = parameter["description"].is_string() || parameter["$ref"].is_string();
            assert!(described, "{parameter} of {}", operation.path());
        }
        let (link, _) = operation.example_link();
        assert!(!link.contains('{'), "{link}");
    }
}

#[test]
fn codes_are_those_of_the_register() {
    let document = openapi(&operations::all(), Register::embedded());
    let codes = &document["components"]["schemas"]["CategoryCode"]["enum"];
    assert!(codes.as_array().unwrap().contains(&json!("funding")));
    let province = &document["paths"]["/summary"]["get"]["parameters"];
    assert!(
        province
            .to_string()
            .contains("#/components/schemas/ProvinceCode")
    );
}

#[test]
fn the_example_knelpunt_is_the_one_that_the_example_reports() {
    let event = <crate::CloudEvent as crate::Example>::example();
    assert_eq!(event.subject, operations::EXAMPLE_KNELPUNT);
}

//! Narrows a published schema to the codes of one catalogue.

use register::Catalogue;
use serde_json::{Value, json};

/// Adds the codes of a catalogue as `enum` to the members that have codes, wherever in a schema they are described.
pub(super) fn narrow(schema: &mut Value, catalogue: &Catalogue) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| narrow(item, catalogue)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if name == "properties" {
                    describe(member, catalogue);
                }
                narrow(member, catalogue);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn describe(properties: &mut Value, catalogue: &Catalogue) {
    let categories = || catalogue.categories().iter().map(|one| &one.code);
    let blocks = catalogue.building_blocks().iter().map(|one| &one.code);
    let remedies = || catalogue.remedies().iter().map(|one| &one.code);
    allow(properties.pointer_mut("/category"), categories());
    allow(properties.pointer_mut("/topics/items"), categories());
    allow(properties.pointer_mut("/buildingBlock"), blocks);
    allow(properties.pointer_mut("/remedy"), remedies());
    allow(properties.pointer_mut("/support"), remedies());
}

/// Allows these codes, and null where it was allowed.
fn allow<'a>(member: Option<&mut Value>, codes: impl Iterator<Item = &'a String>) {
    let Some(member) = member else {
        return;
    };
    let null = match &member["type"] {
        Value::Array(types) => types.contains(&json!("null")),
        _ => false,
    };
    let null = null.then_some(Value::Null);
    let codes = codes.map(|code| json!(code)).chain(null);
    member["enum"] = codes.collect();
}

#[cfg(test)]
mod tests {
    use register::Register;

    use super::*;

    #[test]
    fn members_with_codes_allow_those_of_the_catalogue_and_null_as_before() {
        let own = "[[category]]\ncode = 'wifi'\nnl = 'a'\nen = 'b'\n[remedies]\nfan = 'c'\n";
        let register = Register::with_catalogue(own).unwrap();
        let mut schemas = model::json_schemas();
        let before = schemas["municipality-consulted.v1"].clone();
        for schema in schemas.values_mut() {
            narrow(schema, register.catalogue());
        }
        let of = |name: &str, path: &str| schemas[name].pointer(path).cloned().unwrap();
        let resolved = |member: &str| {
            let path = format!("/$defs/KnelpuntResolved/properties/{member}/enum");
            of("knelpunt-resolved.v1", &path)
        };
        assert_eq!(resolved("category"), json!(["wifi"]));
        assert_eq!(resolved("remedy"), json!(["fan", null]));
        assert_eq!(resolved("buildingBlock"), json!([null]));
        let support = "/$defs/SupportReceived/properties/support/enum";
        assert_eq!(of("support-received.v1", support), json!(["fan"]));
        let into = of("event-redacted.v1", "/$defs/Into/properties/category/enum");
        assert_eq!(into, json!(["wifi"]));
        let mut consulted = of("municipality-consulted.v1", "");
        let topics = "/$defs/MunicipalityConsulted/properties/topics/items";
        let items = consulted.pointer_mut(topics).unwrap();
        assert_eq!(items["enum"], json!(["wifi"]));
        items.as_object_mut().unwrap().remove("enum");
        assert_eq!(consulted, before, "something else was touched");
    }
}

//! The description of an API (`OpenAPI` 3.1), put together from those of the services behind one door.

use serde_json::Value;

/// What every door answers itself, and what the others refer to.
pub(crate) const OWN: &str = include_str!("../assets/openapi.json");

/// Puts descriptions together, that of the door last: what is said twice is taken from the first.
///
/// # Errors
///
/// When one is not JSON.
pub fn describe(descriptions: &[&str]) -> Result<Value, serde_json::Error> {
    let all = descriptions.iter().copied().chain([OWN]);
    let mut whole = Value::Null;
    for description in all {
        join(&mut whole, serde_json::from_str(description)?);
    }
    Ok(whole)
}

fn join(whole: &mut Value, more: Value) {
    match (whole, more) {
        (Value::Object(members), Value::Object(more)) => {
            for (name, value) in more {
                join(members.entry(name).or_insert(Value::Null), value);
            }
        }
        (Value::Array(items), Value::Array(more)) => {
            for item in more {
                if !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        (whole @ Value::Null, more) => *whole = more,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_and_parts_come_together_and_the_first_says_what_it_is() {
        let one = r#"{"info":{"title":"One"},"tags":[{"name":"a"}],"paths":{"/a":{}},"components":{"schemas":{"A":1}}}"#;
        let two = r#"{"info":{"title":"Two"},"tags":[{"name":"a"},{"name":"b"}],"paths":{"/b":{}},"components":{"schemas":{"B":2}}}"#;
        let whole = describe(&[one, two]).unwrap();
        assert_eq!(whole["info"]["title"], "One");
        let paths: Vec<&String> = whole["paths"].as_object().unwrap().keys().collect();
        assert_eq!(
            paths,
            ["/a", "/b", "/health/live", "/metrics", "/v1/openapi.json"]
        );
        assert_eq!(whole["components"]["schemas"]["A"], 1);
        assert_eq!(whole["components"]["schemas"]["B"], 2);
        assert!(whole["components"]["schemas"]["Problem"].is_object());
        let names = json!([{"name": "a"}, {"name": "b"}, {"name": "operations", "description": "How the server is doing."}]);
        assert_eq!(whole["tags"], names);
        assert!(describe(&["{"]).is_err());
    }
}

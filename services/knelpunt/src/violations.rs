//! Violations of the contract in the words of the command line: an option, a column or a field in place of a JSON
//! Pointer, and the nearest codes for one that does not exist.

use model::Violation;
use register::Register;
use serde_json::Value;

use crate::{catalogue::CodeList, output::on_one_line, suggest::suggestion};

/// Describes a violation in an event that was made from options: `/data/observedAt` is `--observed-at`. Without a given
/// `--time`, the time of the event is now.
pub(crate) fn by_option(
    violation: &Violation,
    event: &Value,
    has_time: bool,
    register: &Register,
) -> String {
    let option = option_of(&violation.path);
    let described = describe(&option, violation, event, register);
    let after_time = if has_time { "after --time" } else { "from now" };
    // Other members that a problem mentions.
    described
        .replace("after observedAt", "after --observed-at")
        .replace("after time", after_time)
}

/// Describes a violation in an event that was given as JSON: `/data/observedAt` is `data.observedAt`.
pub(crate) fn by_field(violation: &Violation, event: &Value, register: &Register) -> String {
    describe(&field_of(&violation.path), violation, event, register)
}

/// Returns the option that sets a member of an event.
pub(crate) fn option_of(pointer: &str) -> String {
    let inner = pointer.strip_prefix("/data/").unwrap_or(pointer);
    let mut names: Vec<&str> = (inner.split('/'))
        .filter(|name| !name.is_empty() && !is_index(name))
        .collect();
    if let [.., "party", "kind" | "name"] = names[..] {
        names.pop();
    }
    let names: Vec<String> = names.into_iter().map(kebab_case).collect();
    match names.join("-").as_str() {
        "" => "the event".to_owned(),
        "topics" => "--topic".to_owned(),
        "into" => "--into-category".to_owned(),
        name => format!("--{name}"),
    }
}

/// Returns the option of a query parameter: `asOf` is `--as-of`. An id is an argument.
pub(crate) fn option_of_parameter(key: &str) -> String {
    match key {
        "id" => "ID".to_owned(),
        key => format!("--{}", kebab_case(key)),
    }
}

/// Returns a member of an event as a path with dots; empty for the whole.
pub(crate) fn field_of(pointer: &str) -> String {
    pointer
        .trim_start_matches('/')
        .replace('/', ".")
        .replace("~1", "/")
        .replace("~0", "~")
}

/// Returns the nearest codes for the wrong code at the start of a problem, such as `"gold" is not a category`.
pub(crate) fn suggest_for_quoted(
    field: &str,
    problem: &str,
    register: &Register,
) -> Option<String> {
    let list = CodeList::of_field(field)?;
    let wrong = problem.strip_prefix('"')?.split('"').next()?;
    Some(suggestion(list, wrong, register))
}

fn describe(location: &str, violation: &Violation, event: &Value, register: &Register) -> String {
    let sentence = format!("{location} {}", violation.problem.replace("/data", "data"));
    let sentence = on_one_line(sentence.trim());
    let field = (violation.path.rsplit('/')).find(|name| !is_index(name));
    let list = field.and_then(CodeList::of_field);
    let wrong = event.pointer(&violation.path).and_then(Value::as_str);
    match (list, wrong) {
        (Some(list), Some(wrong)) if violation.problem.contains("is not a ") => {
            format!("{sentence}; {}", suggestion(list, wrong, register))
        }
        _ => sentence,
    }
}

fn is_index(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

fn kebab_case(name: &str) -> String {
    let mut option = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            option.push('-');
        }
        option.push(letter.to_ascii_lowercase());
    }
    option
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_is_named_as_its_option() {
        for (pointer, option) in [
            ("/data/observedAt", "--observed-at"),
            ("/data/municipality", "--municipality"),
            ("/data/party/name", "--party"),
            ("/data/into/party/kind", "--into-party"),
            ("/data/into/buildingBlock", "--into-building-block"),
            ("/data/event/source", "--event-source"),
            ("/data/reporter/role", "--reporter-role"),
            ("/data/topics/1", "--topic"),
            ("/time", "--time"),
            ("", "the event"),
        ] {
            assert_eq!(option_of(pointer), option);
        }
        assert_eq!(option_of_parameter("horizonDays"), "--horizon-days");
        assert_eq!(option_of_parameter("id"), "ID");
    }

    #[test]
    fn an_unknown_code_gets_the_nearest_ones() {
        let violation: Violation = serde_json::from_value(json!({
            "path": "/data/category", "problem": "\"fundin\" is not a category in the catalogue",
        }))
        .unwrap();
        let event = json!({"data": {"category": "fundin"}});
        let described = by_field(&violation, &event, Register::embedded());
        assert!(
            described.starts_with(
                "data.category \"fundin\" is not a category in the catalogue; the nearest are funding ("
            ),
            "{described}"
        );
    }
}

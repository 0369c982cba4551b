//! The catalogue's file, read by hand, so that everything that is wrong with it is said at once.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{Category, Remedy};
use crate::RegisterError;

/// Code points of a code, and of a name.
const CODE_LIMIT: usize = 64;
const NAME_LIMIT: usize = 200;
/// What links select by that has none of a kind; no code may be called so.
const NONE: &str = "none";

/// What stands in the file, all in order of code.
pub(super) struct Read {
    pub(super) categories: Vec<Category>,
    pub(super) building_blocks: BTreeMap<String, String>,
    pub(super) remedies: Vec<Remedy>,
}

/// Parses a catalogue's file.
///
/// # Errors
///
/// When it is not TOML, or with all its violations.
pub(super) fn read(text: &str) -> Result<Read, RegisterError> {
    let mut file: Table = toml::from_str(text)?;
    let mut violations = Vec::new();
    let read = Read {
        categories: categories(file.remove("category"), &mut violations),
        building_blocks: names(
            "building_blocks",
            file.remove("building_blocks"),
            &mut violations,
        ),
        remedies: remedies(file.remove("remedies"), &mut violations),
    };
    violations.extend(file.keys().map(|name| {
        format!("{name:?} is unknown: there are [[category]], [building_blocks] and [remedies]")
    }));
    if violations.is_empty() {
        Ok(read)
    } else {
        Err(RegisterError::Catalogue { violations })
    }
}

fn categories(entries: Option<Value>, violations: &mut Vec<String>) -> Vec<Category> {
    let Some(Value::Array(entries)) = entries else {
        violations.push("there are no categories: write [[category]] before each".to_owned());
        return Vec::new();
    };
    let mut categories: Vec<Category> = (1..)
        .zip(entries)
        .filter_map(|(number, entry)| category(number, entry, violations))
        .collect();
    categories.sort_by(|one, other| one.code.cmp(&other.code));
    let twice = |pair: &&[Category]| pair[0].code == pair[1].code;
    let doubles = categories.windows(2).filter(twice);
    violations
        .extend(doubles.map(|pair| format!("category {:?} stands there twice", pair[0].code)));
    categories
}

fn category(number: usize, entry: Value, violations: &mut Vec<String>) -> Option<Category> {
    let Value::Table(mut members) = entry else {
        violations.push(format!(
            "category {number} is not one: write [[category]] before it"
        ));
        return None;
    };
    let at = match members.get("code") {
        Some(Value::String(code)) => format!("category {number} ({code:?})"),
        _ => format!("category {number}"),
    };
    let mut text = |name: &str| text(&format!("{at}: {name}"), members.remove(name), violations);
    let (code, nl, en) = (text("code"), text("nl"), text("en"));
    let from_article = members
        .remove("from_article")
        .and_then(|words| self::text(&format!("{at}: from_article"), Some(words), violations));
    if let Some(code) = &code {
        check_code(&at, code, violations);
    }
    violations.extend(
        members.keys().map(|name| {
            format!("{at}: {name:?} is unknown: there are code, nl, en and from_article")
        }),
    );
    Some(Category {
        code: code?,
        nl: nl?,
        en: en?,
        from_article,
    })
}

/// Parses a table of codes with their names; one that is not there has none.
fn names(
    kind: &str,
    table: Option<Value>,
    violations: &mut Vec<String>,
) -> BTreeMap<String, String> {
    entries(kind, table, violations)
        .into_iter()
        .filter_map(|(code, name)| {
            check_code(kind, &code, violations);
            let name = text(
                &format!("{kind}: the name of {code:?}"),
                Some(name),
                violations,
            )?;
            Some((code, name))
        })
        .collect()
}

/// Reads the remedies, in order of code: each has a name in Dutch and one in English, or one name for both.
fn remedies(table: Option<Value>, violations: &mut Vec<String>) -> Vec<Remedy> {
    let entries = entries("remedies", table, violations).into_iter();
    let mut remedies: Vec<Remedy> = entries
        .filter_map(|(code, name)| {
            check_code("remedies", &code, violations);
            let at = format!("remedies: the name of {code:?}");
            let Value::Table(mut members) = name else {
                let name = text(&at, Some(name), violations)?;
                let (nl, en) = (name.clone(), name);
                return Some(Remedy { code, nl, en });
            };
            let mut text =
                |name: &str| text(&format!("{at}: {name}"), members.remove(name), violations);
            let (nl, en) = (text("nl"), text("en"));
            let unknown = |name: &String| format!("{at}: {name:?} is unknown: there are nl and en");
            violations.extend(members.keys().map(unknown));
            let (nl, en) = (nl?, en?);
            Some(Remedy { code, nl, en })
        })
        .collect();
    remedies.sort_by(|one, other| one.code.cmp(&other.code));
    remedies
}

/// Parses a table by code.
fn entries(kind: &str, table: Option<Value>, violations: &mut Vec<String>) -> Table {
    match table {
        None => Table::new(),
        Some(Value::Table(entries)) => entries,
        Some(_) => {
            violations.push(format!(
                "{kind} is no table: write [{kind}], and code = \"name\" below"
            ));
            Table::new()
        }
    }
}

/// Parses a text that people will see.
fn text(at: &str, value: Option<Value>, violations: &mut Vec<String>) -> Option<String> {
    let violation = match value {
        None => "is missing".to_owned(),
        Some(Value::String(text)) if text.trim().is_empty() => "is blank".to_owned(),
        Some(Value::String(text)) if text.contains(char::is_control) => {
            "has a control character".to_owned()
        }
        Some(Value::String(text)) if text.chars().count() > NAME_LIMIT => {
            format!("is longer than {NAME_LIMIT}")
        }
        Some(Value::String(text)) => return Some(text),
        Some(other) => format!("is no text, but of type {}", other.type_str()),
    };
    violations.push(format!("{at} {violation}"));
    None
}

fn check_code(at: &str, code: &str, violations: &mut Vec<String>) {
    let letter = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let formed = code.bytes().next().is_some_and(letter)
        && code.bytes().all(|byte| letter(byte) || byte == b'-')
        && code.len() <= CODE_LIMIT;
    if !formed {
        violations.push(format!(
            "{at}: code {code:?} is malformed: small letters, digits and hyphens, at most {CODE_LIMIT}, the first no hyphen"
        ));
    } else if code == NONE {
        violations.push(format!(
            "{at}: code {code:?} is taken: in links it means what has none"
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::{EMBEDDED_TABLES, Register, RegisterError};

    const OWN: &str = "\
        [[category]]\ncode = 'wifi'\nnl = 'Geen wifi'\nen = 'No wifi'\n\
        [[category]]\ncode = 'heat'\nnl = 'Te warm'\nen = 'Too hot'\nfrom_article = 'warm'\n\
        [building_blocks]\nhal = 'Hal'\n[remedies]\nfan = 'Ventilator'\n\
        airco = { nl = 'Koeling', en = 'Cooling' }\n";

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        match Register::with_catalogue(text) {
            Err(RegisterError::Catalogue { violations }) => assert_eq!(violations, expected),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_catalogue_of_ones_own_takes_the_place_of_the_embedded_one() {
        let (own, embedded) = (Register::with_catalogue(OWN).unwrap(), Register::embedded());
        let catalogue = own.catalogue();
        assert_eq!(catalogue.category("wifi").unwrap().nl, "Geen wifi");
        assert_eq!(
            catalogue.category("heat").unwrap().from_article.as_deref(),
            Some("warm")
        );
        assert_eq!(catalogue.building_block("hal").unwrap().name, "Hal");
        let names = |code| {
            let remedy = catalogue.remedy(code).unwrap();
            (remedy.nl.as_str(), remedy.en.as_str())
        };
        assert_eq!(names("fan"), ("Ventilator", "Ventilator"));
        assert_eq!(names("airco"), ("Koeling", "Cooling"));
        assert!(catalogue.category("funding").is_none());
        assert_eq!(own.version(), embedded.version());
        assert_ne!(catalogue.version(), embedded.catalogue().version());
    }

    #[test]
    fn the_same_text_is_the_same_version_and_another_is_another() {
        let version = |text: &str| {
            let register = Register::with_catalogue(text).unwrap();
            register.catalogue().version().to_owned()
        };
        let embedded = Register::embedded().catalogue().version();
        assert_eq!(version(EMBEDDED_TABLES.catalogue), embedded);
        assert_eq!(version(OWN), version(OWN));
        assert_ne!(version(OWN), version(&OWN.replace("Too hot", "Hot")));
    }

    #[test]
    fn blocks_and_remedies_may_be_left_out() {
        let text = OWN.split("[building_blocks]").next().unwrap();
        let register = Register::with_catalogue(text).unwrap();
        assert!(register.catalogue().remedies().is_empty());
        assert!(register.catalogue().building_blocks().is_empty());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let long = "x".repeat(201);
        let text = format!(
            "categories = 1\n\
             [[category]]\ncode = 'wifi'\nnl = 'Geen wifi'\nname = 'No wifi'\n\
             [[category]]\ncode = 'Wi Fi'\nnl = ' '\nen = 3\n\
             [[category]]\nnl = 'a\\u0007'\nen = '{long}'\n\
             [[category]]\ncode = 'wifi'\nnl = 'a'\nen = 'b'\n\
             [[category]]\ncode = 'wifi'\nnl = 'a'\nen = 'b'\n\
             [building_blocks]\n-a = 'A'\nb = ''\nnone = 'C'\n\
             [remedies]\nfan = ['Ventilator']\nairco = {{ nl = '', name = 'Cooling' }}\n"
        )
        .replace("'a\\u0007'", "\"a\\u0007\"");
        check(
            &text,
            &[
                "category 1 (\"wifi\"): en is missing",
                "category 1 (\"wifi\"): \"name\" is unknown: there are code, nl, en and from_article",
                "category 2 (\"Wi Fi\"): nl is blank",
                "category 2 (\"Wi Fi\"): en is no text, but of type integer",
                "category 2 (\"Wi Fi\"): code \"Wi Fi\" is malformed: small letters, digits and hyphens, at most 64, the first no hyphen",
                "category 3: code is missing",
                "category 3: nl has a control character",
                "category 3: en is longer than 200",
                "category \"wifi\" stands there twice",
                "building_blocks: code \"-a\" is malformed: small letters, digits and hyphens, at most 64, the first no hyphen",
                "building_blocks: the name of \"b\" is blank",
                "building_blocks: code \"none\" is taken: in links it means what has none",
                "remedies: the name of \"airco\": nl is blank",
                "remedies: the name of \"airco\": en is missing",
                "remedies: the name of \"airco\": \"name\" is unknown: there are nl and en",
                "remedies: the name of \"fan\" is no text, but of type array",
                "\"categories\" is unknown: there are [[category]], [building_blocks] and [remedies]",
            ],
        );
    }

    #[test]
    fn what_is_no_catalogue_at_all_is_said_so() {
        check(
            "",
            &["there are no categories: write [[category]] before each"],
        );
        check(
            "category = 'x'",
            &["there are no categories: write [[category]] before each"],
        );
        check(
            "category = [1]",
            &["category 1 is not one: write [[category]] before it"],
        );
        let blocks = "category = []\nbuilding_blocks = 1\n";
        let violation =
            "building_blocks is no table: write [building_blocks], and code = \"name\" below";
        check(blocks, &[violation]);
        for text in ["[category", "[remedies]\na = 'A'\na = 'B'\n"] {
            let error = Register::with_catalogue(text).unwrap_err();
            assert!(matches!(error, RegisterError::Toml(_)), "{error:?}");
        }
    }
}

//! Parsing of the catalogue's file.
//!
//! Our own rather than derived, because serde stops at the first error, while the author of a catalogue needs all
//! violations at once.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{Category, Remedy};
use crate::RegisterError;

/// Maximum length of a code, in code points.
const CODE_LIMIT: usize = 64;
/// Maximum length of a name, in code points.
const NAME_LIMIT: usize = 200;
/// In queries this selects knelpunten without a value; no code may have this name.
const NONE: &str = "none";

/// The contents of the file, in order of code.
pub(super) struct CatalogueFile {
    pub(super) categories: Vec<Category>,
    pub(super) building_blocks: BTreeMap<String, String>,
    pub(super) remedies: Vec<Remedy>,
}

/// Parses a catalogue's file.
///
/// # Errors
///
/// When the text is not TOML, or with all violations at once.
pub(super) fn parse(text: &str) -> Result<CatalogueFile, RegisterError> {
    let mut file: Table = toml::from_str(text)?;
    let mut violations = Vec::new();
    let parsed = CatalogueFile {
        categories: categories(file.remove("category"), &mut violations),
        building_blocks: names(
            "building_blocks",
            file.remove("building_blocks"),
            &mut violations,
        ),
        remedies: remedies(file.remove("remedies"), &mut violations),
    };
    violations.extend(file.keys().map(|name| {
        format!("{name:?} is not a known table: use [[category]], [building_blocks] and [remedies]")
    }));
    if violations.is_empty() {
        Ok(parsed)
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
    let same_code = |pair: &&[Category]| pair[0].code == pair[1].code;
    let duplicates = categories.windows(2).filter(same_code);
    violations.extend(duplicates.map(|pair| format!("category {:?} appears twice", pair[0].code)));
    categories
}

fn category(number: usize, entry: Value, violations: &mut Vec<String>) -> Option<Category> {
    let Value::Table(mut members) = entry else {
        violations.push(format!(
            "category {number} is not a table: write [[category]] before it"
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
        .and_then(|text| self::text(&format!("{at}: from_article"), Some(text), violations));
    if let Some(code) = &code {
        check_code(&at, code, violations);
    }
    violations.extend(members.keys().map(|name| {
        format!("{at}: {name:?} is not a known key: use code, nl, en and from_article")
    }));
    Some(Category {
        code: code?,
        nl: nl?,
        en: en?,
        from_article,
    })
}

/// Parses a table of codes with their names; a missing table is empty.
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

/// Parses the remedies, in order of code: each has a Dutch and an English name, or one name for both.
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
            let unknown =
                |name: &String| format!("{at}: {name:?} is not a known key: use nl and en");
            violations.extend(members.keys().map(unknown));
            let (nl, en) = (nl?, en?);
            Some(Remedy { code, nl, en })
        })
        .collect();
    remedies.sort_by(|one, other| one.code.cmp(&other.code));
    remedies
}

/// Returns the entries of a table by code; a missing table is empty.
fn entries(kind: &str, table: Option<Value>, violations: &mut Vec<String>) -> Table {
    match table {
        None => Table::new(),
        Some(Value::Table(entries)) => entries,
        Some(_) => {
            violations.push(format!(
                "{kind} is not a table: write [{kind}], and code = \"name\" below it"
            ));
            Table::new()
        }
    }
}

/// Parses a displayed text.
fn text(at: &str, value: Option<Value>, violations: &mut Vec<String>) -> Option<String> {
    let violation = match value {
        None => "is missing".to_owned(),
        Some(Value::String(text)) if text.trim().is_empty() => "is blank".to_owned(),
        Some(Value::String(text)) if text.contains(char::is_control) => {
            "has a control character".to_owned()
        }
        Some(Value::String(text)) if text.chars().count() > NAME_LIMIT => {
            format!("is longer than {NAME_LIMIT} characters")
        }
        Some(Value::String(text)) => return Some(text),
        Some(other) => format!("is of type {}, not a string", other.type_str()),
    };
    violations.push(format!("{at} {violation}"));
    None
}

fn check_code(at: &str, code: &str, violations: &mut Vec<String>) {
    let letter_or_digit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let well_formed = code.bytes().next().is_some_and(letter_or_digit)
        && code
            .bytes()
            .all(|byte| letter_or_digit(byte) || byte == b'-')
        && code.len() <= CODE_LIMIT;
    if !well_formed {
        violations.push(format!(
            "{at}: code {code:?} is malformed: use at most {CODE_LIMIT} lower-case letters, digits and hyphens, starting with a letter or digit"
        ));
    } else if code == NONE {
        violations.push(format!(
            "{at}: code {code:?} is reserved: in queries it selects knelpunten without a value"
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::{EMBEDDED_TABLES, Register, RegisterError};

    const CUSTOM: &str = "\
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
    fn a_custom_catalogue_replaces_the_embedded_one() {
        let (custom, embedded) = (
            Register::with_catalogue(CUSTOM).unwrap(),
            Register::embedded(),
        );
        let catalogue = custom.catalogue();
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
        assert_eq!(custom.version(), embedded.version());
        assert_ne!(catalogue.version(), embedded.catalogue().version());
    }

    #[test]
    fn equal_texts_have_the_same_version_and_others_do_not() {
        let version = |text: &str| {
            let register = Register::with_catalogue(text).unwrap();
            register.catalogue().version().to_owned()
        };
        let embedded = Register::embedded().catalogue().version();
        assert_eq!(version(EMBEDDED_TABLES.catalogue), embedded);
        assert_eq!(version(CUSTOM), version(CUSTOM));
        assert_ne!(version(CUSTOM), version(&CUSTOM.replace("Too hot", "Hot")));
    }

    #[test]
    fn building_blocks_and_remedies_are_optional() {
        let text = CUSTOM.split("[building_blocks]").next().unwrap();
        let register = Register::with_catalogue(text).unwrap();
        assert!(register.catalogue().remedies().is_empty());
        assert!(register.catalogue().building_blocks().is_empty());
    }

    #[test]
    fn all_violations_are_reported_at_once() {
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
                "category 1 (\"wifi\"): \"name\" is not a known key: use code, nl, en and from_article",
                "category 2 (\"Wi Fi\"): nl is blank",
                "category 2 (\"Wi Fi\"): en is of type integer, not a string",
                "category 2 (\"Wi Fi\"): code \"Wi Fi\" is malformed: use at most 64 lower-case letters, digits and hyphens, starting with a letter or digit",
                "category 3: code is missing",
                "category 3: nl has a control character",
                "category 3: en is longer than 200 characters",
                "category \"wifi\" appears twice",
                "building_blocks: code \"-a\" is malformed: use at most 64 lower-case letters, digits and hyphens, starting with a letter or digit",
                "building_blocks: the name of \"b\" is blank",
                "building_blocks: code \"none\" is reserved: in queries it selects knelpunten without a value",
                "remedies: the name of \"airco\": nl is blank",
                "remedies: the name of \"airco\": en is missing",
                "remedies: the name of \"airco\": \"name\" is not a known key: use nl and en",
                "remedies: the name of \"fan\" is of type array, not a string",
                "\"categories\" is not a known table: use [[category]], [building_blocks] and [remedies]",
            ],
        );
    }

    #[test]
    fn a_text_that_is_not_a_catalogue_is_reported_as_such() {
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
            &["category 1 is not a table: write [[category]] before it"],
        );
        let blocks = "category = []\nbuilding_blocks = 1\n";
        let violation =
            "building_blocks is not a table: write [building_blocks], and code = \"name\" below it";
        check(blocks, &[violation]);
        for text in ["[category", "[remedies]\na = 'A'\na = 'B'\n"] {
            let error = Register::with_catalogue(text).unwrap_err();
            assert!(matches!(error, RegisterError::Toml(_)), "{error:?}");
        }
    }
}

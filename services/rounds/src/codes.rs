//! Codes as people write them: the code, or the name in Dutch, in any case.

use model::canonical_name;
use register::Register;

/// A kind of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CodeKind {
    /// A municipality.
    Municipality,
    /// A category of the catalogue.
    Category,
    /// A building block of the catalogue.
    BuildingBlock,
    /// A remedy of the catalogue.
    Remedy,
}

impl CodeKind {
    /// Returns the noun with its article, for messages.
    const fn noun(self) -> &'static str {
        match self {
            Self::Municipality => "a municipality",
            Self::Category => "a category",
            Self::BuildingBlock => "a building block",
            Self::Remedy => "a remedy",
        }
    }
}

/// Returns the names to choose from; a name that two codes share is followed by the code.
pub(crate) fn options(kind: CodeKind, register: &Register) -> Vec<String> {
    let all = codes(kind, register);
    let is_unique = |name: &str| all.iter().filter(|(_, other)| *other == name).count() == 1;
    let option = |(code, name): &(&str, &str)| {
        if is_unique(name) {
            (*name).to_owned()
        } else {
            format!("{name} ({code})")
        }
    };
    let mut options: Vec<String> = all.iter().map(option).collect();
    options.sort_by_key(|name| canonical_name(name));
    options
}

/// The codes of one kind, by code and by name.
#[derive(Debug, Clone)]
pub(crate) struct CodeLookup {
    kind: CodeKind,
    /// Canonical code, name, or name and code; then the code. Sorted.
    codes: Vec<(String, String)>,
}

impl CodeLookup {
    pub(crate) fn new(kind: CodeKind, register: &Register) -> Self {
        let mut codes: Vec<(String, String)> = codes(kind, register)
            .into_iter()
            .flat_map(|(code, name)| {
                [
                    (canonical_name(code), code.to_owned()),
                    (canonical_name(name), code.to_owned()),
                    (canonical_name(&format!("{name} ({code})")), code.to_owned()),
                ]
            })
            .collect();
        codes.sort();
        codes.dedup();
        Self { kind, codes }
    }

    /// Returns the code for a code or name.
    ///
    /// # Errors
    ///
    /// If there is none, or more than one.
    pub(crate) fn code(&self, text: &str) -> Result<&str, String> {
        let wanted = canonical_name(text);
        let from = self.codes.partition_point(|(name, _)| *name < wanted);
        let found: Vec<&str> = self.codes[from..]
            .iter()
            .take_while(|(name, _)| *name == wanted)
            .map(|(_, code)| code.as_str())
            .collect();
        match found[..] {
            [code] => Ok(code),
            [] => Err(format!("{text:?} is not {}", self.kind.noun())),
            _ => Err(format!(
                "{text:?} can be any of {}; write the code",
                found.join(", ")
            )),
        }
    }
}

fn codes(kind: CodeKind, register: &Register) -> Vec<(&str, &str)> {
    let catalogue = register.catalogue();
    match kind {
        CodeKind::Municipality => register
            .municipalities()
            .map(|(_, municipality)| (municipality.code.as_str(), municipality.name.as_str()))
            .collect(),
        CodeKind::Category => pairs(catalogue.categories(), |entry| (&entry.code, &entry.nl)),
        CodeKind::BuildingBlock => pairs(catalogue.building_blocks(), |entry| {
            (&entry.code, &entry.name)
        }),
        CodeKind::Remedy => pairs(catalogue.remedies(), |entry| (&entry.code, &entry.nl)),
    }
}

fn pairs<T>(all: &[T], pair: impl Fn(&T) -> (&String, &String)) -> Vec<(&str, &str)> {
    let pair = |entry| {
        let (code, name) = pair(entry);
        (code.as_str(), name.as_str())
    };
    all.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: CodeKind, text: &str, expected: Result<&str, &str>) {
        let lookup = CodeLookup::new(kind, Register::embedded());
        match (lookup.code(text), expected) {
            (Ok(code), Ok(expected)) => assert_eq!(code, expected),
            (Err(problem), Err(part)) => assert!(problem.contains(part), "{problem}"),
            (found, _) => panic!("{text:?} is {found:?}"),
        }
    }

    #[test]
    fn a_code_or_a_name_is_found_whatever_its_case() {
        check(CodeKind::Category, "FUNDING", Ok("funding"));
        check(
            CodeKind::Category,
            "te weinig  Financiële middelen ",
            Ok("funding"),
        );
        check(CodeKind::Municipality, "utrecht", Ok("GM0344"));
        check(CodeKind::Municipality, "gm0344", Ok("GM0344"));
        check(CodeKind::BuildingBlock, "digid", Ok("digid"));
        check(CodeKind::Remedy, "other", Ok("other"));
    }

    #[test]
    fn an_unknown_name_is_a_problem() {
        check(CodeKind::Category, "geld", Err("is not a category"));
        check(CodeKind::Municipality, "", Err("is not a municipality"));
    }

    #[test]
    fn every_option_is_found() {
        for kind in [
            CodeKind::Category,
            CodeKind::BuildingBlock,
            CodeKind::Remedy,
            CodeKind::Municipality,
        ] {
            let lookup = CodeLookup::new(kind, Register::embedded());
            for option in options(kind, Register::embedded()) {
                assert!(lookup.code(&option).is_ok(), "{option}");
            }
        }
    }
}

//! What people write for a code: the code itself, or the name in Dutch, in capitals or not.

use model::canonical_name;
use register::Register;

/// What is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A municipality.
    Municipality,
    /// A category of the catalogue.
    Category,
    /// A building block of the catalogue.
    BuildingBlock,
    /// A remedy of the catalogue.
    Remedy,
}

impl Kind {
    /// Says what it is, as people call it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Municipality => "a municipality",
            Self::Category => "a category",
            Self::BuildingBlock => "a building block",
            Self::Remedy => "a remedy",
        }
    }
}

/// Lists what can be chosen: names, and behind a name that is not alone its code.
pub(crate) fn listed(kind: Kind, register: &Register) -> Vec<String> {
    let all = coded(kind, register);
    let alone = |name: &str| all.iter().filter(|(_, other)| *other == name).count() == 1;
    let shown = |(code, name): &(&str, &str)| {
        if alone(name) {
            (*name).to_owned()
        } else {
            format!("{name} ({code})")
        }
    };
    let mut shown: Vec<String> = all.iter().map(shown).collect();
    shown.sort_by_key(|name| canonical_name(name));
    shown
}

/// Names and codes of one kind, ready to be looked up.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    kind: Kind,
    /// Canonical code, name, or name and code; then the code. In order.
    codes: Vec<(String, String)>,
}

impl Names {
    pub(crate) fn of(kind: Kind, register: &Register) -> Self {
        let mut codes: Vec<(String, String)> = coded(kind, register)
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

    /// Finds the code that is meant.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub(crate) fn code(&self, text: &str) -> Result<&str, String> {
        let wanted = canonical_name(text);
        let from = self.codes.partition_point(|(name, _)| *name < wanted);
        let found: Vec<&str> = self.codes[from..]
            .iter()
            .take_while(|(name, _)| *name == wanted)
            .map(|(_, code)| code.as_str())
            .collect();
        let what = self.kind.word();
        match found[..] {
            [code] => Ok(code),
            [] => Err(format!("{text:?} is not {what} that is known here")),
            _ => Err(format!(
                "{text:?} may be any of {}: write the code",
                found.join(", ")
            )),
        }
    }
}

fn coded(kind: Kind, register: &Register) -> Vec<(&str, &str)> {
    let catalogue = register.catalogue();
    match kind {
        Kind::Municipality => register
            .municipalities()
            .map(|(_, held)| (held.code.as_str(), held.name.as_str()))
            .collect(),
        Kind::Category => pairs(catalogue.categories(), |held| (&held.code, &held.nl)),
        Kind::BuildingBlock => pairs(catalogue.building_blocks(), |held| (&held.code, &held.name)),
        Kind::Remedy => pairs(catalogue.remedies(), |held| (&held.code, &held.nl)),
    }
}

fn pairs<T>(all: &[T], pair: impl Fn(&T) -> (&String, &String)) -> Vec<(&str, &str)> {
    let pair = |held| {
        let (code, name) = pair(held);
        (code.as_str(), name.as_str())
    };
    all.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, text: &str, expected: Result<&str, &str>) {
        let names = Names::of(kind, Register::embedded());
        match (names.code(text), expected) {
            (Ok(code), Ok(expected)) => assert_eq!(code, expected),
            (Err(said), Err(part)) => assert!(said.contains(part), "{said}"),
            (found, _) => panic!("{text:?} is {found:?}"),
        }
    }

    #[test]
    fn a_code_or_a_name_is_found_whatever_its_capitals() {
        check(Kind::Category, "FUNDING", Ok("funding"));
        check(
            Kind::Category,
            "te weinig  Financiële middelen ",
            Ok("funding"),
        );
        check(Kind::Municipality, "utrecht", Ok("GM0344"));
        check(Kind::Municipality, "gm0344", Ok("GM0344"));
        check(Kind::BuildingBlock, "digid", Ok("digid"));
        check(Kind::Remedy, "other", Ok("other"));
    }

    #[test]
    fn what_is_not_known_or_not_one_is_said() {
        check(Kind::Category, "geld", Err("is not a category"));
        check(Kind::Municipality, "", Err("is not a municipality"));
    }

    #[test]
    fn every_word_of_a_list_is_found() {
        for kind in [
            Kind::Category,
            Kind::BuildingBlock,
            Kind::Remedy,
            Kind::Municipality,
        ] {
            let names = Names::of(kind, Register::embedded());
            for word in listed(kind, Register::embedded()) {
                assert!(names.code(&word).is_ok(), "{word}");
            }
        }
    }
}

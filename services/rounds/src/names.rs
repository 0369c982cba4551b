//! What people write for a code: the code itself, or the name in Dutch, in capitals or not.

use model::canonical_name;
use register::Register;

/// What is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A category of the catalogue.
    Category,
    /// A building block of the catalogue.
    BuildingBlock,
    /// A remedy of the catalogue.
    Remedy,
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

fn coded(kind: Kind, register: &Register) -> Vec<(&str, &str)> {
    let catalogue = register.catalogue();
    match kind {
        Kind::Category => pairs(catalogue.categories(), |held| (&held.code, &held.nl)),
        Kind::BuildingBlock => pairs(catalogue.building_blocks(), |held| (&held.code, &held.name)),
        Kind::Remedy => pairs(catalogue.remedies(), |held| (&held.code, &held.name)),
    }
}

fn pairs<T>(all: &[T], pair: impl Fn(&T) -> (&String, &String)) -> Vec<(&str, &str)> {
    let pair = |held| {
        let (code, name) = pair(held);
        (code.as_str(), name.as_str())
    };
    all.iter().map(pair).collect()
}

//! The codes that events are judged by.
//!
//! An event that was valid stays valid as long as none of its codes is lost. So views that were folded with other
//! codes can be gone on with when all of those are still known; only what was invalid must be judged again.

use std::collections::BTreeSet;

use register::Register;
use sled::Tree;

use crate::{ViewsError, keys, values};

/// Lists every code that an event may name, each behind what it is a code of.
pub(crate) fn of(register: &Register) -> BTreeSet<String> {
    let catalogue = register.catalogue();
    let municipalities = register.municipalities();
    let municipalities = municipalities.map(|(_, held)| ("municipality", held.code.as_str()));
    let categories = catalogue
        .categories()
        .iter()
        .map(|held| ("category", held.code.as_str()));
    let blocks = catalogue
        .building_blocks()
        .iter()
        .map(|held| ("building block", held.code.as_str()));
    let remedies = catalogue
        .remedies()
        .iter()
        .map(|held| ("remedy", held.code.as_str()));
    municipalities
        .chain(categories)
        .chain(blocks)
        .chain(remedies)
        .map(|(what, code)| format!("{what} {code}"))
        .collect()
}

/// Reads the codes that views were folded with.
pub(crate) fn kept(tree: &Tree) -> Result<BTreeSet<String>, ViewsError> {
    match tree.get([keys::CODES])? {
        Some(value) => values::read(&value, "the codes"),
        None => Err(ViewsError::damaged("the codes are missing")),
    }
}

//! The codes that events were validated by.
//!
//! A valid event stays valid while none of its codes is lost. So views that were folded with other codes remain
//! usable while all of those are known; only the quarantine must be validated again.

use std::collections::BTreeSet;

use register::Register;
use sled::Tree;

use crate::{ViewsError, keys, values};

/// Returns every code that an event may name, each behind its kind.
pub(crate) fn known(register: &Register) -> BTreeSet<String> {
    let catalogue = register.catalogue();
    let municipalities = register.municipalities();
    let municipalities = municipalities.map(|(_, item)| ("municipality", item.code.as_str()));
    let categories = catalogue
        .categories()
        .iter()
        .map(|item| ("category", item.code.as_str()));
    let blocks = catalogue
        .building_blocks()
        .iter()
        .map(|item| ("building block", item.code.as_str()));
    let remedies = catalogue
        .remedies()
        .iter()
        .map(|item| ("remedy", item.code.as_str()));
    municipalities
        .chain(categories)
        .chain(blocks)
        .chain(remedies)
        .map(|(kind, code)| format!("{kind} {code}"))
        .collect()
}

/// Reads the codes that views were folded with.
pub(crate) fn stored(tree: &Tree) -> Result<BTreeSet<String>, ViewsError> {
    match tree.get([keys::CODES])? {
        Some(value) => values::read(&value, "the list of codes"),
        None => Err(ViewsError::damaged("the list of codes is missing")),
    }
}

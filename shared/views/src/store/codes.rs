//! The codes that events were validated by.
//!
//! A valid event stays valid while none of its codes is lost. So views that were folded with other codes remain
//! usable while all of those are known; only the quarantine must be validated again.

use std::collections::BTreeSet;

use register::Register;
use sled::Tree;

use super::{keys, values};
use crate::ViewsError;

/// Returns every code that an event may name, each behind its kind.
pub(crate) fn known(register: &Register) -> BTreeSet<String> {
    let catalogue = register.catalogue();
    let mut codes = BTreeSet::new();
    let mut add = |kind: &str, code: &str| {
        codes.insert(format!("{kind} {code}"));
    };
    for (_, municipality) in register.municipalities() {
        add("municipality", &municipality.code);
    }
    for category in catalogue.categories() {
        add("category", &category.code);
    }
    for block in catalogue.building_blocks() {
        add("building block", &block.code);
    }
    for remedy in catalogue.remedies() {
        add("remedy", &remedy.code);
    }
    codes
}

/// Reads the codes that views were folded with.
pub(crate) fn stored(tree: &Tree) -> Result<BTreeSet<String>, ViewsError> {
    match tree.get([keys::CODES])? {
        Some(value) => values::read(&value, "the list of codes"),
        None => Err(ViewsError::damaged("the list of codes is missing")),
    }
}

//! The canonical part as it lies on disk, and its digest worked out from nothing: DESIGN 5, in as few words as it
//! takes.

use std::{collections::BTreeMap, path::Path};

use sha2::{Digest as _, Sha256};

/// All keys and values of the canonical part.
pub(crate) type Canonical = BTreeMap<Vec<u8>, Vec<u8>>;

/// Reads the canonical part of views that are closed.
pub(crate) fn canonical(folder: &Path) -> Canonical {
    let db = sled::open(folder).unwrap();
    let pairs = db.iter().map(|pair| pair.unwrap());
    pairs
        .filter(|(key, _)| key[0] < 0x80)
        .map(|(key, value)| (key.to_vec(), value.to_vec()))
        .collect()
}

/// Adds up the canonical part from nothing.
pub(crate) fn digest(canonical: &Canonical) -> String {
    let sum = canonical.iter().fold(0_u128, |sum, (key, value)| {
        let mut sha = Sha256::new();
        sha.update((key.len() as u64).to_be_bytes());
        sha.update(key);
        sha.update(value);
        let start: [u8; 16] = sha.finalize()[..16].try_into().unwrap();
        sum.wrapping_add(u128::from_be_bytes(start))
    });
    format!("{sum:032x}")
}

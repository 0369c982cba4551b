//! The digest of the canonical part, computed independently.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

pub(crate) use views::testing::canonical;

/// All keys and values of the canonical part.
pub(crate) type Canonical = BTreeMap<Vec<u8>, Vec<u8>>;

/// Computes the digest of the canonical part.
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

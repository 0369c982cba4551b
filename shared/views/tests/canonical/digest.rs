//! The digest of the canonical part, computed independently.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

pub(crate) use views::testing::canonical;

/// What identifies each content: subject, event key and id of the content.
pub(crate) type Canonical = BTreeSet<Vec<u8>>;

/// Computes the digest of the canonical part.
pub(crate) fn digest(canonical: &Canonical) -> String {
    let sum = canonical.iter().fold(0_u128, |sum, content| {
        let mut sha = Sha256::new();
        sha.update((content.len() as u64).to_be_bytes());
        sha.update(content);
        let start: [u8; 16] = sha.finalize()[..16].try_into().unwrap();
        sum.wrapping_add(u128::from_be_bytes(start))
    });
    format!("{sum:032x}")
}

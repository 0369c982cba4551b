//! The digest: one number for the whole canonical part, kept up to date with each commit.
//!
//! The 128-bit wrapping sum of a hash over each key and value: what is added can be taken away again, and the
//! order of both makes no difference.

use sha2::{Digest as _, Sha256};

/// A digest, or a change of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Digest(pub(crate) u128);

impl Digest {
    pub(crate) fn add(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_add(hash(key, value));
    }

    pub(crate) fn take(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_sub(hash(key, value));
    }
}

/// The first sixteen bytes of SHA-256 over the key's length, the key and the value.
fn hash(key: &[u8], value: &[u8]) -> u128 {
    let mut sha = Sha256::new();
    sha.update((key.len() as u64).to_be_bytes());
    sha.update(key);
    sha.update(value);
    sha.finalize()
        .iter()
        .take(16)
        .fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// Writes a digest as 32 hexadecimal digits.
pub(crate) fn text(digest: u128) -> String {
    format!("{digest:032x}")
}

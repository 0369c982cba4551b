//! The digest: one number for the whole canonical part, kept up to date with each commit, and one for the rest.
//!
//! The 128-bit wrapping sum of a hash over each key and value: what is added can be taken away again, and the
//! order of both makes no difference.

use sha2::{Digest as _, Sha256};

use serde::{Deserialize, Serialize};

use crate::keys;

/// What all that is kept adds up to, the head itself apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digests {
    /// The canonical part: the same for the same set of events.
    pub(crate) canonical: u128,
    /// What depends on arrival: compared only with itself, to find what the disk has lost.
    pub(crate) arrival: u128,
}

impl Digests {
    pub(crate) fn add(&mut self, key: &[u8], value: &[u8]) {
        if let Some(sum) = self.of(key) {
            *sum = sum.wrapping_add(hash(key, value));
        }
    }

    pub(crate) fn take(&mut self, key: &[u8], value: &[u8]) {
        if let Some(sum) = self.of(key) {
            *sum = sum.wrapping_sub(hash(key, value));
        }
    }

    /// The sum that a key belongs to; the head belongs to none, because it holds them.
    fn of(&mut self, key: &[u8]) -> Option<&mut u128> {
        match *key.first()? {
            keys::HEAD => None,
            keys::ARRIVAL.. => Some(&mut self.arrival),
            _ => Some(&mut self.canonical),
        }
    }
}

/// The first sixteen bytes of SHA-256 over the key's length, the key and the value.
pub(crate) fn hash(key: &[u8], value: &[u8]) -> u128 {
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

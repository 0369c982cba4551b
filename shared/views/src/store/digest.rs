//! Digests: sums over everything that is stored, updated with each commit.
//!
//! A digest is the 128-bit wrapping sum of a hash over each key and value, so that pairs can be subtracted again, and
//! their order makes no difference.

use sha2::{Digest as _, Sha256};

use serde::{Deserialize, Serialize};

/// The sums over the views.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digests {
    /// Over subject, event key and id of every content: the digest of the canonical part, a function of the set of
    /// events.
    pub(crate) events: Sum,
    /// Over all keys and values as stored, but the texts in blocks, and the header, which contains this. Compared only
    /// with itself, at opening: sled does not notice everything that a disk has lost or changed.
    pub(crate) stored: Sum,
    /// Over the texts in blocks, which are not read at opening.
    pub(crate) texts: Sum,
}

/// A sum of hashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sum(u128);

impl Sum {
    pub(crate) fn add(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_add(hash(key, value));
    }

    pub(crate) fn subtract(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_sub(hash(key, value));
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self(self.0.wrapping_sub(other.0))
    }

    /// Returns it as 32 hexadecimal digits.
    pub(crate) fn text(self) -> String {
        format!("{:032x}", self.0)
    }
}

/// Returns the first sixteen bytes of SHA-256 over the key's length, the key and the value.
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

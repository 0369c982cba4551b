//! Digests: numbers that all that is kept adds up to, kept up to date with each commit.
//!
//! The 128-bit wrapping sum of a hash over each key and value: what is added can be taken away again, and the
//! order of both makes no difference.

use sha2::{Digest as _, Sha256};

use serde::{Deserialize, Serialize};

/// What views add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digests {
    /// The contents of events, under their canonical keys: the same for the same set of events.
    pub(crate) events: Sum,
    /// The open knelpunten: the same for the same set of events.
    pub(crate) open: Sum,
    /// All keys and values as they are kept, but the one that holds this: compared only with itself, to find what
    /// the disk has lost.
    pub(crate) kept: Sum,
}

/// A sum of hashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sum(u128);

impl Digests {
    /// Gives the digest of the canonical part.
    pub(crate) fn canonical(&self) -> Sum {
        self.events.plus(self.open)
    }
}

impl Sum {
    pub(crate) fn add(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_add(hash(key, value));
    }

    pub(crate) fn take(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_sub(hash(key, value));
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    /// Writes it as 32 hexadecimal digits.
    pub(crate) fn text(self) -> String {
        format!("{:032x}", self.0)
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

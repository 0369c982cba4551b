//! A message of the log, and its fingerprint.

use std::fmt;

use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// A message of the log, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its sequence in the stream, from 1.
    pub sequence: u64,
    /// The NATS subject.
    pub subject: String,
    /// Pairs of name and value, ordered by name; values of one name in the order in which they were written.
    pub headers: Vec<(String, String)>,
    /// The published bytes.
    pub payload: Bytes,
    /// The last sequence of the stream that was known when this message was read.
    pub last_sequence: u64,
    /// When the stream stored it.
    pub stored_at: Timestamp,
}

impl Message {
    /// Returns the first value of a header, ignoring the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(candidate, _)| candidate.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the hash of subject, headers and payload, but not of the sequence.
    pub fn fingerprint(&self) -> MessageFingerprint {
        let mut hash = Sha256::new();
        update_framed(&mut hash, self.subject.as_bytes());
        hash.update(encoded_length(self.headers.len()));
        for (name, value) in &self.headers {
            update_framed(&mut hash, name.as_bytes());
            update_framed(&mut hash, value.as_bytes());
        }
        update_framed(&mut hash, &self.payload);
        let mut fingerprint = [0; 16];
        fingerprint.copy_from_slice(&hash.finalize()[..16]);
        MessageFingerprint(fingerprint)
    }
}

/// The first 16 bytes of the SHA-256 of a message's subject, headers and payload, each after its length.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageFingerprint(pub [u8; 16]);

impl fmt::Debug for MessageFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "MessageFingerprint({:032x})",
            u128::from_be_bytes(self.0)
        )
    }
}

/// Each part after its length, so that no two messages of the same bytes have one hash.
fn update_framed(hash: &mut Sha256, part: &[u8]) {
    hash.update(encoded_length(part.len()));
    hash.update(part);
}

fn encoded_length(length: usize) -> [u8; 8] {
    (length as u64).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(subject: &str, headers: &[(&str, &str)], payload: &'static str) -> Message {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Message {
            sequence: 1,
            subject: subject.to_owned(),
            headers: headers.collect(),
            payload: Bytes::from_static(payload.as_bytes()),
            last_sequence: 1,
            stored_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_fingerprint_does_not_depend_on_the_sequence() {
        let here = message("a", &[("b", "c")], "d");
        let there = Message {
            sequence: 9,
            last_sequence: 10,
            ..here.clone()
        };
        assert_eq!(here.fingerprint(), there.fingerprint());
    }

    #[test]
    fn the_same_bytes_split_differently_have_different_fingerprints() {
        let split = [
            message("ab", &[], "c"),
            message("a", &[], "bc"),
            message("a", &[("b", "")], "c"),
            message("a", &[("", "b")], "c"),
            message("a", &[("b", "c")], ""),
            message("abc", &[], ""),
        ];
        let mut fingerprints: Vec<_> = split.iter().map(|one| one.fingerprint().0).collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), split.len());
    }

    #[test]
    fn a_header_is_found_whatever_its_case() {
        let one = message("a", &[("Content-Type", "text/plain")], "");
        assert_eq!(one.header("content-type"), Some("text/plain"));
        assert_eq!(one.header("content"), None);
    }
}

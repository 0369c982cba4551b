//! The keys of forms: a form is accepted only with a key that this process sealed when it showed the form.
//!
//! The key of a form and its values make the key of the event: the same form sent twice is one event, and one that was
//! changed in between is another.

use std::fmt;

use hmac::{Hmac, Mac as _};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{fields::Fields, page::SEAL};

/// The secret that seals forms: random, and new each time the program starts.
#[derive(Clone)]
pub struct Secret([u8; Secret::BYTES]);

/// The key of a form as it was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FormKey(Uuid);

/// The key of a form as it was filled in and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SubmissionKey(Uuid);

impl Secret {
    /// Its length: a block of SHA-256.
    pub const BYTES: usize = 64;

    /// Creates a secret from random bytes.
    pub const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Returns the seal of a key: the first 128 bits of its HMAC-SHA-256 (RFC 2104).
    pub(crate) fn seal(&self, key: FormKey) -> String {
        let whole = self.mac(key).finalize().into_bytes();
        let mut first = [0; 16];
        first.copy_from_slice(&whole[..16]);
        format!("{:032x}", u128::from_be_bytes(first))
    }

    /// Returns whether a seal is that of a key.
    pub(crate) fn has_sealed(&self, key: FormKey, seal: &str) -> bool {
        // Check the length: a shorter seal would verify only the bytes it has.
        let bytes = u128::from_str_radix(seal, 16).ok();
        let bytes = bytes.filter(|_| seal.len() == 32).map(u128::to_be_bytes);
        bytes.is_some_and(|bytes| self.mac(key).verify_truncated_left(&bytes).is_ok())
    }

    fn mac(&self, key: FormKey) -> Hmac<Sha256> {
        <Hmac<Sha256> as hmac::digest::KeyInit>::new(&self.0.into()).chain_update(key.0.as_bytes())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

impl FormKey {
    /// Reads a UUID, in lower case with hyphens only.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        uuid(text).map(Self)
    }

    /// Returns the key of a form that shows these parts, and of no other.
    pub(crate) fn of_content<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            // The length, too: two parts must not be one that is written differently.
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let whole = hash.finalize();
        let mut first = [0; 16];
        first.copy_from_slice(&whole[..16]);
        Self(Uuid::from_bytes(first))
    }

    /// Returns the key of the form as it was filled in and sent to a path.
    pub(crate) fn submission(self, path: &str, fields: &Fields) -> SubmissionKey {
        let submission = json!([path, fields.without(SEAL)]);
        SubmissionKey(Uuid::new_v5(&self.0, submission.to_string().as_bytes()))
    }
}

impl SubmissionKey {
    /// Reads a UUID, in lower case with hyphens only.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        uuid(text).map(Self)
    }

    /// Returns the idempotency key of the event; its prefix separates it from the keys that programs choose.
    pub(crate) fn idempotency_key(self) -> String {
        format!("form {}", self.0)
    }
}

fn uuid(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    (id.hyphenated().to_string() == text).then_some(id)
}

impl fmt::Display for FormKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

impl fmt::Display for SubmissionKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d";

    #[test]
    fn a_seal_fits_one_key_and_one_secret() {
        let (secret, other) = (Secret::new([7; 64]), Secret::new([8; 64]));
        let key = FormKey::parse(KEY).unwrap();
        let another = FormKey::parse("019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5e").unwrap();
        let seal = secret.seal(key);
        assert!(secret.has_sealed(key, &seal));
        assert!(!secret.has_sealed(another, &seal) && !other.has_sealed(key, &seal));
        for other in [
            "",
            "0",
            &seal[1..],
            &format!("{seal}0"),
            &format!("+{}", &seal[1..]),
        ] {
            assert!(!secret.has_sealed(key, other), "{other}");
        }
        assert_eq!(format!("{secret:?}"), "Secret");
    }

    #[test]
    fn a_key_is_a_uuid_in_lower_case_with_hyphens() {
        assert_eq!(
            SubmissionKey::parse(KEY).map(SubmissionKey::idempotency_key),
            Some(format!("form {KEY}"))
        );
        for other in ["", "x", &KEY.to_uppercase(), &KEY.replace('-', "")] {
            assert_eq!(FormKey::parse(other), None, "{other}");
        }
    }

    #[test]
    fn the_key_of_what_is_shown_depends_on_each_part() {
        let key = |parts: &[&[u8]]| FormKey::of_content(parts.iter().copied());
        assert_eq!(key(&[b"ab", b"c"]), key(&[b"ab", b"c"]));
        for other in [&[&b"a"[..], b"bc"][..], &[b"abc"], &[b"ab", b"c", b""]] {
            assert_ne!(key(other), key(&[b"ab", b"c"]));
        }
    }

    #[test]
    fn the_key_of_a_submission_follows_from_all_but_the_seal() {
        let key = FormKey::parse(KEY).unwrap();
        let submission =
            |path: &str, body: &str| key.submission(path, &Fields::parse(body.as_bytes()).unwrap());
        let one = submission("/a", "seal=1&role=a&round=b");
        assert_eq!(one, submission("/a", "seal=2&role=a&round=b"));
        for (path, body) in [
            ("/b", "role=a&round=b"),
            ("/a", "role=a&round=c"),
            ("/a", "role=a%26round=b"),
        ] {
            assert_ne!(one, submission(path, body), "{path} {body}");
        }
    }
}

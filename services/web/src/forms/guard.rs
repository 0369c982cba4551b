//! That a form was shown here before it is taken: each has a key of its own, sealed with a secret of this process.
//!
//! A key and what was typed make the key under which the event is said: the same form sent twice is one event, and one
//! that was changed meanwhile is another.

use std::fmt;

use hmac::{Hmac, Mac as _};
use serde_json::json;
use sha2::Sha256;
use uuid::Uuid;

use super::{fields::Fields, page::SEAL};

/// What forms are sealed with: chance that nobody else has, made anew each time the program starts.
#[derive(Clone)]
pub struct Secret([u8; Secret::BYTES]);

/// The key of a form, from when it is shown until it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FormKey(Uuid);

/// The key of a form as it was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SentKey(Uuid);

impl Secret {
    /// How many bytes there are to it: a block of SHA-256.
    pub const BYTES: usize = 64;

    /// Takes bytes of chance.
    pub const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Seals a key (HMAC-SHA-256, RFC 2104, its first 128 bits).
    pub(crate) fn seal(&self, key: FormKey) -> String {
        let whole = self.mac(key).finalize().into_bytes();
        let mut first = [0; 16];
        first.copy_from_slice(&whole[..16]);
        format!("{:032x}", u128::from_be_bytes(first))
    }

    /// Says whether a key was sealed here.
    pub(crate) fn has_sealed(&self, key: FormKey, seal: &str) -> bool {
        // Of its whole length: a shorter one would be good for part of it.
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
    /// Reads a UUID in its usual form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        uuid(text).map(Self)
    }

    /// Gives the key of the form as it was filled in, and sent to a path.
    pub(crate) fn filled(self, path: &str, fields: &Fields) -> SentKey {
        let typed = json!([path, fields.without(SEAL)]);
        SentKey(Uuid::new_v5(&self.0, typed.to_string().as_bytes()))
    }
}

impl SentKey {
    /// Reads a UUID in its usual form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        uuid(text).map(Self)
    }

    /// Gives the key under which the event is said, apart from those that programs choose.
    pub(crate) fn of_event(self) -> String {
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

impl fmt::Display for SentKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d";

    #[test]
    fn a_seal_is_good_for_one_key_and_one_secret() {
        let (secret, other) = (Secret::new([7; 64]), Secret::new([8; 64]));
        let key = FormKey::parse(KEY).unwrap();
        let another = FormKey::parse("019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5e").unwrap();
        let seal = secret.seal(key);
        assert!(secret.has_sealed(key, &seal));
        assert!(!secret.has_sealed(another, &seal) && !other.has_sealed(key, &seal));
        for wrong in [
            "",
            "0",
            &seal[1..],
            &format!("{seal}0"),
            &format!("+{}", &seal[1..]),
        ] {
            assert!(!secret.has_sealed(key, wrong), "{wrong}");
        }
        assert_eq!(format!("{secret:?}"), "Secret");
    }

    #[test]
    fn a_key_is_a_uuid_in_its_usual_form() {
        assert_eq!(
            SentKey::parse(KEY).map(SentKey::of_event),
            Some(format!("form {KEY}"))
        );
        for wrong in ["", "x", &KEY.to_uppercase(), &KEY.replace('-', "")] {
            assert_eq!(FormKey::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_same_form_has_the_same_key_whatever_its_seal_and_another_has_not() {
        let key = FormKey::parse(KEY).unwrap();
        let filled =
            |path: &str, body: &str| key.filled(path, &Fields::parse(body.as_bytes()).unwrap());
        let one = filled("/a", "seal=1&role=a&round=b");
        assert_eq!(one, filled("/a", "seal=2&role=a&round=b"));
        for (path, body) in [
            ("/b", "role=a&round=b"),
            ("/a", "role=a&round=c"),
            ("/a", "role=a%26round=b"),
        ] {
            assert_ne!(one, filled(path, body), "{path} {body}");
        }
    }
}

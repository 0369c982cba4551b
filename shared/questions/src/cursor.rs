//! Where the next page of a list begins, and which question it belongs to.

use std::fmt::Write as _;

use model::{Instant, KnelpuntId, NAMESPACE};
use uuid::Uuid;

/// The length in bytes: as-of, since, id, question.
const LENGTH: usize = 8 + 8 + 16 + 16;

/// The last item of a page, and the question that the page answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) as_of: Instant,
    pub(crate) since: Instant,
    pub(crate) id: KnelpuntId,
    pub(crate) question: Uuid,
}

/// Returns the id of a question, from everything that must stay the same from page to page.
pub(crate) fn question_id(text: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, text.as_bytes())
}

impl Cursor {
    pub(crate) fn to_text(self) -> String {
        let ends = [self.as_of, self.since].map(|instant| instant.microseconds().to_be_bytes());
        let bytes = [
            ends.as_flattened(),
            self.id.as_bytes(),
            self.question.as_bytes(),
        ]
        .concat();
        bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Parses a cursor as an answer gave it.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != LENGTH * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number =
            |index: usize| u64::from_str_radix(text.get(index * 16..(index + 1) * 16)?, 16).ok();
        let instant = |index| {
            Some(Instant::from_microseconds(
                i64::try_from(number(index)?).ok()?,
            ))
        };
        let uuid = |index| Some(Uuid::from_u64_pair(number(index)?, number(index + 1)?));
        Some(Self {
            as_of: instant(0)?,
            since: instant(1)?,
            id: KnelpuntId::from_bytes(uuid(2)?.into_bytes()),
            question: uuid(4)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written(as_of in 0..=i64::MAX, since in 0..=i64::MAX, id: [u8; 16], question: u128) {
            let cursor = Cursor {
                as_of: Instant::from_microseconds(as_of),
                since: Instant::from_microseconds(since),
                id: KnelpuntId::from_bytes(id),
                question: Uuid::from_u128(question),
            };
            prop_assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        }

        #[test]
        fn no_other_text_is_a_cursor_and_none_makes_it_fail(text in "\\PC{0,100}", hex in "[0-9a-f]{96}") {
            prop_assert_eq!(Cursor::parse(&text), None);
            let read = Cursor::parse(&hex);
            prop_assert!(read.is_none_or(|cursor| cursor.to_text() == hex));
        }
    }
}

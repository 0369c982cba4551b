//! The position of a knelpunt in the list: what the list is sorted by, then since when, then the id.

use std::cmp::Ordering;

use api::parameters::SortOrder;
use model::{Instant, KnelpuntId};

use crate::{
    InstantAndId, ListKey,
    paging::{ReadInstant as _, take},
};

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortValue<T> {
    /// `since` alone, in ascending order, which comes next in any case.
    Since,
    /// An instant or an age in microseconds.
    Number(i64),
    /// A code.
    Text(T),
}

/// The position of a knelpunt, as cursors have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnelpuntKey {
    pub(super) value: SortValue<String>,
    pub(super) since: Instant,
    pub(super) id: KnelpuntId,
}

impl SortValue<&str> {
    pub(super) fn to_owned(self) -> SortValue<String> {
        match self {
            Self::Since => SortValue::Since,
            Self::Number(number) => SortValue::Number(number),
            Self::Text(text) => SortValue::Text(text.to_owned()),
        }
    }

    pub(super) fn compare(self, other: SortValue<&str>, order: SortOrder) -> Ordering {
        match order {
            SortOrder::Ascending => self.cmp(&other),
            SortOrder::Descending => other.cmp(&self),
        }
    }
}

impl SortValue<String> {
    pub(super) fn as_ref(&self) -> SortValue<&str> {
        match self {
            Self::Since => SortValue::Since,
            Self::Number(number) => SortValue::Number(*number),
            Self::Text(text) => SortValue::Text(text),
        }
    }
}

/// What precedes a value in the bytes of a position. Positions by `since` alone have neither: the first cursors had none.
const NUMBER: u8 = 0;
const TEXT: u8 = 1;

/// The bytes of an instant and an id.
const POSITION_BYTES: usize = 24;

impl ListKey for KnelpuntKey {
    fn write(&self, to: &mut Vec<u8>) {
        match &self.value {
            SortValue::Since => {}
            SortValue::Number(number) => {
                to.push(NUMBER);
                to.extend(number.to_be_bytes());
            }
            SortValue::Text(text) => {
                to.push(TEXT);
                to.extend(text.as_bytes());
            }
        }
        InstantAndId(self.since, self.id).write(to);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (value, mut position) =
            bytes.split_at_checked(bytes.len().checked_sub(POSITION_BYTES)?)?;
        let value = match value.split_first() {
            None => SortValue::Since,
            Some((&NUMBER, number)) => {
                SortValue::Number(i64::from_be_bytes(number.try_into().ok()?))
            }
            Some((&TEXT, text)) => SortValue::Text(String::from_utf8(text.to_vec()).ok()?),
            Some(_) => return None,
        };
        let since = Instant::read(take(&mut position)?)?;
        let id = KnelpuntId::from_bytes(take(&mut position)?);
        Some(Self { value, since, id })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_is_read_as_it_was_written(number: i64, text: String, at in 0..=i64::MAX, id: [u8; 16]) {
            for value in [SortValue::Since, SortValue::Number(number), SortValue::Text(text)] {
                let key = KnelpuntKey {
                    value,
                    since: Instant::from_microseconds(at),
                    id: KnelpuntId::from_bytes(id),
                };
                let mut bytes = Vec::new();
                key.write(&mut bytes);
                prop_assert_eq!(KnelpuntKey::read(&bytes), Some(key));
            }
        }
    }
}

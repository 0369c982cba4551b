//! The pages of a list, and where the next one begins. A cursor is valid for one as-of, known-at, division and filter.

use std::{cmp::Ordering, fmt::Write as _};

use api::Filter;
use model::{Instant, KnelpuntId, NAMESPACE};
use uuid::Uuid;

use crate::{Parameters, Scope};

/// The most items of a page if a link does not say it.
const LIMIT_DEFAULT: usize = 100;

/// Which page of a list is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Paging<K> {
    /// The size of a page: 1 to 1000.
    pub limit: usize,
    /// The place in the order of the list after which the page begins; the first page if none.
    after: Option<K>,
    /// Identifies the list, beside its scope: every parameter that must stay the same from page to page.
    own: String,
}

/// A place in the order of a list, in bytes.
pub trait ListKey: Sized {
    /// Writes the place.
    fn write(&self, to: &mut Vec<u8>);

    /// Reads a place; none if the bytes are of another list.
    fn read(bytes: &[u8]) -> Option<Self>;
}

/// An item of a list.
pub(crate) trait Listed {
    /// Its place in the order of the list.
    type Key: ListKey;

    /// Returns its place.
    fn key(&self) -> Self::Key;

    /// Compares it with a place.
    fn compare_key(&self, key: &Self::Key) -> Ordering;

    /// Compares two items by the order of the list.
    fn compare(&self, other: &Self) -> Ordering;
}

/// The items of a list that may be on the page: those before it and far after it are only counted.
pub(crate) struct PageItems<T> {
    /// The number of items on all pages.
    pub(crate) total: usize,
    /// Once there were too many, the one with index `limit` is the last that may matter, and those before it are smaller.
    items: Vec<T>,
    is_cut: bool,
}

/// How many more items than a page are collected before those beyond it are left out.
const SLACK: usize = 1_024;

impl<T> Default for PageItems<T> {
    fn default() -> Self {
        Self {
            total: 0,
            items: Vec::new(),
            is_cut: false,
        }
    }
}

impl<T: Listed> PageItems<T> {
    /// Counts an item, and keeps it if it may be on the page.
    pub(crate) fn push(&mut self, item: T, paging: &Paging<T::Key>) {
        self.total += 1;
        let after = paging.after.as_ref();
        let is_before = after.is_some_and(|after| item.compare_key(after) != Ordering::Greater);
        let is_beyond = self.is_cut && item.compare(&self.items[paging.limit]) == Ordering::Greater;
        if is_before || is_beyond {
            return;
        }
        self.items.push(item);
        if self.items.len() >= 2 * paging.limit + SLACK {
            self.items.select_nth_unstable_by(paging.limit, T::compare);
            self.items.truncate(paging.limit + 1);
            self.is_cut = true;
        }
    }

    /// Adds the items of another part of the list.
    pub(crate) fn extend(&mut self, other: Self) {
        self.total += other.total;
        self.items.extend(other.items);
        // Together they may be in any order.
        self.is_cut = false;
    }

    /// Returns the page, in order, with the cursor of the next one.
    pub(crate) fn page(self, paging: &Paging<T::Key>, scope: &Scope) -> (Vec<T>, Option<String>) {
        paging.page(self.items, scope)
    }
}

/// The last item of a page, and the question that the page answers.
#[derive(Debug, PartialEq, Eq)]
struct Cursor {
    as_of: Instant,
    question: Uuid,
    key: Vec<u8>,
}

impl<K> Default for Paging<K> {
    fn default() -> Self {
        Self::first(LIMIT_DEFAULT)
    }
}

impl<K> Paging<K> {
    /// Asks for the first page, of so many items.
    pub fn first(limit: usize) -> Self {
        Self {
            limit,
            after: None,
            own: String::new(),
        }
    }
}

impl<K: ListKey> Paging<K> {
    /// Parses limit and cursor of a link; `own` is every other parameter of the list beside the scope. The cursor decides
    /// the as-of instant if the link does not.
    pub(crate) fn parse(parameters: &mut Parameters, scope: &mut Scope, own: String) -> Self {
        let limit = parameters.parse("limit", "a whole number from 1 to 1000", |text| {
            let limit = text.parse().ok()?;
            (1..=1_000).contains(&limit).then_some(limit)
        });
        let must_be = "a cursor: give the nextCursor of the previous page";
        let cursor = parameters.parse("cursor", must_be, Cursor::parse);
        let mut paging = Self {
            limit: limit.unwrap_or(LIMIT_DEFAULT),
            after: None,
            own,
        };
        if let Some(cursor) = cursor {
            paging.resume(&cursor, parameters, scope);
        }
        paging
    }

    fn resume(&mut self, cursor: &Cursor, parameters: &mut Parameters, scope: &mut Scope) {
        if !parameters.has_as_of {
            scope.as_of = cursor.as_of;
            if !parameters.has_division {
                scope.division = cursor.as_of.day();
            }
        }
        if !parameters.has_begun(cursor.as_of) {
            parameters.add_future("cursor", cursor.as_of);
            return;
        }
        let is_same = cursor.question == self.question(scope) && cursor.as_of == scope.as_of;
        self.after = K::read(&cursor.key).filter(|_| is_same);
        // Beside another violation it is unknown which question the link asks.
        if self.after.is_none() && parameters.violations.is_empty() {
            parameters.add_violation(
                "cursor",
                "belongs to another question: keep asOf, knownAt, division and filter, or leave the cursor out",
            );
        }
    }

    /// Identifies the list by everything that must stay the same from page to page.
    fn question(&self, scope: &Scope) -> Uuid {
        let Scope {
            filter,
            division,
            known_at,
            ..
        } = scope;
        let filter = filter_text(filter);
        let text = format!("{filter}|{division}|{known_at:?}|{}", self.own);
        Uuid::new_v5(&NAMESPACE, text.as_bytes())
    }

    /// Selects the page, in order, and returns it with the cursor of the next one. Only the page is sorted: the list may
    /// be a thousand times as long.
    pub(crate) fn page<T: Listed<Key = K>>(
        &self,
        mut items: Vec<T>,
        scope: &Scope,
    ) -> (Vec<T>, Option<String>) {
        if let Some(after) = &self.after {
            items.retain(|item| item.compare_key(after) == Ordering::Greater);
        }
        let is_last = items.len() <= self.limit;
        if !is_last {
            items.select_nth_unstable_by(self.limit, T::compare);
            items.truncate(self.limit);
        }
        items.sort_unstable_by(T::compare);
        let last = items.last().filter(|_| !is_last);
        let next = last.map(|last| {
            let mut key = Vec::new();
            last.key().write(&mut key);
            let cursor = Cursor {
                as_of: scope.as_of,
                question: self.question(scope),
                key,
            };
            cursor.to_text()
        });
        (items, next)
    }
}

/// Returns a filter as text. Its form is that of the first cursors, which stay valid: a later parameter is only in it when
/// it selects.
fn filter_text(filter: &Filter) -> String {
    let Filter {
        municipality,
        province,
        size_class,
        category,
        building_block,
        party_kind,
        party,
        round,
        source,
        panel,
        support,
    } = filter;
    let later = [("panel", panel), ("support", support)];
    let later = later.iter().filter(|(_, values)| !values.is_empty());
    let later: Vec<String> = later
        .map(|(name, values)| format!("|{name} {values:?}"))
        .collect();
    let later = later.concat();
    format!(
        "Filter {{ municipality: {municipality:?}, province: {province:?}, size_class: {size_class:?}, category: \
         {category:?}, building_block: {building_block:?}, party_kind: {party_kind:?}, party: {party:?}, round: \
         {round:?}, source: {source:?} }}{later}"
    )
}

impl Cursor {
    fn to_text(&self) -> String {
        let as_of = self.as_of.microseconds().to_be_bytes();
        let parts: [&[u8]; 3] = [&as_of, &self.key, self.question.as_bytes()];
        parts.concat().iter().fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Parses a cursor as an answer gave it.
    fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if !text.len().is_multiple_of(2) || !text.bytes().all(is_hex) {
            return None;
        }
        let bytes = (0..text.len() / 2)
            .map(|index| u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok());
        let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
        let mut rest = bytes.as_slice();
        let as_of = Instant::read(take(&mut rest)?)?;
        let (key, question) = rest.split_last_chunk()?;
        Some(Self {
            as_of,
            question: Uuid::from_bytes(*question),
            key: key.to_vec(),
        })
    }
}

/// Removes bytes from the start of others.
pub(crate) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

/// The instants of keys.
pub(crate) trait ReadInstant: Sized {
    fn read(bytes: [u8; 8]) -> Option<Self>;
}

impl ReadInstant for Instant {
    fn read(bytes: [u8; 8]) -> Option<Self> {
        let microseconds = i64::from_be_bytes(bytes);
        (microseconds >= 0).then(|| Self::from_microseconds(microseconds))
    }
}

/// A place by an instant, then the id of a knelpunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstantAndId(pub(crate) Instant, pub(crate) KnelpuntId);

impl ListKey for InstantAndId {
    fn write(&self, to: &mut Vec<u8>) {
        to.extend(self.0.microseconds().to_be_bytes());
        to.extend(self.1.as_bytes());
    }

    fn read(mut bytes: &[u8]) -> Option<Self> {
        let instant = Instant::read(take(&mut bytes)?)?;
        let id = KnelpuntId::from_bytes(take(&mut bytes)?);
        bytes.is_empty().then_some(Self(instant, id))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written(as_of in 0..=i64::MAX, at in 0..=i64::MAX, id: [u8; 16], question: u128) {
            let last = InstantAndId(Instant::from_microseconds(at), KnelpuntId::from_bytes(id));
            let mut key = Vec::new();
            last.write(&mut key);
            prop_assert_eq!(InstantAndId::read(&key), Some(last));
            let cursor = Cursor {
                as_of: Instant::from_microseconds(as_of),
                question: Uuid::from_u128(question),
                key,
            };
            prop_assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        }

        #[test]
        fn no_other_text_is_a_cursor_and_none_makes_it_fail(text in "\\PC{0,100}", hex in "[0-9a-f]{0,120}") {
            let is_hex = !text.is_empty() && text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            prop_assert!(is_hex || Cursor::parse(&text).is_none());
            let read = Cursor::parse(&hex);
            prop_assert!(read.is_none_or(|cursor| cursor.to_text() == hex));
        }
    }
}

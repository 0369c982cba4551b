//! Texts that recur by the thousand, each in memory once and compared as a number.

use std::{
    hash::{BuildHasher as _, RandomState},
    num::NonZeroU32,
};

use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

/// The number of a text in an [`Interner`]. It means nothing without it: whoever stores a symbol stores its texts too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Symbol(NonZeroU32);

/// The texts, by number and back.
///
/// All are in one string, one after the other, and the table has only their numbers: a knelpunt may have a reference
/// that no other has, so there can be as many texts as knelpunten.
#[derive(Debug, Clone, Default)]
pub struct Interner {
    texts: String,
    /// Where each text ends in `texts`; it begins where the previous one ends.
    ends: Vec<usize>,
    table: HashTable<Symbol>,
    hasher: RandomState,
}

impl Interner {
    /// Returns the symbol of a text, a new one if it has none yet.
    ///
    /// # Panics
    ///
    /// When there are 2^32 texts, more than memory can have.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.find(text) {
            return known;
        }
        let hash = self.hasher.hash_one(text);
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        let count = u32::try_from(self.len()).ok().and_then(NonZeroU32::new);
        assert!(count.is_some(), "there are fewer than 2^32 texts");
        let symbol = Symbol(count.unwrap_or(NonZeroU32::MIN));
        let (texts, ends, hasher) = (&self.texts, &self.ends, &self.hasher);
        let rehash = |symbol: &Symbol| hasher.hash_one(text_of(*symbol, texts, ends));
        self.table.insert_unique(hash, symbol, rehash);
        symbol
    }

    /// Finds the symbol of a text.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let hash = self.hasher.hash_one(text);
        let found = self.table.find(hash, |symbol| self.text(*symbol) == text);
        found.copied()
    }

    /// Returns the text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        text_of(symbol, &self.texts, &self.ends)
    }

    /// Returns the texts, in order of their symbols.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|index| text_at(index, &self.texts, &self.ends))
    }

    /// Returns the number of texts; every [`Symbol::index`] is below it.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the bytes in use.
    #[cfg(feature = "size-accounting")]
    pub fn bytes(&self) -> usize {
        // Beside each entry the table has a byte of its own.
        let table = self.table.capacity() * (1 + size_of::<Symbol>());
        self.texts.len() + size_of_val(&*self.ends) + table
    }
}

fn text_of<'a>(symbol: Symbol, texts: &'a str, ends: &[usize]) -> &'a str {
    text_at(symbol.index(), texts, ends)
}

fn text_at<'a>(index: usize, texts: &'a str, ends: &[usize]) -> &'a str {
    let start = index.checked_sub(1).map_or(0, |before| ends[before]);
    &texts[start..ends[index]]
}

impl Symbol {
    /// Returns the index, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_symbol_and_is_found_by_it_however_many_there_are() {
        let mut interner = Interner::default();
        assert_eq!(interner.find("0"), None);
        for round in 0..2 {
            for number in 0..1_000 {
                let text = number.to_string();
                assert_eq!(interner.find(&text).is_some(), round == 1, "{text}");
                assert_eq!(interner.intern(&text).index(), number);
            }
        }
        assert_eq!(interner.len(), 1_000);
        let text = |number: usize| {
            let symbol = interner.find(&number.to_string())?;
            Some(interner.text(symbol))
        };
        assert!((0..1_000).all(|number| text(number) == Some(&number.to_string())));
        assert_eq!(interner.find("1000"), None);
        assert_eq!(interner.clone().intern("").index(), 1_000);
    }
}

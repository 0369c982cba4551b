//! Texts that recur by the thousand, each held once and compared as a number.

use std::{
    hash::{BuildHasher as _, RandomState},
    num::NonZeroU32,
};

/// A text's place in [`Interner`]; means nothing without it and is never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(NonZeroU32);

/// The texts, by number and back.
///
/// All stand in one text, one behind the other, and are found through a table of numbers: a knelpunt may have a
/// reference that no other has, so there can be as many as knelpunten.
#[derive(Debug, Clone, Default)]
pub struct Interner {
    texts: String,
    /// Where each text ends in `texts`; it begins where the one before ends.
    ends: Vec<usize>,
    /// Numbers where the hashes of their texts say, or in the next free place; a power of two of places, some free.
    table: Vec<Option<Symbol>>,
    hasher: RandomState,
}

impl Interner {
    /// Gives the number of a text, a new one if it has none yet.
    ///
    /// # Panics
    ///
    /// When there are 2^32 interner, which no memory holds.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.find(text) {
            return known;
        }
        if self.table.len() * 3 <= (self.len() + 1) * 4 {
            self.grow();
        }
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        let count = u32::try_from(self.len()).ok().and_then(NonZeroU32::new);
        assert!(count.is_some(), "there are fewer than 2^32 interner");
        let symbol = Symbol(count.unwrap_or(NonZeroU32::MIN));
        self.put(symbol);
        symbol
    }

    /// Finds the number of a text that was entered.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let mut met = self.places(text).map_while(|place| self.table[place]);
        met.find(|symbol| self.text(*symbol) == text)
    }

    /// Gives the text of a number.
    pub fn text(&self, symbol: Symbol) -> &str {
        let place = symbol.index();
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start..self.ends[place]]
    }

    /// Counts the texts; every [`Symbol::index`] is below it.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Counts the bytes in use.
    #[cfg(feature = "size-accounting")]
    pub fn bytes(&self) -> usize {
        self.texts.len() + size_of_val(&*self.ends) + size_of_val(&*self.table)
    }

    /// Says whether no text was entered yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let places = (self.table.len() * 2).max(16);
        let before = std::mem::replace(&mut self.table, vec![None; places]);
        for symbol in before.into_iter().flatten() {
            self.put(symbol);
        }
    }

    fn put(&mut self, symbol: Symbol) {
        let free = self
            .places(self.text(symbol))
            .find(|place| self.table[*place].is_none());
        if let Some(place) = free {
            self.table[place] = Some(symbol);
        }
    }

    /// Gives the places at which a text can stand, in the order in which they are looked at.
    fn places(&self, text: &str) -> impl Iterator<Item = usize> + use<> {
        let places = self.table.len();
        let first = self.hasher.hash_one(text);
        (0..places).map(move |step| low_bits(first, places).wrapping_add(step) & (places - 1))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only the bits below the number of places, a power of two, are kept"
)]
const fn low_bits(hash: u64, places: usize) -> usize {
    hash as usize & (places - 1)
}

impl Symbol {
    /// Gives the place, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number_and_is_found_by_it_however_many_there_are() {
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
            interner
                .find(&number.to_string())
                .map(|symbol| interner.text(symbol))
        };
        assert!((0..1_000).all(|number| text(number) == Some(&number.to_string())));
        assert_eq!(interner.find("1000"), None);
        assert_eq!(interner.clone().intern("").index(), 1_000);
    }
}

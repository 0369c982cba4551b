//! Texts that recur by the thousand, each held once and compared as a number.

use std::{collections::HashMap, num::NonZeroU32, sync::Arc};

/// A text's place in [`Names`]; means nothing without it and is never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(NonZeroU32);

/// The texts, by number and back.
#[derive(Debug, Clone, Default)]
pub struct Names {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, Name>,
}

impl Names {
    /// Gives the number of a text, a new one if it has none yet.
    ///
    /// # Panics
    ///
    /// When there are 2^32 names, which no memory holds.
    pub fn enter(&mut self, text: &str) -> Name {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        let count = u32::try_from(self.texts.len())
            .ok()
            .and_then(NonZeroU32::new);
        assert!(count.is_some(), "there are fewer than 2^32 names");
        let name = Name(count.unwrap_or(NonZeroU32::MIN));
        self.numbers.insert(text, name);
        name
    }

    /// Finds the number of a text that was entered.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.numbers.get(text).copied()
    }

    /// Gives the text of a number.
    pub fn text(&self, name: Name) -> &str {
        &self.texts[name.index()]
    }

    /// Counts the texts; every [`Name::index`] is below it.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Says whether no text was entered yet.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

impl Name {
    /// Gives the place, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

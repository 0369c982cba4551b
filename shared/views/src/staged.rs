//! Writes that are about to be committed, and reads that see them.

use std::collections::BTreeMap;

use sled::{Batch, IVec, Tree};

use crate::{ViewsError, digest::Digests, records::Source};

/// A tree with writes on top; nothing reaches the tree before [`Staged::into_batch`] is applied.
pub(crate) struct Staged<'a> {
    tree: &'a Tree,
    writes: BTreeMap<Vec<u8>, Write>,
}

/// What becomes of a key.
struct Write {
    before: Before,
    after: Option<IVec>,
}

/// What the tree holds under a key, as far as it was asked.
enum Before {
    Unasked,
    Nothing,
    Value(IVec),
}

impl<'a> Staged<'a> {
    pub(crate) fn on(tree: &'a Tree) -> Self {
        Self {
            tree,
            writes: BTreeMap::new(),
        }
    }

    /// Says whether a key is about to be written.
    pub(crate) fn writes(&self, key: &[u8]) -> bool {
        self.writes
            .get(key)
            .is_some_and(|write| write.after.is_some())
    }

    /// Says whether any key that begins with `prefix` is about to be written.
    pub(crate) fn writes_under(&self, prefix: &[u8]) -> bool {
        self.written_under(prefix)
            .any(|(_, write)| write.after.is_some())
    }

    /// Says whether the tree holds a key.
    pub(crate) fn holds(&self, key: &[u8]) -> Result<bool, ViewsError> {
        Ok(self.tree.contains_key(key)?)
    }

    /// Says whether the tree holds any key that begins with `prefix`.
    pub(crate) fn holds_under(&self, prefix: &[u8]) -> Result<bool, ViewsError> {
        Ok(self.tree.scan_prefix(prefix).next().transpose()?.is_some())
    }

    /// Puts a value where the tree may hold another.
    pub(crate) fn put(&mut self, key: Vec<u8>, value: IVec) {
        self.write(key, Before::Unasked, Some(value));
    }

    /// Puts a value where the tree is known to hold none.
    pub(crate) fn put_new(&mut self, key: Vec<u8>, value: IVec) {
        self.write(key, Before::Nothing, Some(value));
    }

    /// Puts a value, or takes the key away, where it is known what the tree holds.
    pub(crate) fn replace(&mut self, key: Vec<u8>, before: Option<IVec>, after: Option<IVec>) {
        let before = before.map_or(Before::Nothing, Before::Value);
        self.write(key, before, after);
    }

    fn write(&mut self, key: Vec<u8>, before: Before, after: Option<IVec>) {
        self.writes.insert(key, Write { before, after });
    }

    fn written_under(&self, prefix: &[u8]) -> impl Iterator<Item = (&Vec<u8>, &Write)> {
        self.writes
            .range(prefix.to_vec()..)
            .take_while(move |(key, _)| key.starts_with(prefix))
    }

    /// Counts the writes.
    pub(crate) fn len(&self) -> usize {
        self.writes.len()
    }

    /// Gives the batch that makes the writes, and enters what they change into the digests.
    pub(crate) fn into_batch(self, digests: &mut Digests) -> Result<Batch, ViewsError> {
        let mut batch = Batch::default();
        for (key, Write { before, after }) in self.writes {
            let before = match before {
                Before::Unasked => self.tree.get(&key)?,
                Before::Nothing => None,
                Before::Value(value) => Some(value),
            };
            if let Some(before) = before {
                digests.take(&key, &before);
            }
            match after {
                Some(after) => {
                    digests.add(&key, &after);
                    batch.insert(key, after);
                }
                None => batch.remove(key),
            }
        }
        Ok(batch)
    }
}

impl Source for Staged<'_> {
    fn under(&self, prefix: &[u8]) -> Result<Vec<(IVec, IVec)>, ViewsError> {
        let held = self.tree.under(prefix)?;
        if !self.writes_under(prefix) {
            return Ok(held);
        }
        let mut found: BTreeMap<IVec, IVec> = held.into_iter().collect();
        for (key, write) in self.written_under(prefix) {
            match &write.after {
                Some(value) => found.insert(key.as_slice().into(), value.clone()),
                None => found.remove(&key[..]),
            };
        }
        Ok(found.into_iter().collect())
    }

    fn at(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError> {
        match self.writes.get(key) {
            Some(write) => Ok(write.after.clone()),
            None => Ok(self.tree.get(key)?),
        }
    }
}

//! Writes that are about to be committed, and reads that see them.

use std::collections::BTreeMap;

use sled::{Batch, IVec, Tree};

use crate::{ViewsError, digest::Digest, keys};

/// A tree with writes on top; nothing reaches the tree before [`Staged::into_batch`] is applied.
pub(crate) struct Staged<'a> {
    tree: &'a Tree,
    writes: BTreeMap<Vec<u8>, Option<IVec>>,
    removes: bool,
}

impl<'a> Staged<'a> {
    pub(crate) fn on(tree: &'a Tree) -> Self {
        Self {
            tree,
            writes: BTreeMap::new(),
            removes: false,
        }
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<IVec>, ViewsError> {
        match self.writes.get(key) {
            Some(written) => Ok(written.clone()),
            None => Ok(self.tree.get(key)?),
        }
    }

    pub(crate) fn has(&self, key: &[u8]) -> Result<bool, ViewsError> {
        Ok(self.get(key)?.is_some())
    }

    pub(crate) fn put(&mut self, key: Vec<u8>, value: IVec) {
        self.writes.insert(key, Some(value));
    }

    pub(crate) fn remove(&mut self, key: Vec<u8>) {
        self.removes = true;
        self.writes.insert(key, None);
    }

    /// Gives all keys that begin with `prefix`, in order, with their values.
    pub(crate) fn scan(&self, prefix: &[u8]) -> Result<BTreeMap<Vec<u8>, IVec>, ViewsError> {
        let mut found = BTreeMap::new();
        for pair in self.tree.scan_prefix(prefix) {
            let (key, value) = pair?;
            found.insert(key.to_vec(), value);
        }
        for (key, written) in self
            .writes
            .range(prefix.to_vec()..)
            .take_while(|(key, _)| key.starts_with(prefix))
        {
            match written {
                Some(value) => found.insert(key.clone(), value.clone()),
                None => found.remove(key),
            };
        }
        Ok(found)
    }

    /// Says whether any key begins with `prefix`.
    pub(crate) fn any(&self, prefix: &[u8]) -> Result<bool, ViewsError> {
        let staged = self.writes.range(prefix.to_vec()..).next();
        if staged.is_some_and(|(key, written)| key.starts_with(prefix) && written.is_some()) {
            return Ok(true);
        }
        if self.removes {
            return Ok(!self.scan(prefix)?.is_empty());
        }
        Ok(self.tree.scan_prefix(prefix).next().transpose()?.is_some())
    }

    /// Gives the batch that makes the writes, and enters what they change of the canonical part into the digest.
    pub(crate) fn into_batch(self, digest: &mut Digest) -> Result<Batch, ViewsError> {
        let mut batch = Batch::default();
        for (key, written) in self.writes {
            if keys::is_canonical(&key) {
                if let Some(old) = self.tree.get(&key)? {
                    digest.take(&key, &old);
                }
                if let Some(new) = &written {
                    digest.add(&key, new);
                }
            }
            match written {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        Ok(batch)
    }
}

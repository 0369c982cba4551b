//! Which subjects merges have linked, and which knelpunt each is part of.

use std::collections::{BTreeSet, HashMap};

/// The rows that were ever linked by a merge, even by one that was withdrawn: as known before the withdrawal, they are
/// one knelpunt.
#[derive(Debug, Default)]
pub(crate) struct Merges {
    links: HashMap<u32, BTreeSet<u32>>,
    /// The rows that are part of the knelpunt of another one, with that one.
    absorbed: HashMap<u32, u32>,
    /// The rows that make up a knelpunt, in order of id, where there are several.
    members: HashMap<u32, Box<[u32]>>,
}

impl Merges {
    /// Links two rows.
    pub(crate) fn link(&mut self, one: u32, other: u32) {
        self.links.entry(one).or_default().insert(other);
        self.links.entry(other).or_default().insert(one);
    }

    /// Whether a row is linked with any other, or with itself.
    pub(crate) fn is_linked(&self, row: u32) -> bool {
        !self.links.is_empty() && self.links.contains_key(&row)
    }

    /// Lists the rows that are linked with any other.
    pub(crate) fn linked(&self) -> impl Iterator<Item = u32> {
        self.links.keys().copied()
    }

    /// Returns the rows that are linked with one, transitively, itself included.
    pub(crate) fn component(&self, row: u32) -> BTreeSet<u32> {
        let mut component = BTreeSet::from([row]);
        let mut ahead = vec![row];
        while let Some(next) = ahead.pop() {
            let linked = self.links.get(&next).into_iter().flatten();
            ahead.extend(linked.filter(|row| component.insert(**row)));
        }
        component
    }

    /// Returns the row of the knelpunt that a row is part of.
    pub(crate) fn root(&self, row: u32) -> u32 {
        self.absorbed.get(&row).copied().unwrap_or(row)
    }

    /// Whether a row is part of the knelpunt of another one.
    pub(crate) fn is_absorbed(&self, row: u32) -> bool {
        !self.absorbed.is_empty() && self.absorbed.contains_key(&row)
    }

    /// Returns the number of rows that are part of the knelpunt of another one.
    pub(crate) fn absorbed(&self) -> usize {
        self.absorbed.len()
    }

    /// Returns the rows that make up the knelpunt of a row that is not absorbed.
    pub(crate) fn members(&self, root: u32) -> Vec<u32> {
        let members = self.members.get(&root);
        members.map_or_else(|| vec![root], |rows| rows.to_vec())
    }

    /// Forgets which knelpunten some linked rows make up.
    pub(crate) fn clear(&mut self, component: &BTreeSet<u32>) {
        for row in component {
            self.absorbed.remove(row);
            self.members.remove(row);
        }
    }

    /// Records that rows make up the knelpunt of one of them.
    pub(crate) fn set_members(&mut self, root: u32, members: Vec<u32>) {
        if members.len() > 1 {
            let others = members.iter().filter(|row| **row != root);
            self.absorbed.extend(others.map(|row| (*row, root)));
            self.members.insert(root, members.into());
        }
    }
}

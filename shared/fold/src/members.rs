//! The subjects that make up a knelpunt: nearly always only itself, which then needs no allocation.

use std::ops::Deref;

use model::KnelpuntId;

/// The subjects whose events are a knelpunt's events, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members(MemberIds);

#[derive(Debug, Clone, PartialEq, Eq)]
enum MemberIds {
    One(KnelpuntId),
    Many(Box<[KnelpuntId]>),
}

impl Members {
    /// Returns the bytes that they take on the heap.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn heap_bytes(&self) -> usize {
        match &self.0 {
            MemberIds::One(_) => 0,
            MemberIds::Many(members) => size_of_val(&**members),
        }
    }
}

impl From<Vec<KnelpuntId>> for Members {
    fn from(members: Vec<KnelpuntId>) -> Self {
        Self(match members.as_slice() {
            [one] => MemberIds::One(*one),
            _ => MemberIds::Many(members.into()),
        })
    }
}

impl Deref for Members {
    type Target = [KnelpuntId];

    fn deref(&self) -> &[KnelpuntId] {
        match &self.0 {
            MemberIds::One(one) => std::slice::from_ref(one),
            MemberIds::Many(members) => members,
        }
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a KnelpuntId;
    type IntoIter = std::slice::Iter<'a, KnelpuntId>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

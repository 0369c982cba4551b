//! Many short lists in one vector: reading all of them reads memory once, in order.

/// A list for each row, with a capacity that grows by doubling.
#[derive(Debug)]
pub(crate) struct JaggedVec<T> {
    items: Vec<T>,
    slots: Vec<ListSlot>,
    /// The capacity that moved and cleared lists left behind.
    left_behind: usize,
}

/// The location of a row's list.
#[derive(Debug, Clone, Copy, Default)]
struct ListSlot {
    start: u32,
    count: u32,
}

/// How much may be left behind, in addition to one part in so many of all.
const LEFT_BEHIND_LIMIT: usize = 4_096;
const LEFT_BEHIND_PART: usize = 8;

impl<T> Default for JaggedVec<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            slots: Vec::new(),
            left_behind: 0,
        }
    }
}

impl ListSlot {
    fn start(self) -> usize {
        self.start as usize
    }

    fn count(self) -> usize {
        self.count as usize
    }

    /// The capacity of a list follows from its length.
    fn capacity(self) -> usize {
        match self.count {
            0 => 0,
            count => count.next_power_of_two() as usize,
        }
    }

    fn is_last(self, length: usize) -> bool {
        self.start() + self.capacity() == length
    }
}

impl<T: Copy> JaggedVec<T> {
    /// Sets the number of rows; new ones have empty lists.
    pub(crate) fn resize(&mut self, rows: usize) {
        self.slots.resize(rows, ListSlot::default());
    }

    /// Returns the bytes in use, those left behind included.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.items) + size_of_val(&*self.slots)
    }

    /// Returns the list of a row.
    pub(crate) fn list(&self, row: usize) -> &[T] {
        let slot = self.slots[row];
        &self.items[slot.start()..][..slot.count()]
    }

    /// Returns the list of a row, mutably.
    pub(crate) fn list_mut(&mut self, row: usize) -> &mut [T] {
        let slot = self.slots[row];
        &mut self.items[slot.start()..][..slot.count()]
    }

    /// Appends an item to a row, in amortised constant time.
    pub(crate) fn push(&mut self, row: usize, item: T) {
        let slot = self.slots[row];
        if slot.count() < slot.capacity() {
            self.items[slot.start() + slot.count()] = item;
        } else {
            self.grow(row, item);
        }
        self.slots[row].count += 1;
    }

    /// Replaces the list of a row: in place if it fits.
    pub(crate) fn set(&mut self, row: usize, items: &[T]) {
        let (slot, count) = (self.slots[row], number(items.len()));
        let capacity = ListSlot { count, ..slot }.capacity();
        let Some(last) = items.last() else {
            self.clear(row);
            return;
        };
        if capacity <= slot.capacity() {
            self.items[slot.start()..][..items.len()].copy_from_slice(items);
            self.left_behind += slot.capacity() - capacity;
        } else {
            self.clear(row);
            self.compact();
            let start = self.items.len();
            self.items.extend_from_slice(items);
            self.items.resize(start + capacity, *last);
            self.slots[row].start = number(start);
        }
        self.slots[row].count = count;
    }

    /// Doubles the capacity of a full list: in place if it is the last, otherwise by moving it to the end.
    fn grow(&mut self, row: usize, item: T) {
        let slot = self.slots[row];
        if slot.count > 0 && slot.is_last(self.items.len()) {
            self.items.resize(self.items.len() + slot.count(), item);
            return;
        }
        self.left_behind += slot.capacity();
        self.compact();
        let slot = self.slots[row];
        let start = self.items.len();
        self.items
            .extend_from_within(slot.start()..slot.start() + slot.count());
        self.items.resize(start + (2 * slot.count()).max(1), item);
        self.slots[row].start = number(start);
    }

    /// Empties the list of a row.
    pub(crate) fn clear(&mut self, row: usize) {
        let slot = std::mem::take(&mut self.slots[row]);
        if slot.is_last(self.items.len()) {
            self.items.truncate(slot.start());
        } else {
            self.left_behind += slot.capacity();
        }
    }

    /// Moves all lists together, in order of row, when too much was left behind.
    ///
    /// Every so many items moved follow one that was pushed or cleared since, which is amortised constant time.
    fn compact(&mut self) {
        if self.left_behind <= self.items.len() / LEFT_BEHIND_PART + LEFT_BEHIND_LIMIT {
            return;
        }
        let mut items = Vec::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.count > 0) {
            let start = items.len();
            items.extend_from_slice(&self.items[slot.start()..][..slot.capacity()]);
            slot.start = number(start);
        }
        (self.items, self.left_behind) = (items, 0);
    }
}

fn number(slot: usize) -> u32 {
    let number = u32::try_from(slot);
    assert!(number.is_ok(), "there are fewer than 2^32 items");
    number.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An operation on a row.
    #[derive(Debug, Clone)]
    enum RowOperation {
        Push(usize, u8),
        Clear(usize),
        ReplaceLast(usize, u8),
        Set(usize, Vec<u8>),
    }

    fn operations() -> impl Strategy<Value = Vec<RowOperation>> {
        let operation = prop_oneof![
            20 => (0..5_usize, any::<u8>()).prop_map(|(row, item)| RowOperation::Push(row, item)),
            1 => (0..5_usize).prop_map(RowOperation::Clear),
            2 => (0..5_usize, any::<u8>()).prop_map(|(row, item)| RowOperation::ReplaceLast(row, item)),
            4 => (0..5_usize, prop::collection::vec(any::<u8>(), 0..9)).prop_map(|(row, items)| RowOperation::Set(row, items)),
        ];
        prop::collection::vec(operation, 0..400)
    }

    proptest! {
        #[test]
        fn lists_equal_vectors(operations in operations(), close_up_after in 0..400_usize) {
            let mut lists = JaggedVec::default();
            lists.resize(5);
            let mut expected: [Vec<u8>; 5] = Default::default();
            for (number, operation) in operations.into_iter().enumerate() {
                match operation {
                    RowOperation::Push(row, item) => {
                        lists.push(row, item);
                        expected[row].push(item);
                    }
                    RowOperation::Clear(row) => {
                        lists.clear(row);
                        expected[row].clear();
                    }
                    RowOperation::ReplaceLast(row, item) => {
                        for last in [lists.list_mut(row).last_mut(), expected[row].last_mut()].into_iter().flatten() {
                            *last = item;
                        }
                    }
                    RowOperation::Set(row, items) => {
                        lists.set(row, &items);
                        expected[row] = items;
                    }
                }
                if number == close_up_after {
                    lists.left_behind += LEFT_BEHIND_LIMIT * 2;
                    lists.compact();
                }
                for (row, list) in expected.iter().enumerate() {
                    prop_assert_eq!(lists.list(row), list);
                }
            }
        }
    }

    #[test]
    fn the_capacity_left_behind_stays_in_proportion() {
        let mut lists = JaggedVec::default();
        lists.resize(2);
        for item in 0..100_000_u32 {
            lists.push(item as usize % 2, item);
            if item % 10_000 == 9_999 {
                lists.clear(0);
            }
        }
        assert!(lists.items.len() < 150_000, "{}", lists.items.len());
        assert_eq!(lists.list(1).len(), 50_000);
        assert_eq!(lists.list(1).last(), Some(&99_999));
    }
}

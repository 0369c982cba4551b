//! Many short lists in one vector: going through all of them is going through memory once.

/// A list for each row, in room that grows by doubling.
#[derive(Debug)]
pub(crate) struct JaggedVec<T> {
    items: Vec<T>,
    places: Vec<ListSlot>,
    /// The room that lists left behind.
    left_behind: usize,
}

/// Where a row's list stands.
#[derive(Debug, Clone, Copy, Default)]
struct ListSlot {
    start: u32,
    count: u32,
}

/// How much room may be left behind, besides one part in so many of all.
const LEFT_BEHIND_LIMIT: usize = 4_096;
const LEFT_BEHIND_PART: usize = 8;

impl<T> Default for JaggedVec<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            places: Vec::new(),
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

    /// The room of a list follows from how many items it has.
    fn room(self) -> usize {
        match self.count {
            0 => 0,
            count => count.next_power_of_two() as usize,
        }
    }

    fn is_last(self, length: usize) -> bool {
        self.start() + self.room() == length
    }
}

impl<T: Copy> JaggedVec<T> {
    /// Makes room for so many rows; those that are new have empty lists.
    pub(crate) fn resize(&mut self, rows: usize) {
        self.places.resize(rows, ListSlot::default());
    }

    /// Counts the bytes in use, with the room that lists left behind.
    #[cfg(feature = "size-accounting")]
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.items) + size_of_val(&*self.places)
    }

    /// Gives the list of a row.
    pub(crate) fn list(&self, row: usize) -> &[T] {
        let place = self.places[row];
        &self.items[place.start()..][..place.count()]
    }

    /// Gives the list of a row, to change its items.
    pub(crate) fn list_mut(&mut self, row: usize) -> &mut [T] {
        let place = self.places[row];
        &mut self.items[place.start()..][..place.count()]
    }

    /// Puts an item behind those of a row: in constant time, on average over many.
    pub(crate) fn push(&mut self, row: usize, item: T) {
        let place = self.places[row];
        if place.count() < place.room() {
            self.items[place.start() + place.count()] = item;
        } else {
            self.grow(row, item);
        }
        self.places[row].count += 1;
    }

    /// Doubles the room of a list that is full, where it stands if it is the last, else at the end.
    fn grow(&mut self, row: usize, item: T) {
        let place = self.places[row];
        if place.count > 0 && place.is_last(self.items.len()) {
            self.items.resize(self.items.len() + place.count(), item);
            return;
        }
        self.left_behind += place.room();
        self.close_up();
        let place = self.places[row];
        let start = self.items.len();
        self.items
            .extend_from_within(place.start()..place.start() + place.count());
        self.items.resize(start + (2 * place.count()).max(1), item);
        self.places[row].start = number(start);
    }

    /// Empties the list of a row.
    pub(crate) fn clear(&mut self, row: usize) {
        let place = std::mem::take(&mut self.places[row]);
        if place.is_last(self.items.len()) {
            self.items.truncate(place.start());
        } else {
            self.left_behind += place.room();
        }
    }

    /// Puts all lists one behind the other, in order of row, when a part of all room was left behind.
    ///
    /// Of so many items moved one stands for one that was pushed since, or that left: on average that is constant time.
    fn close_up(&mut self) {
        if self.left_behind <= self.items.len() / LEFT_BEHIND_PART + LEFT_BEHIND_LIMIT {
            return;
        }
        let mut items = Vec::new();
        for place in self.places.iter_mut().filter(|place| place.count > 0) {
            let start = items.len();
            items.extend_from_slice(&self.items[place.start()..][..place.room()]);
            place.start = number(start);
        }
        (self.items, self.left_behind) = (items, 0);
    }
}

fn number(place: usize) -> u32 {
    let number = u32::try_from(place);
    assert!(number.is_ok(), "there are fewer than 2^32 items");
    number.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What can be done to a row.
    #[derive(Debug, Clone, Copy)]
    enum Deed {
        Push(usize, u8),
        Clear(usize),
        ReplaceLast(usize, u8),
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let deed = prop_oneof![
            20 => (0..5_usize, any::<u8>()).prop_map(|(row, item)| Deed::Push(row, item)),
            1 => (0..5_usize).prop_map(Deed::Clear),
            2 => (0..5_usize, any::<u8>()).prop_map(|(row, item)| Deed::ReplaceLast(row, item)),
        ];
        prop::collection::vec(deed, 0..400)
    }

    proptest! {
        #[test]
        fn lists_hold_what_vectors_would(deeds in deeds(), close_up_after in 0..400_usize) {
            let mut ragged = JaggedVec::default();
            ragged.resize(5);
            let mut plain: [Vec<u8>; 5] = Default::default();
            for (number, deed) in deeds.into_iter().enumerate() {
                match deed {
                    Deed::Push(row, item) => {
                        ragged.push(row, item);
                        plain[row].push(item);
                    }
                    Deed::Clear(row) => {
                        ragged.clear(row);
                        plain[row].clear();
                    }
                    Deed::ReplaceLast(row, item) => {
                        for last in [ragged.list_mut(row).last_mut(), plain[row].last_mut()].into_iter().flatten() {
                            *last = item;
                        }
                    }
                }
                if number == close_up_after {
                    ragged.left_behind += LEFT_BEHIND_LIMIT * 2;
                    ragged.close_up();
                }
                for (row, list) in plain.iter().enumerate() {
                    prop_assert_eq!(ragged.list(row), list);
                }
            }
        }
    }

    #[test]
    fn what_is_left_behind_stays_in_proportion() {
        let mut ragged = JaggedVec::default();
        ragged.resize(2);
        for item in 0..100_000_u32 {
            ragged.push(item as usize % 2, item);
            if item % 10_000 == 9_999 {
                ragged.clear(0);
            }
        }
        assert!(ragged.items.len() < 150_000, "{}", ragged.items.len());
        assert_eq!(ragged.list(1).len(), 50_000);
        assert_eq!(ragged.list(1).last(), Some(&99_999));
    }
}

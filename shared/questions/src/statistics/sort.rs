//! Sorting by whole microseconds: dealt out by the highest digit, so that what is left to compare is little at a time
//! and close together.

use std::mem;

const DIGIT_BITS: u32 = 13;
const DIGITS: usize = 1 << DIGIT_BITS;

/// Up to how many are sorted by comparison.
const FEW: usize = 1_500;

/// Sorts by a key; what has the same key stays in the order in which it stands.
pub(super) fn sort_by_key<T: Copy>(items: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    if items.len() <= FEW {
        items.sort_by_key(key);
        return;
    }
    let largest = items.iter().map(&key).max().unwrap_or(0);
    let shift = (u64::BITS - largest.leading_zeros()).saturating_sub(DIGIT_BITS);
    let digit = |item: &T| low_digit(key(item) >> shift);
    let mut places = vec![0; DIGITS];
    for item in &*items {
        places[digit(item)] += 1;
    }
    let mut start = 0;
    for place in &mut places {
        start += mem::replace(place, start);
    }
    let mut sorted = items.clone();
    for item in &*items {
        let place = &mut places[digit(item)];
        sorted[*place] = *item;
        *place += 1;
    }
    // Each place is now where the next digit begins.
    let mut start = 0;
    for end in places {
        sorted[start..end].sort_by_key(&key);
        start = end;
    }
    *items = sorted;
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only the low bits are kept"
)]
fn low_digit(key: u64) -> usize {
    key as usize & (DIGITS - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn few_and_many_are_sorted_as_a_stable_sort_would(
            some in prop::collection::vec(prop_oneof![0..9_u64, any::<u64>()], 1..200),
            times in prop_oneof![Just(1), Just(FEW)],
        ) {
            let numbered = |(number, key): (usize, &u64)| (key.rotate_left(u32::from(number.is_multiple_of(2))), number);
            let mut items: Vec<(u64, usize)> = some.iter().cycle().take(some.len() * times).enumerate().map(numbered).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut items, |(key, _)| *key);
            prop_assert_eq!(items, expected);
        }
    }
}

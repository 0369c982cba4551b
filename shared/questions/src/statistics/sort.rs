//! Sorting by whole microseconds, digit by digit: several times as fast as by comparison where there are many.

use std::mem;

const DIGIT_BITS: u32 = 11;
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
    let mut sorted = items.clone();
    for shift in (0..u64::BITS).step_by(DIGIT_BITS as usize) {
        if largest >> shift == 0 {
            break;
        }
        let digit = |item: &T| low_digit(key(item) >> shift);
        let mut places = [0; DIGITS];
        for item in &*items {
            places[digit(item)] += 1;
        }
        let mut start = 0;
        for place in &mut places {
            start += mem::replace(place, start);
        }
        for item in &*items {
            let place = &mut places[digit(item)];
            sorted[*place] = *item;
            *place += 1;
        }
        mem::swap(items, &mut sorted);
    }
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

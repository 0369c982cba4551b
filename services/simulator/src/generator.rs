//! Random draws that are the same for the same seed, on every machine and forever.

use std::ops::RangeInclusive;

use splitmix::{GOLDEN_GAMMA, SplitMix64, mix};

use crate::parameters::Chance;

/// A generator of random draws.
#[derive(Debug, Clone)]
pub(crate) struct Generator(SplitMix64);

/// The purpose of draws: each has its own stream, so that an additional draw in one changes nothing in another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Panel = 1,
    Round = 2,
    Supplier = 3,
    Knelpunt = 4,
    Support = 5,
}

impl Generator {
    /// Creates the generator of one numbered object in a stream.
    pub(crate) fn new(seed: u64, stream: Stream, number: u64) -> Self {
        let start = mix(mix(seed.wrapping_add(GOLDEN_GAMMA)) ^ stream as u64);
        let seed = mix(start.wrapping_add(number.wrapping_mul(GOLDEN_GAMMA)));
        Self(SplitMix64::new(seed))
    }

    /// Returns a number below `bound`, or 0 if `bound` is 0.
    ///
    /// By multiplication (Lemire 2019, "Fast random integer generation in an interval"), without the second draw that
    /// removes the bias: at these bounds it is far below one in a billion.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the upper half of the product is below the bound"
    )]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.0.next_u64()) * bound as u128) >> 64) as usize
    }

    /// Returns a number in the range, both ends included.
    pub(crate) fn in_range(&mut self, range: &RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    /// Returns `true` with this chance.
    pub(crate) fn random_bool(&mut self, chance: Chance) -> bool {
        self.below(10_000) < chance.per_ten_thousand()
    }

    /// Returns one of the items, each with the same chance; `None` if there are none.
    pub(crate) fn choose<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// Returns one of the items, in proportion to its weight; `None` if all weights are 0.
    pub(crate) fn choose_weighted<'a, T>(
        &mut self,
        items: &'a [T],
        weight: impl Fn(&T) -> usize,
    ) -> Option<&'a T> {
        let mut point = self.below(items.iter().map(&weight).sum());
        items.iter().find(|item| {
            let weight = weight(item);
            let found = point < weight;
            point = point.saturating_sub(weight);
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_and_numbers_are_independent() {
        let first = |stream, number| Generator::new(7, stream, number).0.next_u64();
        assert_ne!(first(Stream::Panel, 1), first(Stream::Round, 1));
        assert_ne!(first(Stream::Panel, 1), first(Stream::Panel, 2));
        assert_ne!(
            first(Stream::Panel, 1),
            Generator::new(8, Stream::Panel, 1).0.next_u64()
        );
    }

    #[test]
    fn draws_stay_within_bounds_and_reach_both_ends() {
        let mut generator = Generator::new(7, Stream::Knelpunt, 0);
        let mut counts = [0; 5];
        for _ in 0..1_000 {
            counts[generator.in_range(&(3..=7)) - 3] += 1;
        }
        assert!(counts.iter().all(|times| (150..250).contains(times)));
        assert_eq!(generator.below(0), 0);
    }

    #[test]
    fn items_and_events_occur_in_proportion_to_their_weights_and_chances() {
        let mut generator = Generator::new(7, Stream::Knelpunt, 1);
        let heavy = (0..1_000)
            .filter(|_| generator.choose_weighted(&[0, 1, 3], |weight| *weight) == Some(&3));
        assert!((700..800).contains(&heavy.count()));
        let drawn = (0..1_000).filter(|_| generator.random_bool(Chance::from(20)));
        assert!((150..250).contains(&drawn.count()));
        assert_eq!(generator.choose_weighted(&[0, 0], |weight| *weight), None);
    }
}

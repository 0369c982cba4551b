//! Numbers that look random and are the same for ever.
//!
//! `SplitMix64` (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", figure 17; constants as
//! in Vigna's `splitmix64.c`). A few lines of our own rather than a crate: a library may change its algorithm with
//! any version, and with it every history that was ever shown under a seed.

use std::ops::RangeInclusive;

use crate::parameters::Chance;

const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A source of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Generator {
    state: u64,
}

/// What numbers are drawn for: each thing draws from a stream of its own, so that one more draw here changes
/// nothing there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Panel = 1,
    Round = 2,
    Supplier = 3,
    Knelpunt = 4,
}

impl Generator {
    /// Returns the stream's generator for the thing with a number.
    pub(crate) fn of(seed: u64, stream: Stream, number: u64) -> Self {
        let start = mix(mix(seed.wrapping_add(GOLDEN_GAMMA)) ^ stream as u64);
        Self {
            state: mix(start.wrapping_add(number.wrapping_mul(GOLDEN_GAMMA))),
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mix(self.state)
    }

    /// Draws a number below `bound`; 0 when that is 0.
    ///
    /// By multiplication (Lemire 2019, "Fast random integer generation in an interval"), without its second draw:
    /// the bias at these bounds is far below one in a billion.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the upper half of the product is below the bound"
    )]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// Draws a number of the range, ends included.
    pub(crate) fn within(&mut self, range: &RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    /// Returns whether what has this chance happens.
    pub(crate) fn happens(&mut self, chance: Chance) -> bool {
        self.below(10_000) < chance.per_ten_thousand()
    }

    /// Picks one, each as often as any other; none of none.
    pub(crate) fn any<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// Picks one in proportion to its weight; none when nothing weighs.
    pub(crate) fn weighted<'a, T>(
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

fn mix(state: u64) -> u64 {
    let first = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let second = (first ^ (first >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    second ^ (second >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::percent;

    #[test]
    fn the_numbers_are_those_of_the_published_program() {
        let mut generator = Generator { state: 1_234_567 };
        let drawn = [(); 3].map(|()| generator.next());
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn streams_and_numbers_draw_apart() {
        let first = |stream, number| Generator::of(7, stream, number).next();
        assert_ne!(first(Stream::Panel, 1), first(Stream::Round, 1));
        assert_ne!(first(Stream::Panel, 1), first(Stream::Panel, 2));
        assert_ne!(
            first(Stream::Panel, 1),
            Generator::of(8, Stream::Panel, 1).next()
        );
    }

    #[test]
    fn draws_stay_within_bounds_and_reach_both_ends() {
        let mut generator = Generator::of(7, Stream::Knelpunt, 0);
        let mut seen = [0; 5];
        for _ in 0..1_000 {
            seen[generator.within(&(3..=7)) - 3] += 1;
        }
        assert!(seen.iter().all(|times| (150..250).contains(times)));
        assert_eq!(generator.below(0), 0);
    }

    #[test]
    fn weights_and_chances_are_kept_to() {
        let mut generator = Generator::of(7, Stream::Knelpunt, 1);
        let heavy =
            (0..1_000).filter(|_| generator.weighted(&[0, 1, 3], |weight| *weight) == Some(&3));
        assert!((700..800).contains(&heavy.count()));
        let happened = (0..1_000).filter(|_| generator.happens(percent(20)));
        assert!((150..250).contains(&happened.count()));
        assert_eq!(generator.weighted(&[0, 0], |weight| *weight), None);
    }
}

//! `SplitMix64`: pseudorandom numbers that are the same forever for the same seed.
//!
//! By Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", figure 17; constants as in Vigna's
//! `splitmix64.c`. Our own rather than a library's, because a library may change its algorithm with any version, and
//! with it every simulated history and every test run that a seed reproduces. Not here: where a seed comes from.

/// The difference between two consecutive states: 2⁶⁴ divided by the golden ratio.
pub const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A generator whose numbers are a function of its seed.
#[derive(Debug, Clone)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Creates the generator of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Returns the next number.
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mix(self.state)
    }
}

/// Returns the number of a state: a bijection that changes about half of all bits for each changed bit.
pub const fn mix(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_seed_are_those_of_the_reference_implementation() {
        let mut generator = SplitMix64::new(1_234_567);
        let numbers = [(); 3].map(|()| generator.next_u64());
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(numbers, expected);
    }
}

//! Whether a curve is at most one half, decided exactly.
//!
//! The curve is a product of fractions of counts. A float decides while it is further from 1/2
//! than its rounding errors can add up to. Closer than that, unique factorisation into primes
//! decides whether the product *is* 1/2, and if it is not, integers of enough bits decide on which
//! side it lies. Steps that close are few: each lowers the curve by at least one part in n.

use std::mem;

use num_bigint::BigUint;

use super::real;
use super::survival::Step;

/// Finds the first step at which the curve is at most 1/2, in all `steps` from the first on.
pub(super) fn first_at_most_half(steps: &[Step]) -> Option<&Step> {
    let is_at_most_half = |&(index, step): &(usize, &Step)| {
        // One division and one product per fall, each off by at most half an epsilon; and twice that.
        let rounding = 2.0 * real(index + 1) * f64::EPSILON;
        if (step.survival - 0.5).abs() > rounding {
            step.survival < 0.5
        } else {
            is_half(&steps[..=index]) || is_below_half(&steps[..=index])
        }
    };
    steps
        .iter()
        .enumerate()
        .find(is_at_most_half)
        .map(|(_, step)| step)
}

/// Whether the product is exactly 1/2: whether the exponents of all primes cancel, but for a
/// single 2 below the line.
fn is_half(steps: &[Step]) -> bool {
    let largest = steps
        .iter()
        .map(|step| step.at_risk)
        .max()
        .unwrap_or(0)
        .max(2);
    let mut exponents = vec![0_i64; largest + 1];
    for step in steps {
        exponents[step.survivors()] += 1;
        exponents[step.at_risk] -= 1;
    }
    let factors = smallest_factors(largest);
    for number in (2..=largest).rev() {
        let factor = factors[number];
        if factor < number {
            let exponent = mem::take(&mut exponents[number]);
            exponents[factor] += exponent;
            exponents[number / factor] += exponent;
        }
    }
    exponents[0] == 0 && exponents[2] == -1 && exponents[3..].iter().all(|&exponent| exponent == 0)
}

/// The smallest prime that divides each number up to `largest` (the sieve of Eratosthenes).
fn smallest_factors(largest: usize) -> Vec<usize> {
    let mut factors: Vec<usize> = (0..=largest).collect();
    for prime in (2..).take_while(|prime| prime * prime <= largest) {
        if factors[prime] == prime {
            for multiple in (prime * prime..=largest).step_by(prime) {
                factors[multiple] = factors[multiple].min(prime);
            }
        }
    }
    factors
}

/// Whether the product, which is not 1/2, is below it.
fn is_below_half(steps: &[Step]) -> bool {
    let mut bits = 63;
    loop {
        // Ends, because what is not 1/2 differs from it by more than some power of two.
        if let Some(is_below) = is_below_half_within(bits, steps) {
            return is_below;
        }
        bits *= 2;
    }
}

/// The same in units of 2^−bits, or `None` where these are too coarse to decide.
///
/// Every fall is rounded down by less than one unit, so after k of them the truth is at least the product here, and
/// less than k units more.
fn is_below_half_within(bits: u64, steps: &[Step]) -> Option<bool> {
    let half = BigUint::from(1_u8) << (bits - 1);
    let mut product = &half * 2_u8;
    for step in steps {
        product *= step.survivors();
        product /= step.at_risk;
    }
    if product >= half {
        return Some(false);
    }
    (product + (steps.len() - 1) < half).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the products of survivors / at risk is the first at most 1/2, if the floats say
    /// no more than that each of them is 0.5.
    #[track_caller]
    fn check(fractions: &[(usize, usize)], expected: Option<usize>) {
        let steps: Vec<_> = fractions
            .iter()
            .map(|&(left, of)| close_call(left, of))
            .collect();
        let first = first_at_most_half(&steps);
        assert_eq!(first, expected.map(|index| &steps[index]), "{fractions:?}");
    }

    fn close_call(survivors: usize, at_risk: usize) -> Step {
        let resolved = at_risk - survivors;
        Step {
            time_us: 0,
            at_risk,
            resolved,
            by_cause: [0; crate::statistics::Cause::COUNT],
            survival: 0.5,
            relative_variance: 0.0,
        }
    }

    #[test]
    fn a_product_of_exactly_one_half_is_at_most_one_half() {
        check(&[(1, 2)], Some(0));
        check(&[(7, 9), (9, 14)], Some(1));
        check(&[(2, 3), (3, 4)], Some(1));
        check(&[(5, 6), (14, 15), (9, 14)], Some(2));
        check(&[(999_983, 1_000_000), (500_000, 999_983)], Some(1));
    }

    #[test]
    fn a_product_that_no_float_distinguishes_from_one_half_is_distinguished() {
        // Found by search: twice the product above the line is one more, or less, than that below.
        check(&[(601_517, 799_025), (471_614, 710_075)], None);
        check(&[(784_458, 855_775), (354_114, 649_207)], Some(1));
        check(
            &[(850_910, 942_393), (677_575, 755_647), (425_110, 688_369)],
            None,
        );
        check(
            &[(665_857, 851_545), (568_387, 809_257), (593_478, 651_877)],
            Some(2),
        );
        let above = [
            (876_721, 967_301),
            (679_178, 850_495),
            (542_613, 679_433),
            (579_217, 669_617),
        ];
        check(&above, None);
        let below = [
            (817_463, 972_007),
            (665_974, 745_571),
            (467_344, 692_957),
            (652_049, 660_705),
        ];
        check(&below, Some(3));
    }

    #[test]
    fn units_too_coarse_to_decide_give_none() {
        let above = [
            (876_721, 967_301),
            (679_178, 850_495),
            (542_613, 679_433),
            (579_217, 669_617),
        ];
        let steps = above.map(|(left, of)| close_call(left, of));
        assert_eq!(is_below_half_within(63, &steps), None);
        assert_eq!(is_below_half_within(126, &steps), Some(false));
    }

    #[test]
    fn a_hundred_thousand_falls_to_exactly_one_half_are_seen_as_such() {
        let fall = |at_risk| (at_risk - 1, at_risk);
        let falls: Vec<_> = (100_001..=200_000).rev().map(fall).collect();
        let mut survival = 1.0;
        let step = |&(left, of): &(usize, usize)| {
            survival *= real(left) / real(of);
            Step {
                survival,
                ..close_call(left, of)
            }
        };
        let steps: Vec<_> = falls.iter().map(step).collect();
        assert_eq!(first_at_most_half(&steps), steps.last());
        assert_eq!(first_at_most_half(&steps[..steps.len() - 1]), None);
    }
}

//! Whether the rate of one count differs from that of another.

use super::binomial::{Binomial, clopper_pearson_odds};

/// The ratio of two rates, and how likely it is by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateTest {
    /// The second rate divided by the first; none where nothing was counted first.
    pub ratio: Option<f64>,
    /// Lower bound of its exact 95 % interval.
    pub low: f64,
    /// Upper bound; none where nothing was counted first.
    pub high: Option<f64>,
    /// The probability of a difference at least as unlikely if the rates are equal.
    pub p: f64,
}

impl RateTest {
    /// Compares two counts, which are not both 0, by their exposures; none where there was no exposure.
    ///
    /// Given their sum, the second count x₁ is binomial with e₁ / (e₁ + e₀) if the rates are equal. The test is exact, by
    /// minimum likelihood (Przyborowski and Wilenski 1940); the interval is that of Clopper and Pearson (1934) for x₁ of
    /// x₁ + x₀, mapped by p ↦ p / (1 − p) · e₀ / e₁.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn new([x0, x1]: [u64; 2], [e0, e1]: [u64; 2]) -> Option<Self> {
        if e0 == 0 || e1 == 0 {
            return None;
        }
        let per = e0 as f64 / e1 as f64;
        let (low, high) = clopper_pearson_odds(x1, x0 + x1);
        let expected = e1 as f64 / (e0 + e1) as f64;
        Some(Self {
            ratio: (x0 > 0).then(|| x1 as f64 / x0 as f64 * per),
            low: low * per,
            high: high.map(|high| high * per),
            p: Binomial::new(x0 + x1, expected).two_sided(x1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        counts: [u64; 2],
        exposures: [u64; 2],
        expected: (Option<f64>, f64, Option<f64>, f64),
    ) {
        let test = RateTest::new(counts, exposures).unwrap();
        let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
        let same = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => near(one, other),
            (one, other) => one == other,
        };
        let (ratio, low, high, p) = expected;
        assert!(same(test.ratio, ratio) && near(test.low, low), "{test:?}");
        assert!(same(test.high, high) && near(test.p, p), "{test:?}");
    }

    #[test]
    fn eight_after_two_in_equal_and_in_unequal_exposure() {
        let low = 0.798_252_400_496_630_8;
        let high = 38.665_656_079_715_2;
        check([2, 8], [28, 28], (Some(4.0), low, Some(high), 0.109_375));
        check(
            [2, 8],
            [1, 3],
            (Some(4.0 / 3.0), low / 3.0, Some(high / 3.0), 1.0),
        );
    }

    #[test]
    fn without_a_count_before_there_is_no_ratio_and_without_exposure_no_test() {
        check(
            [0, 1],
            [28, 28],
            (None, 0.025_641_025_641_025_67, None, 1.0),
        );
        check(
            [1, 0],
            [28, 28],
            (Some(0.0), 0.0, Some(39.000_000_000_000_14), 1.0),
        );
        assert_eq!(RateTest::new([3, 4], [28, 0]), None);
        assert_eq!(RateTest::new([3, 4], [0, 28]), None);
    }
}

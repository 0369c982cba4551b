//! The binomial distribution: exact tests, intervals and limits of shares.
//!
//! Tails are summed from their largest term outwards, so that small ones keep all their digits, whatever the numbers.

use libm::lgamma;

use super::interval::Z_95;

/// Terms smaller than this part of their sum are left out.
const NEGLIGIBLE: f64 = 1e-18;

/// By how much an outcome may be more likely than the one observed and still count as not more likely.
const TIE: f64 = 1.0 + 1e-7;

/// How many of n happen that each have probability p.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binomial {
    n: u64,
    p: f64,
}

impl Binomial {
    /// Creates the distribution; p is from 0 to 1.
    pub(super) const fn new(n: u64, p: f64) -> Self {
        Self { n, p }
    }

    /// Returns P(X = k).
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub(super) fn exactly(&self, k: u64) -> f64 {
        let (n, k) = (self.n as f64, k as f64);
        let power = |count: f64, log: f64| if count > 0.0 { count * log } else { 0.0 };
        let ways = lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
        (ways + power(k, self.p.ln()) + power(n - k, (-self.p).ln_1p())).exp()
    }

    /// Returns P(X ≤ k).
    pub(super) fn at_most(&self, k: u64) -> f64 {
        if k >= self.n {
            1.0
        } else if real(k) < real(self.n) * self.p {
            self.sum_down(k)
        } else {
            1.0 - self.sum_up(k + 1)
        }
    }

    /// Returns P(X ≥ k).
    pub(super) fn at_least(&self, k: u64) -> f64 {
        if k == 0 {
            1.0
        } else if k > self.n {
            0.0
        } else if real(k) > real(self.n) * self.p {
            self.sum_up(k)
        } else {
            1.0 - self.sum_down(k - 1)
        }
    }

    /// Sums P(X = k) and the smaller terms below it; k is below the mean.
    fn sum_down(&self, k: u64) -> f64 {
        let (odds, mut term) = (self.p / (1.0 - self.p), self.exactly(k));
        let mut sum = term;
        for k in (1..=k).rev() {
            term *= real(k) / (real(self.n - k + 1) * odds);
            sum += term;
            if term <= sum * NEGLIGIBLE {
                break;
            }
        }
        sum
    }

    /// Sums P(X = k) and the smaller terms above it; k is above the mean.
    fn sum_up(&self, k: u64) -> f64 {
        let (odds, mut term) = (self.p / (1.0 - self.p), self.exactly(k));
        let mut sum = term;
        for k in k..self.n {
            term *= real(self.n - k) / real(k + 1) * odds;
            sum += term;
            if term <= sum * NEGLIGIBLE {
                break;
            }
        }
        sum
    }

    /// Returns the probability of the outcomes that are not more likely than x: the exact two-sided test by minimum
    /// likelihood (Przyborowski and Wilenski 1940 for two Poisson counts), with a relative tolerance of 1e-7.
    pub(super) fn two_sided(&self, x: u64) -> f64 {
        let observed = self.exactly(x) * TIE;
        let is_as_unlikely = |k: u64| self.exactly(k) <= observed;
        let mean = real(self.n) * self.p;
        let p = if real(x) < mean {
            // Above the mode the terms fall: the first of them that is as unlikely begins the other tail.
            let other = first(x + 1..self.n + 1, |k| real(k) > mean && is_as_unlikely(k));
            self.at_most(x) + self.at_least(other)
        } else {
            let other = first(0..x, |k| real(k) >= mean || !is_as_unlikely(k));
            self.at_least(x) + other.checked_sub(1).map_or(0.0, |last| self.at_most(last))
        };
        p.min(1.0)
    }

    /// Returns the lower control limit of a share at level q (Spiegelhalter 2005, A.1.1): with r the smallest number for
    /// which P(X ≤ r) ≥ q, (r − α) / n with α = (P(X ≤ r) − q) / P(X = r); not below 0.
    fn lower_limit(&self, q: f64) -> f64 {
        let r = first(0..self.n, |k| self.at_most(k) >= q);
        let alpha = (self.at_most(r) - q) / self.exactly(r);
        ((real(r) - alpha) / real(self.n)).max(0.0)
    }
}

/// Returns the control limits of the share of n at level q in each tail, where p is expected. The upper limit is 1 less
/// the lower limit of those that did not happen: the same limit, seen from the other end.
pub fn control_limits(n: u64, p: f64, q: f64) -> (f64, f64) {
    let upper = Binomial::new(n, 1.0 - p).lower_limit(q);
    (Binomial::new(n, p).lower_limit(q), 1.0 - upper)
}

/// How likely an outcome at least as large, or at least as small, is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// P(X ≥ x).
    pub above: f64,
    /// P(X ≤ x).
    pub below: f64,
}

impl Tails {
    /// Returns how likely at least, and at most, x of n are where p is expected.
    pub fn new(x: u64, n: u64, p: f64) -> Self {
        let binomial = Binomial::new(n, p);
        Self {
            above: binomial.at_least(x),
            below: binomial.at_most(x),
        }
    }
}

/// Returns the 95 % interval of the share x of n (Wilson 1927, without correction for continuity); n is above 0.
pub fn wilson_interval(x: u64, n: u64) -> (f64, f64) {
    let (share, n, z2) = (real(x) / real(n), real(n), Z_95 * Z_95);
    let centre = share + z2 / (2.0 * n);
    let spread = Z_95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let end = |end: f64| (end / (1.0 + z2 / n)).clamp(0.0, 1.0);
    (end(centre - spread), end(centre + spread))
}

/// Returns the ends of the exact 95 % interval of the probability of x of n (Clopper and Pearson 1934) as odds p/(1 − p):
/// low is 0 where x is 0, high is none where x is n.
pub(super) fn clopper_pearson_odds(x: u64, n: u64) -> (f64, Option<f64>) {
    let low = if x == 0 { 0.0 } else { lower_odds(x, n) };
    let high = (x < n).then(|| 1.0 / lower_odds(n - x, n));
    (low, high)
}

/// Returns the odds of the p at which P(X ≥ x) = 2.5 %; x is from 1 to n.
///
/// By Newton's method for the logarithm of the tail over the logarithm of the odds, in which it is concave: from the
/// second step on it approaches from below and cannot overshoot.
fn lower_odds(x: u64, n: u64) -> f64 {
    let target = 0.025_f64.ln();
    let mut log_odds = (real(x) / (real(n - x) + 1.0)).ln();
    for _ in 0..100 {
        let p = 1.0 / (1.0 + (-log_odds).exp());
        let binomial = Binomial::new(n, p);
        let tail = binomial.at_least(x);
        let slope = real(x) * (1.0 - p) * binomial.exactly(x) / tail;
        let step = (target - tail.ln()) / slope;
        log_odds += step;
        if step.abs() < 1e-13 {
            break;
        }
    }
    log_odds.exp()
}

/// Finds the first number from which on a condition holds; the end if it does nowhere.
fn first(range: std::ops::Range<u64>, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        let error = (found - expected).abs();
        assert!(
            error <= 1e-9 * expected.abs().max(1e-3),
            "{found} instead of {expected}"
        );
    }

    #[test]
    fn the_two_sided_test_sums_what_is_not_more_likely() {
        near(Binomial::new(10, 0.5).two_sided(8), 0.109_375);
        near(Binomial::new(10, 0.5).two_sided(2), 0.109_375);
        near(Binomial::new(6, 0.5).two_sided(3), 1.0);
        near(Binomial::new(12, 0.5).two_sided(12), 2.0 / 4_096.0);
        near(Binomial::new(10, 0.6).two_sided(8), 0.333_528_371_2);
        near(
            Binomial::new(10, 2.0 / 3.0).two_sided(8),
            0.512_269_471_117_207_8,
        );
        // From scipy.stats.binomtest.
        near(
            Binomial::new(100_000, 0.5).two_sided(50_400),
            0.011_514_925_490_229_02,
        );
        near(
            Binomial::new(50, 0.02).two_sided(0),
            0.628_398_285_625_390_9,
        );
    }

    #[test]
    fn the_exact_interval_holds_also_at_its_ends() {
        let (low, high) = clopper_pearson_odds(8, 10);
        near(low, 0.798_252_400_496_630_8);
        near(high.unwrap(), 38.665_656_079_715_2);
        let (low, high) = clopper_pearson_odds(0, 12);
        near(low, 0.0);
        near(high.unwrap(), 0.359_893_817_287_704_14);
        let (low, high) = clopper_pearson_odds(12, 12);
        near(low, 2.778_597_330_558_157_7);
        assert_eq!(high, None);
    }

    #[test]
    fn large_counts_have_intervals_too() {
        // From scipy.stats.beta.ppf.
        let (low, high) = clopper_pearson_odds(60_000, 100_000);
        near(low, 1.481_117_285_339_202);
        near(high.unwrap(), 1.519_135_520_239_438);
    }

    #[test]
    fn limits_are_the_mirror_of_each_other() {
        let (low, high) = control_limits(10, 0.5, 0.025);
        near(low, 0.132_444_444_444_444_45);
        near(high, 0.867_555_555_555_555_5);
        let (low, high) = control_limits(10, 0.5, 0.001);
        near(low, 0.000_24);
        near(high, 0.999_76);
        for (n, p, q, low, high) in [
            (12, 1.0, 0.025, 0.918_75, 1.0),
            (1, 1.0, 0.001, 0.001, 1.0),
            (12, 0.0, 0.025, 0.0, 0.081_25),
        ] {
            near(control_limits(n, p, q).0, low);
            near(control_limits(n, p, q).1, high);
        }
        near(control_limits(5, 0.8, 0.025).0, 0.271_406_25);
    }

    #[test]
    fn the_interval_of_a_share_contains_it_and_stays_within_bounds() {
        let (low, high) = wilson_interval(9, 10);
        near(low, 0.595_849_973_204_761_5);
        near(high, 0.982_123_786_904_927_1);
        assert!(wilson_interval(12, 12).1 > 1.0 - 1e-12 && wilson_interval(0, 3).0 < 1e-12);
    }

    #[test]
    fn tails_of_a_certain_outcome_are_certain() {
        for (n, p) in [(7, 0.0), (7, 1.0), (7, 0.3)] {
            let binomial = Binomial::new(n, p);
            for k in 0..=n {
                let below = if k == 0 { 0.0 } else { binomial.at_most(k - 1) };
                near(binomial.at_least(k) + below, 1.0);
            }
            near((0..=n).map(|k| binomial.exactly(k)).sum(), 1.0);
        }
    }
}

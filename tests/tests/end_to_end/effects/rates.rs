//! How often something was found, and how often a test of counts finds what is not there.
//!
//! Counts are whole, so an exact test is passed by chance somewhat less often than its level allows: how often follows
//! from the probabilities of all counts. These are summed here by brute force.

use std::fmt;

use anyhow::ensure;

/// How often something was found, of so many times.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Rate {
    found: usize,
    of: usize,
}

impl Rate {
    pub(super) fn add(&mut self, is_found: bool) {
        self.found += usize::from(is_found);
        self.of += 1;
    }

    /// Returns the 95 % interval (Wilson 1927).
    pub(super) fn interval(self) -> (f64, f64) {
        let (n, z) = (real(self.of), 1.959_964_f64);
        let share = real(self.found) / n;
        let centre = share + z * z / (2.0 * n);
        let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        ((centre - spread) / scale, (centre + spread) / scale)
    }

    /// Checks that the interval has the expected rate, and prints both.
    pub(super) fn check(self, what: &str, expected: f64) -> anyhow::Result<()> {
        let (low, high) = self.interval();
        eprintln!("{what}: {self}; expected {expected:.4}");
        ensure!(
            (low..=high).contains(&expected),
            "{what}: {self}; expected {expected:.4}"
        );
        Ok(())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval();
        let Self { found, of } = self;
        write!(
            to,
            "found in {found} of {of}, 95 % interval {low:.4} to {high:.4}"
        )
    }
}

/// Returns a count as a number.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns the mean.
pub(super) fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / real(numbers.len())
}

/// The logarithms of the factorials of 0 to some number.
pub(super) struct LogFactorials(Vec<f64>);

impl LogFactorials {
    pub(super) fn up_to(number: usize) -> Self {
        let sums = (1..=number).scan(0.0, |sum, factor| {
            *sum += real(factor).ln();
            Some(*sum)
        });
        Self(std::iter::once(0.0).chain(sums).collect())
    }

    /// Returns the probabilities of 0 to n of n, each with probability p.
    pub(super) fn binomial(&self, n: usize, p: f64) -> Vec<f64> {
        let log = |k: usize| self.choose(n, k) + real(k) * p.ln() + real(n - k) * (1.0 - p).ln();
        (0..=n).map(|k| log(k).exp()).collect()
    }

    /// Returns the probabilities of 0 to n among n of `all`, of which `marked` are marked.
    pub(super) fn hypergeometric(&self, n: usize, marked: usize, all: usize) -> Vec<f64> {
        let probability = |k: usize| {
            if k > marked || n - k > all - marked {
                return 0.0;
            }
            let ways = self.choose(marked, k) + self.choose(all - marked, n - k);
            (ways - self.choose(all, n)).exp()
        };
        (0..=n).map(probability).collect()
    }

    fn choose(&self, n: usize, k: usize) -> f64 {
        self.0[n] - self.0[k] - self.0[n - k]
    }
}

//! The variance of the log-rank test, as what it does to weights on the groups.
//!
//! With `n_g` of group g and n of all at risk, and weight c = d (n − d) / (n² (n − 1)) at each time at
//! which something ended, it is `Σ c n_g n` on the diagonal less `Σ c n_g n_h` everywhere: its rows sum to 0.

/// A change of how many are at risk in one group.
#[derive(Clone, Copy, Debug)]
pub(super) struct RankChange {
    pub(super) group: u32,
    pub(super) by: i32,
    /// The sum of the weights of the times since the change before.
    pub(super) weight: f64,
}

pub(super) struct Variance {
    changes: Vec<RankChange>,
    /// The first part, by group; 0 for groups that take no part.
    diagonal: Vec<f64>,
}

/// Up to which part of the first what is left of the excess may be when no more is added.
const NEGLIGIBLE: f64 = 1e-22;

#[derive(Clone, Copy, Default)]
struct Running {
    at_risk: f64,
    /// What the sum over time was when the group last changed.
    met: f64,
    product: f64,
}

impl Variance {
    /// Creates the variance from the changes of all of `groups` groups, in order of time, up to when all have left.
    pub(super) fn new(changes: Vec<RankChange>, groups: usize) -> Self {
        let mut variance = Self {
            changes,
            diagonal: Vec::new(),
        };
        variance.diagonal = variance.common(&vec![1.0; groups]);
        variance
    }

    /// `Σ c n_g (Σ n_h weight_h)`, by group g.
    fn common(&self, weights: &[f64]) -> Vec<f64> {
        let mut groups = vec![Running::default(); weights.len()];
        let (mut weighted, mut sum) = (0.0, 0.0);
        for change in &self.changes {
            let index = change.group as usize;
            let (running, by) = (&mut groups[index], f64::from(change.by));
            sum += change.weight * weighted;
            running.product += running.at_risk * (sum - running.met);
            running.met = sum;
            running.at_risk += by;
            weighted += by * weights[index];
        }
        groups.iter().map(|running| running.product).collect()
    }

    fn times(&self, weights: &[f64]) -> Vec<f64> {
        let mut product = self.common(weights);
        for ((product, own), weight) in product.iter_mut().zip(&self.diagonal).zip(weights) {
            *product = own * weight - *product;
        }
        product
    }

    /// `excess`ᵀ V⁻ `excess`, where `excess` sums to 0 and no groups are apart from the others.
    ///
    /// By conjugate gradients, with the diagonal as preconditioner (Golub and Van Loan 2013, 11.5.2):
    /// the more groups, the nearer the variance is to its diagonal, and the fewer rounds it takes.
    /// Each round adds to the outcome, so that nothing cancels.
    pub(super) fn squared_distance(&self, excess: Vec<f64>) -> f64 {
        let mut left = excess;
        let mut towards = self.by_diagonal(&left);
        let mut length = dot(&left, &towards);
        let (negligible, mut squared) = (length * NEGLIGIBLE, 0.0);
        for _ in 0..2 * left.len() + 10 {
            let product = self.times(&towards);
            let curvature = dot(&towards, &product);
            if length <= negligible || curvature <= 0.0 {
                break;
            }
            let step = length / curvature;
            squared += step * length;
            add(&mut left, -step, &product);
            let mut next = self.by_diagonal(&left);
            let before = std::mem::replace(&mut length, dot(&left, &next));
            add(&mut next, length / before, &towards);
            towards = next;
        }
        squared
    }

    fn by_diagonal(&self, weights: &[f64]) -> Vec<f64> {
        let part = |(weight, own): (&f64, &f64)| if *own > 0.0 { weight / own } else { 0.0 };
        weights.iter().zip(&self.diagonal).map(part).collect()
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    for (sum, part) in to.iter_mut().zip(what) {
        *sum += times * part;
    }
}

//! Several tests at once: corrected probabilities.

/// Holm's correction (1979): p times the number of those at least as large, at most 1, and never less than that of a
/// smaller p. Tests without a p do not count.
pub(super) fn holm(probabilities: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(probabilities);
    let (mut corrected, mut largest) = (vec![None; probabilities.len()], 0.0_f64);
    for (smaller, (p, index)) in order.iter().enumerate() {
        largest = largest.max(p * super::real(order.len() - smaller)).min(1.0);
        corrected[*index] = Some(largest);
    }
    corrected
}

/// The correction of Benjamini and Hochberg (1995): p times the number of tests, divided by its rank, at most 1, and
/// never more than that of a larger p. Tests without a p do not count.
pub fn benjamini_hochberg(probabilities: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(probabilities);
    let (mut corrected, mut smallest) = (vec![None; probabilities.len()], 1.0_f64);
    let tests = super::real(order.len());
    for (rank, (p, index)) in order.iter().enumerate().rev() {
        smallest = smallest.min(p * tests / super::real(rank + 1));
        corrected[*index] = Some(smallest);
    }
    corrected
}

/// Returns the probabilities that there are, each with its index, in order.
fn ascending(probabilities: &[Option<f64>]) -> Vec<(f64, usize)> {
    let known = probabilities.iter().enumerate();
    let mut order: Vec<(f64, usize)> = known
        .filter_map(|(index, p)| Some(((*p)?, index)))
        .collect();
    order.sort_by(|one, other| one.0.total_cmp(&other.0));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        correct: fn(&[Option<f64>]) -> Vec<Option<f64>>,
        probabilities: &[Option<f64>],
        expected: &[Option<f64>],
    ) {
        let corrected = correct(probabilities);
        let near = |(one, other): (&Option<f64>, &Option<f64>)| match (one, other) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-12,
            (one, other) => one == other,
        };
        let all_near = corrected.iter().zip(expected).all(near);
        assert!(
            all_near && corrected.len() == expected.len(),
            "{corrected:?}"
        );
    }

    #[test]
    fn holm_multiplies_the_smallest_most_and_never_reverses_the_order() {
        check(
            holm,
            &[Some(0.03), None, Some(0.01), Some(0.025)],
            &[Some(0.05), None, Some(0.03), Some(0.05)],
        );
        check(holm, &[Some(0.6), Some(0.9)], &[Some(1.0), Some(1.0)]);
        check(holm, &[], &[]);
    }

    #[test]
    fn benjamini_hochberg_divides_by_the_rank_and_never_reverses_the_order() {
        check(
            benjamini_hochberg,
            &[Some(0.04), Some(0.01), None, Some(0.03), Some(0.02)],
            &[Some(0.04), Some(0.04), None, Some(0.04), Some(0.04)],
        );
        check(
            benjamini_hochberg,
            &[Some(1.0), Some(0.000_5), Some(1.0)],
            &[Some(1.0), Some(0.001_5), Some(1.0)],
        );
    }
}

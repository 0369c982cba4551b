//! The upper tail of the chi-squared distribution.

use std::f64::consts::PI;

/// Terms no larger than this part of their sum are left out.
const NEGLIGIBLE: f64 = f64::EPSILON / 4.0;

/// The probability of more than `chi_squared` under `degrees_of_freedom`: the regularised
/// incomplete gamma function Q(a, x) at half of each.
///
/// By the series of P = 1 − Q where x < a + 1, and by the continued fraction of Q elsewhere: each
/// converges fast there (Press et al. 2007, Numerical Recipes, 6.2).
pub(super) fn upper_tail(chi_squared: f64, degrees_of_freedom: u32) -> f64 {
    let (a, x) = (f64::from(degrees_of_freedom) / 2.0, chi_squared / 2.0);
    if x <= 0.0 {
        return 1.0;
    }
    let scale = scale(degrees_of_freedom, x);
    if x < a + 1.0 {
        1.0 - scale * lower_series(a, x)
    } else {
        scale * upper_fraction(a, x)
    }
}

/// Σ x^k / (a (a + 1) … (a + k)) (DLMF 8.7.1 with 5.5.1).
fn lower_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, 0.0);
    while term > sum * NEGLIGIBLE {
        k += 1.0;
        term *= x / (a + k);
        sum += term;
    }
    sum
}

/// 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − 2 (2 − a) / (x + 5 − a − …))) (Press et al. 6.2.7, the
/// even part of DLMF 8.9.2), summed as Σ of the differences of its convergents by the recurrence
/// of Steed (ibid. 5.2).
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut denominator = x + 1.0 - a;
    let mut ratio = 1.0 / denominator;
    let (mut difference, mut sum, mut k) = (ratio, ratio, 0.0);
    while difference.abs() > sum.abs() * NEGLIGIBLE {
        k += 1.0;
        denominator += 2.0;
        ratio = 1.0 / (denominator - k * (k - a) * ratio);
        difference *= denominator * ratio - 1.0;
        sum += difference;
    }
    sum
}

/// x^(n/2) e^-x / Γ(n/2), from Γ(1) = 1 or Γ(1/2) = √π by Γ(z + 1) = z Γ(z) (DLMF 5.4.6 and 5.5.1).
///
/// In logarithms, because its factors may be beyond what a float can hold.
fn scale(n: u32, x: f64) -> f64 {
    let first = if n.is_multiple_of(2) {
        x.ln()
    } else {
        (x / PI).ln() / 2.0
    };
    let twice_z = (1..n.saturating_sub(1)).rev().step_by(2);
    let others: f64 = twice_z
        .map(|twice_z| (2.0 * x / f64::from(twice_z)).ln())
        .sum();
    (first + others - x).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(chi_squared: f64, degrees_of_freedom: u32, expected: f64) {
        let p = upper_tail(chi_squared, degrees_of_freedom);
        assert!(
            (p / expected - 1.0).abs() < 1e-12,
            "{p} instead of {expected}"
        );
    }

    #[test]
    fn tails_agree_with_values_of_fifty_digits() {
        check(1.362_865, 1, 0.243_041_568_609_471_07);
        check(0.001, 1, 0.974_772_879_369_960_4);
        check(3.841_458_820_694_124, 1, 0.050_000_000_000_000_06);
        check(60.0, 1, 9.485_737_571_073_848e-15);
        check(0.360_113_116_836_656_6, 2, 0.835_222_971_185_166_6);
        check(5.991_464_547_107_979, 2, 0.050_000_000_000_000_07);
        check(0.5, 3, 0.918_891_411_654_675_8);
        check(7.8, 3, 0.050_331_097_859_853_35);
        check(1.805_662_585_387_313_8, 5, 0.875_328_358_676_542);
        check(13.558_603_054_307_364, 7, 0.059_612_567_071_835_21);
        check(15.522_510_421_987_402, 7, 0.029_855_350_412_830_24);
        check(11.9, 12, 0.453_743_885_103_368_55);
        check(100.0, 99, 0.452_958_511_320_931_35);
        check(30.0, 100, 0.999_999_999_999_094_4);
        check(250.0, 100, 7.766_936_403_539_178e-15);
        check(398.0, 399, 0.504_716_073_244_83);
        check(401.5, 399, 0.455_449_297_897_120_9);
        check(600.0, 440, 5.500_729_040_410_019e-07);
        check(1100.0, 1000, 0.014_614_408_126_295_194);
    }

    #[test]
    fn nothing_is_certain_to_be_exceeded() {
        assert_eq!(upper_tail(0.0, 3).to_bits(), 1.0_f64.to_bits());
    }
}

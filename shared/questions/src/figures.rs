//! What every answer is made of: counts, days, and the addresses of texts.

use model::{EventKey, KnelpuntId};

/// Episodes counted, and how many of them are open: the `n` and `censored` of every answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Episodes of the selected knelpunten at the as-of instant.
    pub n: usize,
    /// Episodes among them that are open.
    pub censored: usize,
}

/// The event that holds a text: its subject and key.
pub type TextAddress = (KnelpuntId, EventKey);

/// Returns a number from 0 on, rounded to nine significant digits, as exponent and digits: an order in which numbers that
/// agree in these are equal, however they were computed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the exponent of a float fits, and the digits are from 0 to 10^9"
)]
pub(crate) fn nine_digits(number: f64) -> (i32, u64) {
    if number <= 0.0 {
        return (i32::MIN, 0);
    }
    let exponent = number.log10().floor() as i32;
    let digits = number / 10_f64.powi(exponent) * 1e8;
    // A little more than one half, so that what would lie just between two is rounded up however it was computed.
    let digits = (digits + 0.500_1).floor() as u64;
    if digits < 1_000_000_000 {
        (exponent, digits)
    } else {
        (exponent + 1, digits / 10)
    }
}

/// A day of 24 hours in microseconds.
pub(crate) const DAY_US: i64 = 86_400_000_000;

const MICROSECONDS_OF_A_DAY: f64 = 86_400e6;

/// Converts microseconds to days of 24 hours.
#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 microseconds are 285 years"
)]
pub(crate) fn days(microseconds: i64) -> f64 {
    microseconds as f64 / MICROSECONDS_OF_A_DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_agree_in_nine_digits_are_equal_and_others_are_in_order() {
        let equal = [
            (0.1 + 0.2, 0.3),
            (1.0 - 1e-12, 1.0),
            (0.000_122_070_312_5, 0.000_122_070_312_5 * (1.0 - 1e-15)),
            (0.0, -0.0),
        ];
        for (one, other) in equal {
            assert_eq!(nine_digits(one), nine_digits(other), "{one} {other}");
        }
        let ascending = [
            0.0,
            1e-300,
            0.099_999_999,
            0.1,
            0.100_000_001,
            0.5,
            0.999_999_99,
            1.0,
            2e9,
        ];
        assert!(ascending.is_sorted_by(|one, next| nine_digits(*one) < nine_digits(*next)));
    }
}

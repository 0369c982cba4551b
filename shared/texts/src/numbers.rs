//! Numbers and shares, as they are written in Dutch.

/// Returns a whole number with points between thousands: 1.302.
pub fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(0).to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push('.');
        }
        written.push(digit);
    }
    written
}

/// Returns the share of a part in a whole: 35 %; empty if the whole is 0.
pub fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return String::new();
    }
    let percent = (part * 200 + whole) / (whole * 2);
    // Rounding must not turn nearly all into all, or a few into none.
    match percent {
        100 if part < whole => "ruim 99 %".to_owned(),
        0 if part > 0 => "nog geen 1 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

/// Returns a part with its share: 12 (35 %).
pub fn with_share(part: usize, whole: usize) -> String {
    let (number, share) = (number(part), share(part, whole));
    if share.is_empty() {
        number
    } else {
        format!("{number} ({share})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_by_points() {
        let written = [0_u64, 999, 1_302, 100_000, 1_234_567].map(number);
        assert_eq!(written, ["0", "999", "1.302", "100.000", "1.234.567"]);
    }

    #[test]
    fn a_share_is_rounded_but_never_to_all_or_none() {
        #[track_caller]
        fn check(part: usize, whole: usize, expected: &str) {
            assert_eq!(share(part, whole), expected);
        }
        check(1, 3, "33 %");
        check(1, 2, "50 %");
        check(0, 7, "0 %");
        check(7, 7, "100 %");
        check(999, 1_000, "ruim 99 %");
        check(1, 1_000, "nog geen 1 %");
        check(0, 0, "");
        assert_eq!(with_share(1_200, 2_400), "1.200 (50 %)");
        assert_eq!(with_share(0, 0), "0");
    }
}

//! Strict parsing of RFC 3339: an offset is required, leap seconds are invalid, further digits are truncated.
//!
//! Our own, because what one reader of the log accepts, every other one must accept too, and jiff's parser accepts
//! eight forms that the contract does not: a space for the `T`, leap seconds, years before 1970, missing seconds,
//! offsets without minutes, dates without hyphens, a decimal comma, time zone annotations. It rejects one that the
//! contract has: more than nine fractional digits.

use jiff::{Timestamp, civil::Date, civil::DateTime, civil::Time, tz::Offset};

/// Parses `2013-02-12T09:30:00.123+01:00`.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shape = bytes.len() >= 20
        && bytes[10].eq_ignore_ascii_case(&b't')
        && bytes[13] == b':'
        && bytes[16] == b':';
    if !shape {
        return None;
    }
    let date = self::date(text.get(..10)?)?;
    let (hour, minute, second) = (
        digits(&bytes[11..13])?,
        digits(&bytes[14..16])?,
        digits(&bytes[17..19])?,
    );
    let (microsecond, offset) = fraction(text.get(19..)?)?;
    let time = Time::new(hour, minute, second, microsecond * 1_000).ok()?;
    let moment = parse_offset(offset)?
        .to_timestamp(DateTime::from_parts(date, time))
        .ok()?;
    Some(moment)
}

/// Parses `2013-02-12`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i16::from(digits(&bytes[..2])?) * 100 + i16::from(digits(&bytes[2..4])?);
    Date::new(year, digits(&bytes[5..7])?, digits(&bytes[8..10])?).ok()
}

/// Parses two decimal digits.
fn digits(bytes: &[u8]) -> Option<i8> {
    match bytes {
        [tens @ b'0'..=b'9', units @ b'0'..=b'9'] => {
            i8::try_from((tens - b'0') * 10 + (units - b'0')).ok()
        }
        _ => None,
    }
}

/// Splits `.123456789Z` into microseconds and the offset.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, offset) = rest.split_at(length);
    let digits = &fraction[..length.min(6)];
    let scale = 10_i32.pow(6 - u32::try_from(digits.len()).ok()?);
    (length > 0).then_some((digits.parse::<i32>().ok()? * scale, offset))
}

/// Parses `Z`, `+01:00` or `-05:30`.
fn parse_offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let bytes = text.as_bytes();
    let sign = match bytes.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if bytes.len() != 6 || bytes[3] != b':' {
        return None;
    }
    let (hours, minutes) = (
        i32::from(digits(&bytes[1..3])?),
        i32::from(digits(&bytes[4..6])?),
    );
    let in_range = hours < 24 && minutes < 60;
    in_range
        .then(|| Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok())
        .flatten()
}

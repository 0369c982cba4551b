//! Dates as people in the Netherlands write them.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// Reads a date: 12-2-2013, 12/02/2013, 12 februari 2013, 12 feb. 2013 or 2013-02-12.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let lower = text.trim().to_lowercase();
    let parts: Vec<&str> = lower
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [one, month, other] = parts[..] else {
        return None;
    };
    let month = month_of(month)?;
    let number = |text: &str| {
        text.parse::<i16>()
            .ok()
            .filter(|_| text.chars().all(|c| c.is_ascii_digit()))
    };
    let (year, day) = match (one.len(), other.len()) {
        (4, 1 | 2) => (number(one)?, number(other)?),
        (1 | 2, 4) => (number(other)?, number(one)?),
        _ => return None,
    };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

fn month_of(text: &str) -> Option<i8> {
    if text.len() <= 2 && text.chars().all(|letter| letter.is_ascii_digit()) {
        return text.parse().ok();
    }
    let short = |month: &str| {
        text.len() >= 3 && month.starts_with(text) || text == "mrt" && month == "maart"
    };
    let place = MONTHS.iter().position(|month| short(month))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let expected = expected.map(|day| day.parse::<Date>().unwrap());
        assert_eq!(parse(text), expected, "{text:?}");
    }

    #[test]
    fn dates_are_read_as_they_are_written_here() {
        for text in [
            "12-2-2013",
            "12-02-2013",
            "12/2/2013",
            "12.2.2013",
            "2013-02-12",
            "12 februari 2013",
            "12 Feb. 2013",
            " 12  feb 2013 ",
        ] {
            check(text, Some("2013-02-12"));
        }
        check("1 mrt 2013", Some("2013-03-01"));
        check("1 mei 2013", Some("2013-05-01"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "12-2",
            "12-2-13",
            "31-2-2013",
            "12-13-2013",
            "12 foo 2013",
            "gisteren",
            "+1-2-2013",
        ] {
            check(text, None);
        }
    }
}

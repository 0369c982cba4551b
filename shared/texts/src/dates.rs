//! Dates and ages, as they are written and read in Dutch.

use jiff::{Unit, civil::Date};
use model::{AMSTERDAM, Instant};

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

/// Returns a day: 24 november 2026.
pub fn date(day: Date) -> String {
    format!("{} {}", day.day(), month(day))
}

/// Returns the name of a month, without its year: november.
pub fn month_name(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

/// Returns a month: november 2026.
pub fn month(day: Date) -> String {
    format!("{} {}", month_name(day), day.year())
}

/// Returns a month, abbreviated: nov 2026.
pub fn short_month(day: Date) -> String {
    let long = month(day);
    let (name, year) = long.split_once(' ').unwrap_or((&long, ""));
    let short = if name == "maart" {
        "mrt"
    } else {
        name.get(..3).unwrap_or(name)
    };
    format!("{short} {year}")
}

/// Returns the day of an instant in Amsterdam.
pub fn day_of(instant: Instant) -> String {
    date(instant.day())
}

/// Returns an instant in Amsterdam; the last microsecond of a day stands for that day, without a time.
pub fn instant(instant: Instant) -> String {
    let day = instant.day();
    if Instant::end_of(day) == Some(instant) {
        return date(day);
    }
    let timestamp = jiff::Timestamp::from_microsecond(instant.microseconds()).unwrap_or_default();
    let time = AMSTERDAM.to_datetime(timestamp).time();
    format!(
        "{} om {:02}:{:02} uur",
        date(day),
        time.hour(),
        time.minute()
    )
}

/// Returns the time between two days: 3 dagen, 7 maanden, 2 jaar en 3 maanden.
pub fn age(from: Date, to: Date) -> String {
    let span = from.until((Unit::Year, to)).unwrap_or_default();
    let (years, months) = (span.get_years(), span.get_months());
    if years == 0 && months < 2 {
        let days = from
            .until((Unit::Day, to))
            .map_or(0, |span| span.get_days().max(0));
        return match days {
            0 => "nog geen dag".to_owned(),
            1 => "1 dag".to_owned(),
            days => format!("{days} dagen"),
        };
    }
    let months_text = match months {
        1 => "1 maand".to_owned(),
        months => format!("{months} maanden"),
    };
    match (years, months) {
        (0, _) => months_text,
        (_, 0) => format!("{years} jaar"),
        _ => format!("{years} jaar en {months_text}"),
    }
}

/// Reads a date: 12-2-2013, 12/02/2013, 12 februari 2013, 12 feb. 2013 or 2013-02-12.
pub fn parse(text: &str) -> Option<Date> {
    let lower = text.trim().to_lowercase();
    let parts: Vec<&str> = lower
        // The dashes too that programs make of a hyphen.
        .split([
            '-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '\u{2212}', '/', '.', ' ',
        ])
        .filter(|part| !part.is_empty())
        .collect();
    let [one, month, other] = parts[..] else {
        return None;
    };
    let month = parse_month(month)?;
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

/// Returns both days that a date with slashes may mean: 1/2/2013 is 1 February as it is written in Dutch, and 2 January as
/// American programs write it. `None` if it can mean only one.
pub fn ambiguous(text: &str) -> Option<[Date; 2]> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let [one, other, year] = parts[..] else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    let day_first = parse(text)?;
    let month_first = parse(&format!("{other}/{one}/{year}"))?;
    (day_first != month_first).then_some([day_first, month_first])
}

fn parse_month(text: &str) -> Option<i8> {
    if text.len() <= 2 && text.chars().all(|letter| letter.is_ascii_digit()) {
        return text.parse().ok();
    }
    let is_it = |month: &str| {
        text.len() >= 3 && month.starts_with(text) || text == "mrt" && month == "maart"
    };
    let index = MONTHS.iter().position(|month| is_it(month))?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_with_the_name_of_the_month() {
        let day: Date = "2026-11-24".parse().unwrap();
        assert_eq!(date(day), "24 november 2026");
        assert_eq!(month(day), "november 2026");
        assert_eq!(short_month("2013-03-01".parse().unwrap()), "mrt 2013");
        assert_eq!(short_month("2013-05-01".parse().unwrap()), "mei 2013");
    }

    #[test]
    fn instants_are_written_in_the_time_of_amsterdam() {
        let written = |text: &str| instant(Instant::parse(text).unwrap());
        assert_eq!(written("2013-06-30T21:59:59.999999Z"), "30 juni 2013");
        assert_eq!(written("2013-06-30T22:05:00Z"), "1 juli 2013 om 00:05 uur");
        assert_eq!(
            written("2013-01-31T22:59:59.999998Z"),
            "31 januari 2013 om 23:59 uur"
        );
    }

    #[test]
    fn ages_are_written_out() {
        #[track_caller]
        fn check(from: &str, to: &str, expected: &str) {
            assert_eq!(age(from.parse().unwrap(), to.parse().unwrap()), expected);
        }
        check("2013-07-01", "2013-07-01", "nog geen dag");
        check("2013-06-30", "2013-07-01", "1 dag");
        check("2013-05-02", "2013-07-01", "60 dagen");
        check("2013-05-01", "2013-07-01", "2 maanden");
        check("2012-07-01", "2013-07-01", "1 jaar");
        check("2012-06-01", "2013-07-01", "1 jaar en 1 maand");
        check("2010-05-25", "2013-07-01", "3 jaar en 1 maand");
        check("2010-01-31", "2013-07-01", "3 jaar en 5 maanden");
        check("2013-07-02", "2013-07-01", "nog geen dag");
    }

    #[track_caller]
    fn check_parse(text: &str, expected: Option<&str>) {
        let expected = expected.map(|day| day.parse::<Date>().unwrap());
        assert_eq!(parse(text), expected, "{text:?}");
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "12-2-2013",
            "12-02-2013",
            "12/2/2013",
            "12.2.2013",
            "2013-02-12",
            "12 februari 2013",
            "12 Feb. 2013",
            " 12  feb 2013 ",
            "12–2–2013",
            "12\u{2011}02\u{2011}2013",
            "2013\u{2212}02\u{2212}12",
        ] {
            check_parse(text, Some("2013-02-12"));
        }
        check_parse("1 mrt 2013", Some("2013-03-01"));
        check_parse("1 mei 2013", Some("2013-05-01"));
    }

    #[test]
    fn a_date_with_slashes_may_mean_two_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let both = [day("2013-02-01"), day("2013-01-02")];
        for text in ["1/2/2013", "01/02/2013", " 1 / 2 / 2013 "] {
            assert_eq!(ambiguous(text), Some(both), "{text:?}");
        }
        for text in [
            "1-2-2013",
            "1.2.2013",
            "13/2/2013",
            "2/13/2013",
            "3/3/2013",
            "2013/1/2",
            "1/feb/2013",
            "1/2/13",
            "1/2",
        ] {
            assert_eq!(ambiguous(text), None, "{text:?}");
        }
    }

    #[test]
    fn text_that_is_not_a_date_is_not_read() {
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
            check_parse(text, None);
        }
    }
}

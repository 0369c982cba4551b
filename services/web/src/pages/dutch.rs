//! Dates, numbers and ages as people in the Netherlands write them.

use jiff::{Unit, civil::Date};
use model::{AMSTERDAM, Instant, Outcome};

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

/// Writes a whole number with points between thousands: 1.302.
pub(crate) fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(0).to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push('.');
        }
        written.push(digit);
    }
    written
}

/// Writes a number of something, in the singular or the plural: 1 ronde, 2 rondes.
pub(crate) fn count(count: usize, one: &str, more: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { more })
}

/// Writes how much of a whole a part is: 35 %; nothing of nothing.
pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return String::new();
    }
    let percent = (part * 200 + whole) / (whole * 2);
    // What is not all is never called so, and what is something never nothing.
    match percent {
        100 if part < whole => "ruim 99 %".to_owned(),
        0 if part > 0 => "nog geen 1 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

/// Writes a part with how much of the whole it is: 12 (35 %).
pub(crate) fn with_share(part: usize, whole: usize) -> String {
    let (number, share) = (number(part as u64), share(part, whole));
    if share.is_empty() {
        number
    } else {
        format!("{number} ({share})")
    }
}

/// Writes a day: 24 november 2026.
pub(crate) fn date(day: Date) -> String {
    format!("{} {}", day.day(), month(day))
}

/// Writes a month: november 2026.
pub(crate) fn month(day: Date) -> String {
    let place = usize::from(day.month().unsigned_abs()) - 1;
    format!("{} {}", MONTHS[place], day.year())
}

/// Writes a month where there is little room: nov 2026.
pub(crate) fn short_month(day: Date) -> String {
    let long = month(day);
    let (name, year) = long.split_once(' ').unwrap_or((&long, ""));
    let short = if name == "maart" {
        "mrt"
    } else {
        name.get(..3).unwrap_or(name)
    };
    format!("{short} {year}")
}

/// Writes the day on which an instant lies in Amsterdam.
pub(crate) fn day_of(instant: Instant) -> String {
    date(instant.day())
}

/// Writes an instant: the day alone where the last microsecond of it is meant, else with the time in Amsterdam.
pub(crate) fn instant(instant: Instant) -> String {
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

/// Writes how long it is from one day to another: 3 dagen, 7 maanden, 2 jaar en 3 maanden.
pub(crate) fn age(from: Date, to: Date) -> String {
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

/// Writes how an episode ended.
pub(crate) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Solved => "opgelost",
        Outcome::Lapsed => "niet meer van belang",
        Outcome::Central => "voor velen tegelijk opgelost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_age(from: &str, to: &str, expected: &str) {
        assert_eq!(age(from.parse().unwrap(), to.parse().unwrap()), expected);
    }

    #[test]
    fn thousands_are_parted_by_points() {
        let written = [0_u64, 999, 1_302, 100_000, 1_234_567].map(number);
        assert_eq!(written, ["0", "999", "1.302", "100.000", "1.234.567"]);
        assert_eq!(count(1, "ronde", "rondes"), "1 ronde");
        assert_eq!(count(2_000, "ronde", "rondes"), "2.000 rondes");
        assert_eq!(count(0, "ronde", "rondes"), "0 rondes");
    }

    #[test]
    fn shares_are_rounded_and_nothing_is_called_all_or_nothing_that_is_not() {
        let written = [
            (1, 3),
            (1, 2),
            (0, 7),
            (7, 7),
            (999, 1_000),
            (1, 1_000),
            (0, 0),
        ];
        let written = written.map(|(part, whole)| share(part, whole));
        assert_eq!(
            written,
            [
                "33 %",
                "50 %",
                "0 %",
                "100 %",
                "ruim 99 %",
                "nog geen 1 %",
                ""
            ]
        );
        assert_eq!(with_share(1_200, 2_400), "1.200 (50 %)");
        assert_eq!(with_share(0, 0), "0");
    }

    #[test]
    fn dates_are_written_with_the_name_of_the_month() {
        let day: Date = "2026-11-24".parse().unwrap();
        assert_eq!(date(day), "24 november 2026");
        assert_eq!(month(day), "november 2026");
        assert_eq!(short_month("2013-03-01".parse().unwrap()), "mrt 2013");
        assert_eq!(short_month("2013-05-01".parse().unwrap()), "mei 2013");
    }

    #[test]
    fn instants_are_written_as_they_are_in_amsterdam() {
        let of = |text: &str| instant(Instant::parse(text).unwrap());
        assert_eq!(of("2013-06-30T21:59:59.999999Z"), "30 juni 2013");
        assert_eq!(of("2013-06-30T22:05:00Z"), "1 juli 2013 om 00:05 uur");
        assert_eq!(
            of("2013-01-31T22:59:59.999998Z"),
            "31 januari 2013 om 23:59 uur"
        );
    }

    #[test]
    fn ages_are_written_in_words() {
        check_age("2013-07-01", "2013-07-01", "nog geen dag");
        check_age("2013-06-30", "2013-07-01", "1 dag");
        check_age("2013-05-02", "2013-07-01", "60 dagen");
        check_age("2013-05-01", "2013-07-01", "2 maanden");
        check_age("2012-07-01", "2013-07-01", "1 jaar");
        check_age("2012-06-01", "2013-07-01", "1 jaar en 1 maand");
        check_age("2010-05-25", "2013-07-01", "3 jaar en 1 maand");
        check_age("2010-01-31", "2013-07-01", "3 jaar en 5 maanden");
        check_age("2013-07-02", "2013-07-01", "nog geen dag");
    }
}

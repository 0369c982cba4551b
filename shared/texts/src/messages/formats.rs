//! Numbers, shares, dates and ages, as each language writes them.

use jiff::{Unit, civil::Date};
use model::{AMSTERDAM, Instant};

use super::{Language, Messages};
use crate::dates;

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns digits with a separator between thousands: 1.302 or 1,302.
pub(super) fn grouped(digits: &str, language: Language) -> String {
    let separator = match language {
        Language::Dutch => '.',
        Language::English => ',',
    };
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

impl Messages {
    /// Returns a whole number: 1.302 or 1,302.
    pub fn number(self, number: impl TryInto<u64>) -> String {
        grouped(&number.try_into().unwrap_or(0).to_string(), self.language())
    }

    /// Returns a change with its sign: +24, −3 or 0.
    pub fn change(self, change: i64) -> String {
        let number = self.number(change.unsigned_abs());
        match change {
            0 => number,
            1.. => format!("+{number}"),
            _ => format!("−{number}"),
        }
    }

    /// Returns a number with some decimals: 12,5 or 12.5.
    pub fn decimal(self, number: f64, decimals: usize) -> String {
        let written = format!("{:.decimals$}", number.abs());
        let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
        let is_zero = written.chars().all(|digit| digit == '0' || digit == '.');
        let sign = if number < 0.0 && !is_zero { "−" } else { "" };
        let whole = grouped(whole, self.language());
        let point = match self.language() {
            Language::Dutch => ',',
            Language::English => '.',
        };
        if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{point}{part}")
        }
    }

    /// Returns a share of 1 in whole percents: 58%. What is nearly all is not all, nor are a few none: > 99%, < 1%.
    pub fn share(self, share: f64) -> String {
        let percent = (share * 100.0).round();
        if percent >= 100.0 && share < 1.0 {
            "> 99%".to_owned()
        } else if percent < 1.0 && share > 0.0 {
            "< 1%".to_owned()
        } else {
            format!("{percent:.0}%")
        }
    }

    /// Returns the share of a part in a whole; a dash if the whole is 0.
    pub fn part(self, part: usize, whole: usize) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        // Counts are far below 2^32.
        let [part, whole] = [part, whole].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let [part, whole] = [part, whole].map(f64::from);
        self.share(part / whole)
    }

    /// Returns an interval: 75 – 191.
    pub fn interval(self, low: &str, high: &str) -> String {
        format!("{low} – {high}")
    }

    /// Returns a day in a sentence: 3 maart 2026 or 3 March 2026.
    pub fn date(self, day: Date) -> String {
        format!("{} {}", day.day(), self.month(day))
    }

    /// Returns a day in a table: 3 mrt 2026 or 3 Mar 2026.
    pub fn short_date(self, day: Date) -> String {
        format!("{} {}", day.day(), self.short_month(day))
    }

    /// Returns a month: maart 2026 or March 2026.
    pub fn month(self, day: Date) -> String {
        match self.language() {
            Language::Dutch => dates::month(day),
            Language::English => format!("{} {}", english_month(day), day.year()),
        }
    }

    /// Returns the name of a month, without its year: maart or March.
    pub fn month_name(self, day: Date) -> String {
        match self.language() {
            Language::Dutch => dates::month_name(day).to_owned(),
            Language::English => english_month(day).to_owned(),
        }
    }

    /// Returns a month, abbreviated: mrt 2026 or Mar 2026.
    pub fn short_month(self, day: Date) -> String {
        match self.language() {
            Language::Dutch => dates::short_month(day),
            Language::English => {
                let month = english_month(day);
                format!("{} {}", month.get(..3).unwrap_or(month), day.year())
            }
        }
    }

    /// Returns the name of a round: the month if its slug is one (september 2026), otherwise its slug.
    pub fn round(self, slug: &str) -> String {
        let first = format!("{slug}-01").parse::<Date>();
        first.map_or_else(|_| slug.to_owned(), |day| self.month(day))
    }

    /// Returns a time of day in Amsterdam: 16.08 uur or 16:08.
    pub fn time(self, instant: Instant) -> String {
        let timestamp =
            jiff::Timestamp::from_microsecond(instant.microseconds()).unwrap_or_default();
        let time = AMSTERDAM.to_datetime(timestamp).time();
        match self.language() {
            Language::Dutch => format!("{:02}.{:02} uur", time.hour(), time.minute()),
            Language::English => format!("{:02}:{:02}", time.hour(), time.minute()),
        }
    }

    /// Returns an instant in Amsterdam; the last microsecond of a day stands for that day, without a time.
    pub fn instant(self, instant: Instant) -> String {
        let day = instant.day();
        if Instant::end_of(day) == Some(instant) {
            return self.date(day);
        }
        format!("{}, {}", self.date(day), self.time(instant))
    }

    /// Returns the time between two days: 23 dagen, 8 maanden, 2 jaar en 3 maanden.
    pub fn age(self, from: Date, to: Date) -> String {
        let span = from.until((Unit::Year, to)).unwrap_or_default();
        let (years, months) = (i64::from(span.get_years()), i64::from(span.get_months()));
        if years == 0 && months < 2 {
            let days = from.until((Unit::Day, to));
            let days = days.map_or(0, |span| i64::from(span.get_days().max(0)));
            return self.with("age-days", "days", days);
        }
        match (years, months) {
            (0, _) => self.with("age-months", "months", months),
            (_, 0) => self.with("age-years", "years", years),
            _ => self.text_with(
                "age-years-months",
                &[("years", years.into()), ("months", months.into())],
            ),
        }
    }

    /// Returns names as a list: Utrecht, Almere en Tubbergen.
    pub fn list(self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [most @ .., last] => format!("{} {} {last}", most.join(", "), self.text("list-and")),
        }
    }
}

fn english_month(day: Date) -> &'static str {
    ENGLISH_MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

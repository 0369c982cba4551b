//! The order of day and month in the dates of a table. It is never guessed: a column says it, or the person does.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::InputProblem;

/// The order in which day and month are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year, as in Dutch.
    DayFirst,
    /// Month, day, year, as American programs write it.
    MonthFirst,
}

/// A date of three numbers of which the last is the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumericDate {
    one: i8,
    other: i8,
    year: i16,
    separator: char,
}

/// The first date of a kind: its row and text.
type FirstDate = Option<(u64, String)>;

/// What the dates of a column with one separator can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct DateEvidence {
    only_day_first: FirstDate,
    only_month_first: FirstDate,
    either: FirstDate,
}

/// The dates of one column, by separator: a column with several was not written by one program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnDates(BTreeMap<char, DateEvidence>);

/// The order of the dates of one column, by separator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnOrder(BTreeMap<char, DateOrder>);

impl DateOrder {
    /// Both orders.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "d/m/y",
            Self::MonthFirst => "m/d/y",
        }
    }
}

impl NumericDate {
    /// Reads three numbers with one separator. A time of midnight, as programs write behind a date, is left out.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = match text.split_once(' ') {
            Some((day, "0:00" | "00:00" | "0:00:00" | "00:00:00")) => day,
            _ => text,
        };
        let separator = text.chars().find(|letter| !letter.is_ascii_digit())?;
        if !matches!(separator, '/' | '-' | '.' | ' ') {
            return None;
        }
        let parts: Vec<&str> = text.split(separator).collect();
        let [one, other, year] = parts[..] else {
            return None;
        };
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let lengths = (1..=2).contains(&one.len()) && (1..=2).contains(&other.len());
        if !lengths || year.len() != 4 || !parts.iter().all(|part| is_number(part)) {
            return None;
        }
        Some(Self {
            one: one.parse().ok()?,
            other: other.parse().ok()?,
            year: year.parse().ok()?,
            separator,
        })
    }

    /// Returns the day in an order; `None` if there is none.
    pub(crate) fn day(self, order: DateOrder) -> Option<Date> {
        let (day, month) = match order {
            DateOrder::DayFirst => (self.one, self.other),
            DateOrder::MonthFirst => (self.other, self.one),
        };
        Date::new(self.year, month, day).ok()
    }

    /// Returns whether it is written with slashes, as in American and in Dutch; dates with other separators are Dutch.
    pub(crate) const fn has_slashes(self) -> bool {
        self.separator == '/'
    }

    /// Returns both days if both orders give one, and not the same.
    pub(crate) fn both(self) -> Option<[Date; 2]> {
        let days = DateOrder::ALL.map(|order| self.day(order));
        match days {
            [Some(one), Some(other)] if one != other => Some([one, other]),
            _ => None,
        }
    }
}

impl ColumnDates {
    /// Adds the text of a cell.
    pub(super) fn add(&mut self, row: u64, text: &str) {
        let Some(date) = NumericDate::parse(text) else {
            return;
        };
        let [day_first, month_first] = DateOrder::ALL.map(|order| date.day(order));
        let evidence = self.0.entry(date.separator).or_default();
        let kind = match (day_first, month_first) {
            (Some(_), None) => &mut evidence.only_day_first,
            (None, Some(_)) => &mut evidence.only_month_first,
            _ if date.both().is_some() => &mut evidence.either,
            _ => return,
        };
        kind.get_or_insert_with(|| (row, text.to_owned()));
    }

    /// Returns the order of the column, with a note if its dates are not read the Dutch way.
    ///
    /// # Errors
    ///
    /// If the dates contradict each other, or leave it open.
    pub(super) fn settle(
        &self,
        column: &str,
        given: Option<DateOrder>,
    ) -> Result<(ColumnOrder, Option<InputProblem>), InputProblem> {
        let (mut orders, mut note) = (ColumnOrder::default(), None);
        for (separator, evidence) in &self.0 {
            let order = match given {
                Some(order) => order,
                None => evidence.order(column, *separator)?,
            };
            if let (None, DateOrder::MonthFirst, Some((row, text))) =
                (given, order, &evidence.only_month_first)
            {
                let message = InputProblem::new("sheet-dates-month-first").quoted("column", column);
                note = Some(message.and("row", *row).and("date", &**text));
            }
            orders.0.insert(*separator, order);
        }
        Ok((orders, note))
    }
}

impl DateEvidence {
    fn order(&self, column: &str, separator: char) -> Result<DateOrder, InputProblem> {
        match (&self.only_day_first, &self.only_month_first, &self.either) {
            (Some((row, day_first)), Some((other, month_first)), _) => {
                Err(InputProblem::new("sheet-dates-mixed")
                    .quoted("column", column)
                    .and("row", *row)
                    .and("date", &**day_first)
                    .and("other", *other)
                    .and("otherdate", &**month_first))
            }
            (None, Some(_), _) => Ok(DateOrder::MonthFirst),
            (None, None, Some((row, text))) if separator == '/' => {
                Err(InputProblem::new("sheet-dates-open")
                    .quoted("column", column)
                    .and("row", *row)
                    .and("date", &**text))
            }
            _ => Ok(DateOrder::DayFirst),
        }
    }
}

impl ColumnOrder {
    /// Reads a date; `None` if it is none in this order.
    pub(super) fn parse(&self, text: &str) -> Option<Date> {
        match NumericDate::parse(text) {
            Some(date) => {
                let order = self.0.get(&date.separator);
                date.day(order.copied().unwrap_or(DateOrder::DayFirst))
            }
            None => texts::dates::parse(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(texts: &[&str], given: Option<DateOrder>) -> Result<Vec<Option<String>>, String> {
        let mut dates = ColumnDates::default();
        for (row, text) in (2..).zip(texts) {
            dates.add(row, text);
        }
        let settled = dates.settle("Datum", given);
        let (order, _) = settled.map_err(|problem| problem.to_string())?;
        let day = |text: &&str| order.parse(text).map(|day| day.to_string());
        Ok(texts.iter().map(day).collect())
    }

    #[track_caller]
    fn check(texts: &[&str], given: Option<DateOrder>, days: &[&str]) {
        let day = |day: &&str| (!day.is_empty()).then(|| (*day).to_owned());
        assert_eq!(
            settled(texts, given),
            Ok(days.iter().map(day).collect()),
            "{texts:?}"
        );
    }

    #[track_caller]
    fn check_refused(texts: &[&str], part: &str) {
        let problem = settled(texts, None).unwrap_err();
        assert!(problem.contains(part), "{problem}");
    }

    #[test]
    fn another_row_of_the_column_settles_the_order() {
        check(
            &["02/03/2013", "25/02/2013"],
            None,
            &["2013-03-02", "2013-02-25"],
        );
        check(
            &["02/03/2013", "02/25/2013"],
            None,
            &["2013-02-03", "2013-02-25"],
        );
        check(
            &["02-03-2013", "02-25-2013"],
            None,
            &["2013-02-03", "2013-02-25"],
        );
        check(
            &["2/3/2013 0:00:00", "2/25/2013 0:00"],
            None,
            &["2013-02-03", "2013-02-25"],
        );
        check(&["03/03/2013"], None, &["2013-03-03"]);
        check(
            &["2013/02/03", "12 februari 2013"],
            None,
            &["2013-02-03", "2013-02-12"],
        );
    }

    #[test]
    fn dutch_separators_are_day_first_unless_another_row_shows_otherwise() {
        check(&["02-03-2013"], None, &["2013-03-02"]);
        check(
            &["2.3.2013", "2 3 2013"],
            None,
            &["2013-03-02", "2013-03-02"],
        );
    }

    #[test]
    fn what_nothing_settles_is_refused() {
        check_refused(
            &["02/03/2013"],
            "row 2 has 02/03/2013, which may be day/month",
        );
        check_refused(&["02/03/2013"], "--dates d/m/y or --dates m/d/y");
        // Another separator is another hand.
        check_refused(&["02/03/2013", "25-02-2013"], "no other row shows which");
        check_refused(
            &["25/02/2013", "02/25/2013"],
            "row 2 has 25/02/2013, which is day/month, and row 3",
        );
        check_refused(&["13.02.2013", "02.13.2013"], "write all dates one way");
    }

    #[test]
    fn a_given_order_counts_and_what_does_not_fit_is_no_date() {
        let month_first = Some(DateOrder::MonthFirst);
        check(
            &["02/03/2013", "25/02/2013"],
            month_first,
            &["2013-02-03", ""],
        );
        check(
            &["02/03/2013", "02/25/2013"],
            Some(DateOrder::DayFirst),
            &["2013-03-02", ""],
        );
        check(&["02-03-2013"], month_first, &["2013-02-03"]);
    }
}

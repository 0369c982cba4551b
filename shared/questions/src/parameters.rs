//! The parameters of a link: each is parsed strictly, and every violation is named at once.

use std::{collections::BTreeMap, fmt};

use api::{
    InputViolation,
    parameters::{
        AsOfParameters, DivisionParameters, Grouping, LinkParameters as _, ScopeParameters,
    },
};
use jiff::civil::Date;
use model::{Instant, Observed};
use register::Register;

use crate::{Query, Question, Scope, filter::parse_filter};

/// A question that a link can ask.
pub trait FromParameters: Question + Sized {
    /// Returns the names of its own parameters, besides those of the scope.
    fn own_names() -> &'static [String] {
        &[]
    }

    /// Sets the most items of a page, if the answer is a page of a list.
    fn set_limit(&mut self, _limit: usize) {}

    /// Parses its own parameters; a cursor among them may decide the as-of instant.
    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self;
}

/// The parameters of one link, which are removed as they are parsed: those left at the end are unknown.
pub struct Parameters {
    values: BTreeMap<String, Vec<String>>,
    /// The names that the API declares: those of the scope, and the question's own.
    declared: [&'static [String]; 2],
    pub(crate) violations: Vec<InputViolation>,
    now: Instant,
    /// Whether the link has `asOf`.
    pub(crate) has_as_of: bool,
    /// Whether the link has `division`.
    pub(crate) has_division: bool,
    /// How many values of `support` the link has.
    pub(crate) support_values: usize,
}

impl<Q: FromParameters> Query<Q> {
    /// Parses the parameters of a link, as decoded key-value pairs; `now` is the as-of instant if none is given.
    ///
    /// # Errors
    ///
    /// Every violation in them.
    pub fn parse(
        pairs: &[(String, String)],
        register: &Register,
        now: Instant,
    ) -> Result<Self, Vec<InputViolation>> {
        Self::parse_with(Q::own_names(), pairs, register, now, Q::from_parameters)
    }
}

impl<Q> Query<Q> {
    /// Parses the parameters of a link, with those of the question by `read`.
    pub(crate) fn parse_with(
        own: &'static [String],
        pairs: &[(String, String)],
        register: &Register,
        now: Instant,
        read: impl FnOnce(&mut Parameters, &mut Scope) -> Q,
    ) -> Result<Self, Vec<InputViolation>> {
        let mut parameters = Parameters::new(pairs, [ScopeParameters::names(), own], now);
        let filter = parse_filter(&mut parameters, register);
        let mut scope = Scope {
            filter,
            ..parameters.common()
        };
        let question = read(&mut parameters, &mut scope);
        parameters.finish()?;
        Ok(Self { scope, question })
    }
}

impl Scope {
    /// Parses the parameters of a link to one knelpunt, which have no filter.
    ///
    /// # Errors
    ///
    /// Every violation in them.
    pub fn parse(pairs: &[(String, String)], now: Instant) -> Result<Self, Vec<InputViolation>> {
        let mut parameters = Parameters::new(pairs, [AsOfParameters::names(), &[]], now);
        let scope = parameters.common();
        parameters.finish()?;
        Ok(scope)
    }
}

/// Returns the instant up to which messages had arrived by a moment: a date means its end in Europe/Amsterdam, and today
/// means now. None if the text is no moment, or one that is still to come.
pub fn arrived_by(text: &str, now: Instant) -> Option<Instant> {
    let moment = Observed::parse(text)?;
    let has_been = match moment {
        Observed::On(day) => day <= now.day(),
        Observed::At(instant) => instant <= now,
    };
    has_been.then(|| moment.last().min(now))
}

fn position(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Parses the parameters of a link that has a division alone; the division is that of the current day if none is given.
///
/// # Errors
///
/// Every violation in them.
pub fn parse_division(
    pairs: &[(String, String)],
    now: Instant,
) -> Result<Date, Vec<InputViolation>> {
    let mut parameters = Parameters::new(pairs, [DivisionParameters::names(), &[]], now);
    let division = parameters.date("division");
    parameters.finish()?;
    Ok(division.unwrap_or_else(|| now.day()))
}

impl Parameters {
    pub(crate) fn new(
        pairs: &[(String, String)],
        declared: [&'static [String]; 2],
        now: Instant,
    ) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, value) in pairs {
            values.entry(key.clone()).or_default().push(value.clone());
        }
        Self {
            has_as_of: values.contains_key("asOf"),
            has_division: values.contains_key("division"),
            support_values: values.get("support").map_or(0, Vec::len),
            values,
            declared,
            violations: Vec::new(),
            now,
        }
    }

    /// Removes a position in the log.
    pub(crate) fn sequence(&mut self, key: &str) -> Option<u64> {
        self.parse(key, "a position in the log (a whole number)", position)
    }

    /// Removes the position as of which the log counts. A moment stands for one only where arrivals are known: there, the
    /// position has taken its place before.
    fn known_at(&mut self) -> Option<u64> {
        let given = self.values.get("knownAt").and_then(|values| values.first());
        let given = given.cloned().unwrap_or_default();
        if Observed::parse(&given).is_none() {
            let must_be = "a position in the log (a whole number), a date (2013-06-30) or a date-time with offset \
                           (2013-06-30T12:00:00Z)";
            return self.parse("knownAt", must_be, position);
        }
        if self.all("knownAt").len() > 1 {
            self.add_violation("knownAt", "is given several times: give it once");
            return None;
        }
        let problem = match arrived_by(&given, self.now) {
            None => {
                format!("{given} is still to come: give a moment that has been, or leave it out")
            }
            Some(_) => {
                "is a moment, and when events arrived is not known here: give a position in the log"
                    .to_owned()
            }
        };
        self.add_violation("knownAt", problem);
        None
    }

    fn common(&mut self) -> Scope {
        let scope = Scope::new(self.observed_instant("asOf").unwrap_or(self.now));
        Scope {
            known_at: self.known_at(),
            division: self.date("division").unwrap_or(scope.division),
            at_least: self.sequence("atLeast"),
            ..scope
        }
    }

    pub(crate) fn add_violation(&mut self, key: &str, problem: impl Into<String>) {
        self.violations.push(InputViolation::key(key, problem));
    }

    /// Removes all values of a parameter that may be repeated.
    pub(crate) fn all(&mut self, key: &str) -> Vec<String> {
        debug_assert!(
            self.declared
                .iter()
                .any(|names| names.iter().any(|name| name == key)),
            "the API declares {key}"
        );
        self.values.remove(key).unwrap_or_default()
    }

    /// Removes the value of a parameter that may be given once.
    fn single(&mut self, key: &str) -> Option<String> {
        let values = self.all(key);
        if values.len() > 1 {
            self.add_violation(
                key,
                format!("is given {} times: give it once", values.len()),
            );
        }
        values.into_iter().next()
    }

    /// Removes a value and parses it; `must_be` describes the values that `parse` accepts.
    pub(crate) fn parse<T>(
        &mut self,
        key: &str,
        must_be: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.single(key)?;
        let value = parse(&text);
        if value.is_none() {
            self.add_violation(key, format!("{text:?} is not {must_be}"));
        }
        value
    }

    /// Removes a value that must be the text of one of `all`.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        key: &str,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<T> {
        let texts: Vec<&str> = all.iter().copied().map(as_str).collect();
        let must_be = match texts.as_slice() {
            [one, other] => format!("{one} or {other}"),
            texts => format!("one of {}", texts.join(", ")),
        };
        let find = |text: &str| all.iter().copied().find(|value| as_str(*value) == text);
        self.parse(key, &must_be, find)
    }

    /// Removes all values, each of which must be the text of one of `all`; returns them in order, each once.
    pub(crate) fn some_of<T: Copy + Ord>(
        &mut self,
        key: &str,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Vec<T> {
        let texts: Vec<&str> = all.iter().copied().map(as_str).collect();
        let must_be = format!("one of {}", texts.join(", "));
        let mut found = Vec::new();
        for text in self.all(key) {
            match all.iter().find(|value| as_str(**value) == text) {
                Some(value) => found.push(*value),
                None => self.add_violation(key, format!("{text:?} is not {must_be}")),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Removes the first and the last day of a time. The first is not after the current day. The last may be, so that a
    /// year that has begun can be asked for as a whole; what lies after the as-of instant is cut off.
    pub(crate) fn dates(&mut self, first: &str, last: &str) -> (Option<Date>, Option<Date>) {
        let (from, to) = (self.observed_date(first), self.date(last));
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            self.add_violation(last, format!("{to} is before {first}, {from}"));
        }
        (from, to)
    }

    pub(crate) fn grouping(&mut self) -> Option<Grouping> {
        self.one_of("groupBy", Grouping::ALL, Grouping::as_str)
    }

    /// Removes a number of days.
    pub(crate) fn days(&mut self, key: &str) -> Option<u16> {
        self.parse(key, "a whole number of days from 1 to 3650", |text| {
            let days = text.parse().ok()?;
            (1..=3_650).contains(&days).then_some(days)
        })
    }

    /// Returns whether an instant is at most the end of the current day in Europe/Amsterdam.
    ///
    /// After it nothing has been observed: an answer would count knelpunten as open for time that is still to come.
    pub(crate) fn has_begun(&self, at: Instant) -> bool {
        at <= Instant::end_of(self.now.day()).unwrap_or(Instant::LATEST)
    }

    /// Adds the violation of a moment after the current day.
    pub(crate) fn add_future(&mut self, key: &str, given: impl fmt::Display) {
        let today = self.now.day();
        self.add_violation(
            key,
            format!(
                "{given} is later than today, {today} in the Netherlands, and nothing has been observed yet: give \
                 today at the latest, or leave it out"
            ),
        );
    }

    /// Removes a date that is not after the current day.
    pub(crate) fn observed_date(&mut self, key: &str) -> Option<Date> {
        let day = self.date(key)?;
        if day > self.now.day() {
            self.add_future(key, day);
        }
        Some(day)
    }

    /// Removes a date or a date-time that is not after the current day.
    fn observed_instant(&mut self, key: &str) -> Option<Instant> {
        let text = self.values.get(key).and_then(|values| values.first());
        let text = text.cloned().unwrap_or_default();
        let at = self.instant(key)?;
        if !self.has_begun(at) {
            self.add_future(key, text);
        }
        Some(at)
    }

    pub(crate) fn date(&mut self, key: &str) -> Option<Date> {
        self.parse(
            key,
            "a date such as 2013-06-30, from 1970-01-02 to 9999-12-29",
            |text| match Observed::parse(text)? {
                Observed::On(day) => Some(day),
                Observed::At(_) => None,
            },
        )
    }

    /// Removes a date, which means its last microsecond, or a date-time with offset.
    fn instant(&mut self, key: &str) -> Option<Instant> {
        let must_be = "a date (2013-06-30), from 1970-01-02 on, or a date-time with offset (2013-06-30T12:00:00Z)";
        let mut given = self.values.get(key).into_iter().flatten();
        // An unencoded + in a link is a space.
        let must_be = if given.any(|text| text.contains(' ')) {
            format!("{must_be}; in a link, write + as %2B")
        } else {
            must_be.to_owned()
        };
        self.parse(key, &must_be, |text| {
            Observed::parse(text).map(Observed::last)
        })
    }

    /// Names the parameters that are left, which are unknown, and returns all violations.
    pub(crate) fn finish(mut self) -> Result<(), Vec<InputViolation>> {
        let known = self.declared.concat();
        let unknown: Vec<String> = std::mem::take(&mut self.values).into_keys().collect();
        for key in unknown {
            // as_of and as-of mean asOf.
            let joined = key.replace(['_', '-'], "");
            let nearest = known
                .iter()
                .find(|known| known.eq_ignore_ascii_case(&joined));
            let problem = match nearest {
                Some(known) => format!("is not a parameter here; did you mean {known}?"),
                None => format!("is not a parameter here; known are {}", known.join(", ")),
            };
            self.add_violation(&key, problem);
        }
        if self.violations.is_empty() {
            Ok(())
        } else {
            Err(self.violations)
        }
    }
}

//! The keys of a link: each read strictly, and every problem named at once.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::{Instant, Observed};

/// One thing that is wrong with a link.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ParameterViolation {
    /// The key.
    pub key: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// The keys of one link, taken out one by one; what is left at the end is unknown.
pub(crate) struct Parameters {
    values: BTreeMap<String, Vec<String>>,
    pub(crate) problems: Vec<ParameterViolation>,
    /// Whether the link says as of when, and by which division.
    pub(crate) given_as_of: bool,
    pub(crate) given_division: bool,
}

impl Parameters {
    pub(crate) fn new(pairs: &[(String, String)]) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, value) in pairs {
            values.entry(key.clone()).or_default().push(value.clone());
        }
        let (given_as_of, given_division) =
            (values.contains_key("asOf"), values.contains_key("division"));
        Self {
            values,
            problems: Vec::new(),
            given_as_of,
            given_division,
        }
    }

    pub(crate) fn problem(&mut self, key: &str, problem: impl Into<String>) {
        self.problems.push(ParameterViolation {
            key: key.to_owned(),
            problem: problem.into(),
        });
    }

    /// Takes all values of a key that may be repeated.
    pub(crate) fn many(&mut self, key: &str) -> Vec<String> {
        self.values.remove(key).unwrap_or_default()
    }

    /// Takes the value of a key that may be given once.
    pub(crate) fn one(&mut self, key: &str) -> Option<String> {
        let values = self.many(key);
        if values.len() > 1 {
            self.problem(
                key,
                format!("is given {} times: give it once", values.len()),
            );
        }
        values.into_iter().next()
    }

    /// Takes a value that `read` understands, or says what it must be.
    pub(crate) fn read<T>(
        &mut self,
        key: &str,
        must_be: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.one(key)?;
        let value = read(&text);
        if value.is_none() {
            self.problem(key, format!("{text:?} is not {must_be}"));
        }
        value
    }

    pub(crate) fn date(&mut self, key: &str) -> Option<Date> {
        self.read(
            key,
            "a date such as 2013-06-30, from 1970 on",
            |text| match Observed::parse(text)? {
                Observed::On(day) => Some(day),
                Observed::At(_) => None,
            },
        )
    }

    /// Takes a date, which means its last microsecond, or a date-time with offset.
    pub(crate) fn instant(&mut self, key: &str) -> Option<Instant> {
        let must_be =
            "a date (2013-06-30) or a date-time with offset (2013-06-30T12:00:00Z), from 1970 on";
        self.read(key, must_be, |text| {
            Observed::parse(text).map(Observed::last)
        })
    }

    /// Says of each key that nobody took that it is unknown.
    pub(crate) fn finish(mut self, known: &[&str]) -> Vec<ParameterViolation> {
        let unknown: Vec<String> = std::mem::take(&mut self.values).into_keys().collect();
        for key in unknown {
            let nearest = known.iter().find(|known| known.eq_ignore_ascii_case(&key));
            let problem = match nearest {
                Some(known) => format!("is not a key here; did you mean {known}?"),
                None => format!("is not a key here; known are {}", known.join(", ")),
            };
            self.problem(&key, problem);
        }
        self.problems
    }
}

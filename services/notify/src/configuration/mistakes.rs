//! Everything that is wrong with a file of rules, and the reading of its tables.

use std::fmt;

use toml::{Table, Value};

/// Everything that is wrong with a file: a key and what to do, one a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<String>);

/// A table of the file, of which keys are taken one by one.
pub(super) struct Section {
    /// What people call it: `rule 2`, `destination.team`.
    name: String,
    table: Table,
    allowed: Vec<&'static str>,
}

impl Mistakes {
    /// Adds a mistake: where it is, and what to do.
    pub(super) fn add(&mut self, key: impl fmt::Display, problem: impl fmt::Display) {
        self.0.push(format!("{key}: {problem}"));
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("\n"))
    }
}

impl Section {
    pub(super) fn new(name: impl Into<String>, table: Table) -> Self {
        Self {
            name: name.into(),
            table,
            allowed: Vec::new(),
        }
    }

    /// Returns how people find a key: `server in [mail]`.
    pub(super) fn key(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}: {key}", self.name)
        }
    }

    /// Whether a key has a value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Removes a key that must not be there, and returns whether it was.
    pub(super) fn take_forbidden(&mut self, key: &str) -> bool {
        self.table.remove(key).is_some()
    }

    /// Removes and returns the value of a key.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value> {
        self.allowed.push(key);
        self.table.remove(key)
    }

    /// Removes and returns a text that is not empty.
    pub(super) fn text(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<String> {
        match self.take(key)? {
            Value::String(text) if !text.trim().is_empty() => Some(text),
            _ => {
                mistakes.add(self.key(key), "write a text in quotes");
                None
            }
        }
    }

    /// Removes and returns one of some values.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        values: &[(&str, T)],
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        let value = self.take(key)?;
        let found = values.iter().find(|(name, _)| value.as_str() == Some(name));
        if found.is_none() {
            let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            mistakes.add(
                self.key(key),
                format!("{} is none of {names}", shown(&value)),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// Removes and returns a whole number from a range.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<i64>,
        mistakes: &mut Mistakes,
    ) -> Option<i64> {
        let value = self.take(key)?;
        let number = value.as_integer().filter(|number| range.contains(number));
        if number.is_none() {
            let (first, last) = (range.start(), range.end());
            let problem = format!(
                "{} is no whole number from {first} to {last}",
                shown(&value)
            );
            mistakes.add(self.key(key), problem);
        }
        number
    }

    /// Removes and returns a list of texts; a text alone is a list of one.
    pub(super) fn texts(
        &mut self,
        key: &'static str,
        mistakes: &mut Mistakes,
    ) -> Option<Vec<String>> {
        let values = match self.take(key)? {
            Value::Array(values) if !values.is_empty() => values,
            value => vec![value],
        };
        let text = |value: Value| value.as_str().map(str::to_owned);
        let texts: Option<Vec<String>> = values.into_iter().map(text).collect();
        if texts.is_none() {
            mistakes.add(self.key(key), "write a text in quotes, or a list of texts");
        }
        texts
    }

    /// Adds a mistake for each key that was not taken.
    pub(super) fn finish(self, mistakes: &mut Mistakes) {
        for key in self.table.keys() {
            let allowed = self.allowed.join(", ");
            let problem = format!("there is no such key; keys are {allowed}");
            mistakes.add(self.key(key), problem);
        }
    }
}

/// Returns a value as it stands in the file, if it is a simple one.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(value) => value.to_string(),
        Value::Datetime(moment) => moment.to_string(),
        Value::Array(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    }
}

//! A field as it is shown: labelled, explained, with what was typed and what is wrong with it.

/// Fields that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) legend: &'static str,
    pub(crate) controls: Vec<Control>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Control {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) needed: bool,
    pub(crate) kind: Kind,
    /// What was typed.
    pub(crate) value: String,
    pub(crate) wrong: Vec<String>,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A line, with what others wrote there.
    Line(Vec<String>),
    /// A day.
    Day,
    /// A few lines.
    Lines,
    /// One of a short list, closed.
    Select(Vec<Choice>),
    /// One of a list, all of it in sight.
    Radios(Vec<Choice>),
}

/// One of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) explanation: String,
    pub(crate) chosen: bool,
}

impl Control {
    /// Gives what else is to be read of the field, by id.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-uitleg", self.name));
        let wrong = (!self.wrong.is_empty()).then(|| format!("{}-fout", self.name));
        let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Gives the type of a field for a day: plain where a browser would show nothing of what was typed.
    pub(crate) fn day_type(&self) -> &'static str {
        let is_day = self.value.parse::<jiff::civil::Date>().is_ok();
        if is_day || self.value.is_empty() {
            "date"
        } else {
            "text"
        }
    }
}

impl Control {
    pub(super) fn of(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn needed(self, kind: Kind) -> Self {
        Self {
            needed: true,
            kind,
            ..self
        }
    }

    pub(super) fn choice(
        &self,
        value: &str,
        label: &str,
        explanation: impl Into<String>,
    ) -> Choice {
        Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            explanation: explanation.into(),
            chosen: self.value == value,
        }
    }
}

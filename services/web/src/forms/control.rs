//! A field as it is shown: label, hint, value and violations.

use texts::forms::FieldText;

/// Fields under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldGroup {
    pub(crate) legend: &'static str,
    pub(crate) controls: Vec<FormControl>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormControl {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) required: bool,
    pub(crate) kind: ControlKind,
    /// The value as it was typed.
    pub(crate) value: String,
    pub(crate) violations: Vec<String>,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ControlKind {
    /// A line, with suggestions.
    Line(Vec<String>),
    /// A day.
    Day,
    /// Several lines.
    Lines,
    /// A drop-down.
    Select(Vec<FieldOption>),
    /// Radio buttons.
    Radios(Vec<FieldOption>),
}

/// An option of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldOption {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) explanation: String,
    pub(crate) chosen: bool,
}

impl FormControl {
    /// Creates an optional line.
    pub(super) const fn new(
        name: &'static str,
        FieldText { label, hint }: FieldText,
        value: String,
        violations: Vec<String>,
    ) -> Self {
        Self {
            name,
            label,
            hint,
            required: false,
            kind: ControlKind::Line(Vec::new()),
            value,
            violations,
        }
    }

    /// Sets the kind.
    pub(super) fn kind(self, kind: ControlKind) -> Self {
        Self { kind, ..self }
    }

    /// Makes the field required.
    pub(super) fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Creates an option of the field.
    pub(super) fn option(
        &self,
        value: &str,
        label: &str,
        explanation: impl Into<String>,
    ) -> FieldOption {
        FieldOption {
            value: value.to_owned(),
            label: label.to_owned(),
            explanation: explanation.into(),
            chosen: self.value == value,
        }
    }

    /// Returns the ids of the hint and the violations, for `aria-describedby`.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-uitleg", self.name));
        let violations = (!self.violations.is_empty()).then(|| format!("{}-fout", self.name));
        let ids: Vec<String> = hint.into_iter().chain(violations).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Returns the input type of a day. A date input would drop a value that is not a date, so that is shown as text.
    pub(crate) fn day_type(&self) -> &'static str {
        let is_day = self.value.parse::<jiff::civil::Date>().is_ok();
        if is_day || self.value.is_empty() {
            "date"
        } else {
            "text"
        }
    }
}

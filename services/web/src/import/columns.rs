//! Which column of a table has which field: recognised by its heading, or chosen on the page.

use std::collections::BTreeMap;

use httpd::UploadedForm;
use rounds::table::{FieldSource, ReportField, recognise_columns};
use texts::messages::Messages;

use super::request::{column_field, value_field};
use crate::query::Pair;

/// What the person chose; nothing until the page offered it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ColumnChoices(Vec<Pair>);

/// A field of a report, with the columns to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnControl {
    pub(crate) label: String,
    pub(crate) column_name: String,
    pub(crate) columns: Vec<ColumnOption>,
    pub(crate) value_name: String,
    pub(crate) value: String,
}

/// A column that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnOption {
    pub(crate) heading: String,
    pub(crate) chosen: bool,
}

impl ColumnChoices {
    pub(super) fn parse(form: &UploadedForm) -> Self {
        let is_choice = |name: &str| {
            let mut fields = ReportField::ALL.into_iter();
            fields.any(|field| name == column_field(field) || name == value_field(field))
        };
        let fields = form.fields.iter().filter(|(name, _)| is_choice(name));
        Self(fields.cloned().collect())
    }

    fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, text)| text.trim())
    }

    /// Returns the source of each field: as chosen, or else as the headings are recognised.
    pub(super) fn mapping(&self, columns: &[String]) -> BTreeMap<ReportField, FieldSource> {
        if self.0.is_empty() {
            return recognise_columns(columns);
        }
        let chosen = ReportField::ALL.into_iter().filter_map(|field| {
            let (column, value) = (
                self.text(&column_field(field)),
                self.text(&value_field(field)),
            );
            let source = if value.is_empty() {
                (!column.is_empty()).then(|| FieldSource::Column(column.to_owned()))?
            } else {
                FieldSource::Constant(value.to_owned())
            };
            Some((field, source))
        });
        chosen.collect()
    }

    /// Returns the choices as hidden fields.
    pub(super) fn hidden(&self) -> Vec<Pair> {
        self.0.clone()
    }

    /// Returns the fields to choose columns for.
    pub(super) fn controls(&self, t: Messages, columns: &[String]) -> Vec<ColumnControl> {
        let mapping = self.mapping(columns);
        let control = |field: ReportField| {
            let source = mapping.get(&field);
            let chosen = |heading: &String| matches!(source, Some(FieldSource::Column(column)) if column == heading);
            let option = |heading: &String| ColumnOption {
                chosen: chosen(heading),
                heading: heading.clone(),
            };
            let headings = columns.iter().filter(|heading| !heading.is_empty());
            ColumnControl {
                label: t.text(field.message_id()),
                column_name: column_field(field),
                columns: headings.map(option).collect(),
                value_name: value_field(field),
                value: self.text(&value_field(field)).to_owned(),
            }
        };
        ReportField::ALL.into_iter().map(control).collect()
    }
}

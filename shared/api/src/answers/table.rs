//! Answers as tables: a row for each item, a column for each field; nested fields are flattened.

use serde::Serialize;
use serde_json::Value;

/// A table of texts; a cell that is absent or null is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Creates a table from the fields of objects; a column `a.b` is field `b` of field `a`.
    pub fn from_objects(columns: &[&'static str], items: &[Value]) -> Self {
        let row = |item: &Value| {
            columns
                .iter()
                .map(|column| cell(field(item, column)))
                .collect()
        };
        Self {
            columns: columns.to_vec(),
            rows: items.iter().map(row).collect(),
        }
    }

    /// Creates a table without the columns of the group unless the items are grouped.
    pub(super) fn grouped(columns: &[&'static str], is_grouped: bool, items: &[Value]) -> Self {
        let is_shown = |column: &&&str| is_grouped || !matches!(**column, "group" | "label");
        let columns: Vec<&'static str> = columns.iter().filter(is_shown).copied().collect();
        Self::from_objects(&columns, items)
    }
}

fn field<'a>(item: &'a Value, column: &str) -> &'a Value {
    column
        .split('.')
        .fold(item, |at, name| at.get(name).unwrap_or(&Value::Null))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// Returns the items as JSON objects.
pub(crate) fn objects(items: &impl Serialize) -> Vec<Value> {
    // Answers are plain data, so they always become JSON.
    match serde_json::to_value(items) {
        Ok(Value::Array(items)) => items,
        Ok(other) => vec![other],
        Err(_) => Vec::new(),
    }
}

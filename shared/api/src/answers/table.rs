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
                .map(|column| cell(column, field(item, column)))
                .collect()
        };
        Self {
            columns: columns.to_vec(),
            rows: items.iter().map(row).collect(),
        }
    }

    /// Creates a table of items that may be grouped: without the columns of the group where they are not.
    pub(super) fn grouped(columns: &[&'static str], items: &impl Serialize) -> Self {
        let items = objects(items);
        let is_grouped = items
            .first()
            .is_some_and(|item| item.get("label").is_some());
        let is_shown = |column: &&&str| is_grouped || !matches!(**column, "group" | "label");
        let columns: Vec<&'static str> = columns.iter().filter(is_shown).copied().collect();
        Self::from_objects(&columns, &items)
    }
}

fn field<'a>(item: &'a Value, column: &str) -> &'a Value {
    column
        .split('.')
        .fold(item, |at, name| at.get(name).unwrap_or(&Value::Null))
}

fn cell(column: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let cells = items.iter().map(|item| cell(column, item));
            cells.collect::<Vec<_>>().join(" ")
        }
        Value::Number(number) if has_days(column) => {
            number.as_f64().map_or_else(String::new, rounded_days)
        }
        other => other.to_string(),
    }
}

/// Whether a column has numbers of days.
fn has_days(column: &str) -> bool {
    let name = column.rsplit('.').next().unwrap_or(column);
    name.contains("Days") || ["days", "se", "medianLow", "medianHigh"].contains(&name)
}

/// Returns a number of days as people read it, in thousandths (a minute and a half). What observations and as-of dates
/// tell is less exact, and the last microsecond of a day would make 395 days 394.9999999999884.
pub fn rounded_days(days: f64) -> String {
    let rounded = (days * 1_000.0).round() / 1_000.0;
    // Without a sign on what is rounded to 0.
    (rounded + 0.0).to_string()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(column: &'static str, value: &Value, expected: &str) {
        let mut item = value.clone();
        for name in column.rsplit('.') {
            item = json!({ name: item });
        }
        let table = Table::from_objects(&[column], &[item]);
        assert_eq!(table.rows, [[expected.to_owned()]], "{column} {value}");
    }

    #[test]
    fn days_are_rounded_to_what_is_known() {
        check("ageDays", &json!(394.999_999_999_988_4), "395");
        check("durationDays", &json!(12.5), "12.5");
        check("restrictedMean.days", &json!(120.554_66), "120.555");
        check("restrictedMean.horizonDays", &json!(365), "365");
        check("medianLow", &json!(1e-9), "0");
        check("medianDaysEarliest", &json!(-0.000_01), "0");
        check("ageDays", &Value::Null, "");
    }

    #[test]
    fn other_numbers_stay_exact() {
        check("p", &json!(2e-18), "2e-18");
        check(
            "survival.90.value",
            &json!(0.123_456_789_012),
            "0.123456789012",
        );
        check("rounds", &json!(["2013-02", "2013-06"]), "2013-02 2013-06");
    }
}

//! Answers as tables: a row for each item, a column for each field; nested fields are flattened.
//!
//! The kind of a column is that of its field in the schema of the items, so a table needs only the names of its columns.

use std::borrow::Cow;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;
use serde_json::{Number, Value};

/// A table; a cell that is absent or null is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name: that of the field in JSON; `a.b` is field `b` of field `a`.
    pub name: &'static str,
    /// What its cells are.
    pub kind: ColumnKind,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts; lists are one text, with spaces between their items.
    Text,
    /// True or false.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Decimal,
    /// Days, as texts such as `2013-06-30`.
    Date,
    /// Instants in UTC, as texts such as `2013-06-30T12:00:00Z`.
    Instant,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A text, day or instant.
    Text(String),
}

impl Table {
    /// Creates a table with a row for each item.
    pub fn new<T: Serialize + JsonSchema>(columns: &[&'static str], items: &[T]) -> Self {
        Self::edited(columns, items, |_, _| ())
    }

    /// Creates a table from objects without a schema: all columns are texts.
    pub fn from_objects(columns: &[&'static str], objects: &[Value]) -> Self {
        let rows = objects.iter().map(|object| row(columns, object));
        Self::with_kinds(columns, &Value::Null, rows.collect())
    }

    /// Creates a table with a row for each item, whose numbers of days are not rounded.
    pub(crate) fn exact<T: Serialize + JsonSchema>(columns: &[&'static str], items: &[T]) -> Self {
        let cells = |item: &T| {
            let object = serde_json::to_value(item).unwrap_or_default();
            columns
                .iter()
                .map(|column| field(&object, column))
                .collect()
        };
        Self::with_kinds(columns, &schema::<T>(), items.iter().map(cells).collect())
    }

    /// Creates a table of texts.
    pub fn of_texts(columns: &[&'static str], rows: Vec<Vec<String>>) -> Self {
        let cells = |row: Vec<String>| row.into_iter().map(Cell::Text).collect();
        Self::with_kinds(columns, &Value::Null, rows.into_iter().map(cells).collect())
    }

    /// Creates a table from items whose objects are edited first. A column that is not a field of theirs has texts.
    pub(super) fn edited<T: Serialize + JsonSchema>(
        columns: &[&'static str],
        items: &[T],
        edit: impl Fn(&T, &mut Value),
    ) -> Self {
        let cells = |item: &T| {
            // Answers are plain data, so they always become JSON.
            let mut object = serde_json::to_value(item).unwrap_or_default();
            edit(item, &mut object);
            row(columns, &object)
        };
        let rows = items.iter().map(cells).collect();
        Self::with_kinds(columns, &schema::<T>(), rows)
    }

    /// Creates a table of items that may be grouped: without the columns of the group where they are not.
    pub(super) fn grouped<T: Serialize + JsonSchema>(
        columns: &[&'static str],
        items: &[T],
    ) -> Self {
        let first = items
            .first()
            .and_then(|item| serde_json::to_value(item).ok());
        let is_grouped = first.is_some_and(|item| item.get("label").is_some());
        let is_shown = |column: &&&str| is_grouped || !matches!(**column, "group" | "label");
        let columns: Vec<&'static str> = columns.iter().filter(is_shown).copied().collect();
        Self::new(&columns, items)
    }

    /// Returns the index of the column with a name.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    fn with_kinds(columns: &[&'static str], schema: &Value, rows: Vec<Vec<Cell>>) -> Self {
        let column = |name: &&'static str| Column {
            name,
            kind: name
                .split('.')
                .try_fold(schema, member)
                .map_or(ColumnKind::Text, ColumnKind::from_schema),
        };
        Self {
            columns: columns.iter().map(column).collect(),
            rows,
        }
    }
}

impl Cell {
    /// Returns the cell as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }

    /// Rounds a number of days.
    fn rounded(self) -> Self {
        match &self {
            Self::Number(days) => {
                let rounded = days.as_f64().map(rounded_days);
                rounded
                    .and_then(|rounded| rounded.parse().ok())
                    .map_or(self, Self::Number)
            }
            _ => self,
        }
    }

    fn new(value: &Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(value) => Self::Boolean(*value),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => {
                let items: Vec<Self> = items.iter().map(Self::new).collect();
                let texts: Vec<Cow<'_, str>> = items.iter().map(Self::text).collect();
                Self::Text(texts.join(" "))
            }
            Value::Object(_) => Self::Text(value.to_string()),
        }
    }
}

impl ColumnKind {
    /// Returns the kind of the values that a schema describes.
    fn from_schema(schema: &Value) -> Self {
        let is = |name: &str| {
            let of_type = |kind: &Value| *kind == name;
            let kinds = &schema["type"];
            of_type(kinds)
                || kinds
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(of_type))
        };
        match schema["format"].as_str() {
            Some("date-time") => Self::Instant,
            Some("date") => Self::Date,
            _ if is("integer") => Self::Integer,
            _ if is("number") => Self::Decimal,
            _ if is("boolean") => Self::Boolean,
            _ => {
                let kinds = alternatives(schema).map(Self::from_schema);
                let mut others = kinds.filter(|kind| *kind != Self::Text);
                others.next().unwrap_or(Self::Text)
            }
        }
    }
}

/// Returns the schema of a type, with those of its fields in their places.
fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.inline_subschemas = true);
    let generator = settings.into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// Returns the schema of a member of an object or a map.
fn member<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let own = schema["properties"].get(name);
    let of_map = || {
        schema
            .get("additionalProperties")
            .filter(|schema| schema.is_object())
    };
    own.or_else(of_map)
        .or_else(|| alternatives(schema).find_map(|one| member(one, name)))
}

fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["anyOf", "oneOf", "allOf"].into_iter();
    lists.flat_map(|keyword| schema[keyword].as_array().into_iter().flatten())
}

fn row(columns: &[&'static str], object: &Value) -> Vec<Cell> {
    let cell = |column: &&str| match field(object, column) {
        days if has_days(column) => days.rounded(),
        cell => cell,
    };
    columns.iter().map(cell).collect()
}

fn field(object: &Value, column: &str) -> Cell {
    let value = column.split('.').try_fold(object, |at, name| at.get(name));
    value.map_or(Cell::Empty, Cell::new)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::Date;
    use model::Instant;
    use serde_json::json;

    use super::*;
    use crate::DateSchema;

    #[derive(Serialize, JsonSchema)]
    struct Inner {
        low: Option<f64>,
    }

    #[derive(Serialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    struct Group {
        label: String,
    }

    #[derive(Serialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    struct Item {
        #[serde(flatten)]
        group: Option<Group>,
        n: usize,
        share: Option<Inner>,
        at_days: BTreeMap<String, Inner>,
        since: Option<Instant>,
        #[schemars(with = "Option<DateSchema>")]
        since_on: Option<Date>,
        is_open: bool,
        rounds: Vec<String>,
        party: Option<String>,
    }

    #[test]
    fn the_kind_of_a_column_is_that_of_its_field() {
        let columns = [
            "label",
            "n",
            "share.low",
            "atDays.90.low",
            "since",
            "sinceOn",
            "isOpen",
            "rounds",
            "party",
            "other",
        ];
        let item = Item {
            group: Some(Group {
                label: "a".to_owned(),
            }),
            n: 3,
            share: Some(Inner { low: Some(0.5) }),
            at_days: BTreeMap::new(),
            since: Some(Instant::from_microseconds(0)),
            since_on: None,
            is_open: true,
            rounds: vec!["x".to_owned(), "y".to_owned()],
            party: None,
        };
        let table = Table::new(&columns, &[item]);
        let kinds: Vec<ColumnKind> = table.columns.iter().map(|column| column.kind).collect();
        let expected = [
            ColumnKind::Text,
            ColumnKind::Integer,
            ColumnKind::Decimal,
            ColumnKind::Decimal,
            ColumnKind::Instant,
            ColumnKind::Date,
            ColumnKind::Boolean,
            ColumnKind::Text,
            ColumnKind::Text,
            ColumnKind::Text,
        ];
        assert_eq!(kinds, expected);
        let texts: Vec<Cow<'_, str>> = table.rows[0].iter().map(Cell::text).collect();
        assert_eq!(
            texts,
            [
                "a",
                "3",
                "0.5",
                "",
                "1970-01-01T00:00:00Z",
                "",
                "true",
                "x y",
                "",
                ""
            ]
        );
    }

    #[track_caller]
    fn check(column: &'static str, value: &Value, expected: &str) {
        let mut item = value.clone();
        for name in column.rsplit('.') {
            item = json!({ name: item });
        }
        let table = Table::from_objects(&[column], &[item]);
        assert_eq!(table.rows[0][0].text(), expected, "{column} {value}");
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

//! Answers as tables: a row an item, a column a field, nested ones flattened.

use serde_json::Value;

use crate::{Matrix, Persisting, ResolutionTimes, RoundAnswer, Rounds, Summary, Trend};

#[cfg(test)]
mod tests;

/// A table of texts; a cell that is absent or null is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Makes a table of the fields of objects; a column `a.b` is field `b` of field `a`.
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

fn objects(items: &impl serde::Serialize) -> Vec<Value> {
    // Answers are plain data: they always become JSON.
    match serde_json::to_value(items) {
        Ok(Value::Array(items)) => items,
        Ok(other) => vec![other],
        Err(_) => Vec::new(),
    }
}

impl Summary {
    pub(crate) fn table(&self) -> Table {
        Table::from_objects(
            &[
                "knelpunten",
                "episodes",
                "open",
                "persisting",
                "recurrences",
                "reports",
            ],
            &objects(self),
        )
    }
}

impl Persisting {
    pub(crate) fn table(&self) -> Table {
        let columns = [
            "municipality",
            "municipalityName",
            "inheritedFrom",
            "category",
            "categoryName",
            "buildingBlock",
            "party.kind",
            "party.name",
            "reference",
            "ageDays",
            "persisting",
            "since",
            "openedAt",
            "lastReportedAt",
            "episodes",
            "reports",
            "rounds",
            "description",
            "id",
        ];
        Table::from_objects(&columns, &objects(&self.items))
    }
}

impl Matrix {
    pub(crate) fn table(&self) -> Table {
        let columns = [
            "municipality",
            "municipalityName",
            "category",
            "categoryName",
            "open",
            "persisting",
        ];
        Table::from_objects(&columns, &objects(&self.cells))
    }
}

impl Trend {
    pub(crate) fn table(&self) -> Table {
        let columns = [
            "period",
            "group",
            "label",
            "reported",
            "opened",
            "recurred",
            "resolved",
            "resolvedByOutcome.solved",
            "resolvedByOutcome.lapsed",
            "resolvedByOutcome.central",
            "openAtEnd",
            "persistingAtEnd",
        ];
        let grouped = self.items.first().is_some_and(|item| item.group.is_some());
        let kept: Vec<&'static str> = columns
            .into_iter()
            .filter(|column| grouped || !matches!(*column, "group" | "label"))
            .collect();
        Table::from_objects(&kept, &objects(&self.items))
    }
}

impl ResolutionTimes {
    pub(crate) fn table(&self) -> Table {
        let columns = [
            "group",
            "label",
            "n",
            "resolved",
            "censored",
            "fromDays",
            "medianDays",
            "medianLow",
            "medianHigh",
            "survival.90.value",
            "survival.180.value",
            "survival.365.value",
            "restrictedMean.days",
            "restrictedMean.se",
            "restrictedMean.horizonDays",
        ];
        let grouped = self.groups.first().is_some_and(|item| item.group.is_some());
        let kept: Vec<&'static str> = columns
            .into_iter()
            .filter(|column| grouped || !matches!(*column, "group" | "label"))
            .collect();
        Table::from_objects(&kept, &objects(&self.groups))
    }
}

/// The columns of what a round found.
const FOUND: [&str; 10] = [
    "expected",
    "stillThere",
    "gone",
    "notDiscussed",
    "notDiscussedByTopic.covered",
    "notDiscussedByTopic.notCovered",
    "new",
    "newByKind.first",
    "newByKind.recurred",
    "openAfter",
];

impl Rounds {
    pub(crate) fn table(&self) -> Table {
        let own = [
            "round",
            "beganAt",
            "endedAt",
            "asked",
            "reached",
            "noAnswer",
            "declined",
            "withoutConsultation",
        ];
        let columns = [&own[..], &FOUND].concat();
        Table::from_objects(&columns, &objects(&self.items))
    }
}

impl RoundAnswer {
    pub(crate) fn table(&self) -> Table {
        let own = [
            "municipality",
            "municipalityName",
            "inheritedFrom",
            "consultation",
            "topics",
            "beganAt",
            "endedAt",
            "reports",
            "resolutions",
        ];
        let columns = [&own[..], &FOUND].concat();
        Table::from_objects(&columns, &objects(&self.municipalities))
    }
}

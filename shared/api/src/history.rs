//! The history of one knelpunt.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    DateSchema, Example,
    answers::{Answer, Table},
};

/// Every event of one knelpunt, in the order of observation; those without `observedAt` by `time`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnelpuntEvents {
    /// The events.
    pub items: Vec<HistoryItem>,
}

/// An event in the history of a knelpunt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryItem {
    /// The stream sequence at which it first arrived.
    pub sequence: u64,
    /// Its event key: `UUIDv5` of source and id.
    #[schemars(extend("format" = "uuid"))]
    pub key: String,
    /// Its type on the wire.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its source.
    pub source: String,
    /// Its id.
    pub id: String,
    /// When the source recorded it, in UTC.
    #[schemars(extend("format" = "date-time"))]
    pub time: String,
    /// When it was observed, as an instant in UTC; null for corrections.
    #[schemars(extend("format" = "date-time"))]
    pub observed_at: Option<String>,
    /// The day of `observedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub observed_on: Option<Date>,
    /// Its subject.
    pub subject: String,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
    /// Whether its data are the replacement of a redaction.
    pub redacted: bool,
    /// Its data.
    #[schemars(extend("type" = "object", "additionalProperties" = true))]
    pub data: Value,
}

/// What an event states besides its type, its identity and its time, for people to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventDetail<'a> {
    /// The code of the outcome.
    Outcome(&'a str),
    /// The code of the remedy.
    Remedy(&'a str),
    /// Since when the knelpunt is known to exist.
    KnownSince(&'a str),
    /// The slug of the round.
    Round(&'a str),
    /// The role of the reporter.
    ReporterRole(&'a str),
    /// The knelpunt that it was merged into.
    MergedInto {
        /// The code of its category.
        category: &'a str,
        /// The code of its building block.
        building_block: Option<&'a str>,
        /// The name of its party.
        party: Option<&'a str>,
        /// Its reference.
        reference: Option<&'a str>,
    },
    /// The id of the event that it corrects.
    AboutEvent(&'a str),
}

impl HistoryItem {
    /// Returns what the event states, in the order in which it is shown.
    pub fn details(&self) -> Vec<EventDetail<'_>> {
        let text = |pointer: &str| self.data.pointer(pointer).and_then(Value::as_str);
        let merged_into = text("/into/category").map(|category| EventDetail::MergedInto {
            category,
            building_block: text("/into/buildingBlock"),
            party: text("/into/party/name"),
            reference: text("/into/reference"),
        });
        let details = [
            text("/outcome").map(EventDetail::Outcome),
            text("/remedy").map(EventDetail::Remedy),
            text("/knownSince").map(EventDetail::KnownSince),
            text("/round").map(EventDetail::Round),
            text("/reporter/role").map(EventDetail::ReporterRole),
            merged_into,
            text("/event/id").map(EventDetail::AboutEvent),
        ];
        details.into_iter().flatten().collect()
    }

    /// Returns when it was observed, as its source wrote it; `None` for a correction.
    pub fn observed(&self) -> Option<&str> {
        self.data["observedAt"].as_str()
    }

    /// Returns its free text: a description, or the reason of a correction.
    pub fn free_text(&self) -> Option<&str> {
        let description = self.data["description"].as_str();
        description.or_else(|| self.data["reason"].as_str())
    }
}

impl Answer for KnelpuntEvents {
    fn table(&self) -> Table {
        let columns = [
            "sequence",
            "key",
            "type",
            "source",
            "id",
            "time",
            "observedAt",
            "observedOn",
            "subject",
            "withdrawn",
            "redacted",
            "data",
        ];
        Table::new(&columns, &self.items)
    }
}

impl Example for KnelpuntEvents {
    fn example() -> Self {
        Self {
            items: vec![HistoryItem {
                sequence: 4_711,
                key: "2d1f0a3b-4c5d-5e6f-8a9b-0c1d2e3f4a5b".to_owned(),
                event_type: "nl.knelpunten.knelpunt-reported.v1".to_owned(),
                source: "urn:nld:oin:00000001823288444000:systeem:rondgang".to_owned(),
                id: "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d".to_owned(),
                time: "2013-02-14T09:12:31Z".to_owned(),
                observed_at: Some("2013-02-11T23:00:00Z".to_owned()),
                observed_on: Some(jiff::civil::date(2013, 2, 12)),
                subject: "ea3bda7c-9fa2-53d9-9f73-d62ef423f514".to_owned(),
                withdrawn: false,
                redacted: false,
                data: json!({
                    "municipality": "GM0344", "category": "supplier-delivery", "observedAt": "2013-02-12",
                }),
            }],
        }
    }
}

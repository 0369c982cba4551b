//! The history of one knelpunt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Example,
    answers::{Answer, Table, objects},
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
            "subject",
            "withdrawn",
            "redacted",
            "data",
        ];
        Table::from_objects(&columns, &objects(&self.items))
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

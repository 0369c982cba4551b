//! The bodies of requests.

use std::{borrow::Cow, marker::PhantomData};

use model::{
    ConsultationOutcome, Data, EventRef, EventType, EventWithdrawn, KnelpuntMerged,
    KnelpuntReported, KnelpuntResolved, MergeTarget, MunicipalityConsulted, Outcome, Party,
    PartyKind, Reporter, SupportReceived,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{BuildingBlockCode, CategoryCode, Example, RemedyCode};

/// A request that has nothing to say: an empty object.
///
/// Its `Content-Type` must be `application/json` all the same, which pages of other sites cannot send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmptyRequest {}

/// An event in structured mode: `CloudEvents` 1.0 as JSON.
///
/// Extension attributes are allowed and ignored. The schema of each type is `urn:nl:knelpunten:schema:<type>:v1`, which
/// `knelpunt schema` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CloudEvent {
    /// Always `1.0`.
    #[schemars(extend("enum" = ["1.0"]))]
    pub specversion: String,
    /// Identifies the event among those of its source.
    pub id: String,
    /// The sender: a URI-reference, preferably a URN, that never changes.
    pub source: String,
    /// The event type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// What the event is about: a knelpunt id, `<municipality>/<round>`, or `<municipality>/<support>`.
    pub subject: String,
    /// When the source recorded it; at most five minutes ahead of the server's clock.
    #[schemars(extend("format" = "date-time"))]
    pub time: String,
    /// The data, by the schema of the event type.
    pub data: Map<String, Value>,
    /// Extension attributes.
    #[serde(flatten)]
    pub extensions: Map<String, Value>,
}

/// Events in structured mode, each accepted or rejected by itself.
pub type EventBatch = Vec<CloudEvent>;

/// The data of an event type as they are posted: the server adds the envelope.
pub(crate) struct Posted<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Posted<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Posted{}", T::schema_name()).into()
    }

    /// Returns the published schema of the data, with what differs when they are posted.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        let mut required = schema.remove("required").unwrap_or_default();
        if let Some(required) = required.as_array_mut() {
            required.retain(|name| name != "observedAt");
            if T::schema_name() == "EventWithdrawn" {
                required.push(json!("subject"));
            }
        }
        let Some(Value::Object(properties)) = schema.get_mut("properties") else {
            return schema;
        };
        if let Some(observed_at) = properties.get_mut("observedAt") {
            let description = observed_at["description"].as_str().unwrap_or_default();
            observed_at["description"] = json!(format!("{description} Now, if left out."));
            observed_at["type"] = json!(["string", "null"]);
        }
        name_codes(properties, &required, generator);
        if properties.contains_key("into") {
            let mut into = MergeTarget::json_schema(generator);
            let required = into.get("required").cloned().unwrap_or_default();
            if let Some(Value::Object(properties)) = into.get_mut("properties") {
                name_codes(properties, &required, generator);
            }
            // It is described here, so that its published schema is not needed.
            generator.definitions_mut().remove("Into");
            properties.insert("into".to_owned(), into.to_value());
        }
        if T::schema_name() == "EventWithdrawn" {
            let description = "The subject of the withdrawn event: a knelpunt id, `<municipality>/<round>`, or `<municipality>/<support>`.";
            let subject = json!({"type": "string", "pattern": SUBJECT, "description": description});
            properties.insert("subject".to_owned(), subject);
        }
        schema.insert("required".to_owned(), required);
        schema
    }
}

/// Refers to the codes of the catalogue in use, where the published schema has any text: codes are added to it later.
fn name_codes(
    properties: &mut Map<String, Value>,
    required: &Value,
    generator: &mut SchemaGenerator,
) {
    let codes = [
        ("category", generator.subschema_for::<CategoryCode>()),
        (
            "buildingBlock",
            generator.subschema_for::<BuildingBlockCode>(),
        ),
        ("remedy", generator.subschema_for::<RemedyCode>()),
        ("support", generator.subschema_for::<RemedyCode>()),
    ];
    for (name, code) in codes {
        if let Some(property) = properties.get_mut(name) {
            let mut names = required.as_array().into_iter().flatten();
            let code = if names.any(|required| required == name) {
                json!([code])
            } else {
                json!([code, {"type": "null"}])
            };
            *property = json!({"description": property["description"], "anyOf": code});
        }
    }
    if let Some(topics) = properties.get_mut("topics") {
        topics["items"] = json!(generator.subschema_for::<CategoryCode>());
    }
}

/// Data of an event type that are posted, with an example.
pub(crate) trait PostedData: JsonSchema {
    /// Returns the example as JSON.
    fn posted_example() -> Value;
}

/// A knelpunt id, or a municipality with a round or support.
const SUBJECT: &str =
    "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|GM[0-9]{4}/[a-z0-9][a-z0-9-]{0,63})$";
const MUNICIPALITY: &str = "GM0344";
const CATEGORY: &str = "supplier-delivery";
const ROUND: &str = "2013-02";
const OBSERVED_AT: &str = "2013-02-12";

impl PostedData for KnelpuntReported {
    fn posted_example() -> Value {
        json!(reported())
    }
}

fn reported() -> KnelpuntReported {
    KnelpuntReported {
        municipality: MUNICIPALITY.to_owned(),
        category: CATEGORY.to_owned(),
        building_block: Some("bag".to_owned()),
        party: Some(Party {
            kind: PartyKind::Supplier,
            name: "Fabriek IJssel".to_owned(),
        }),
        reference: None,
        observed_at: OBSERVED_AT.to_owned(),
        known_since: Some("2012-06-01".to_owned()),
        round: Some(ROUND.to_owned()),
        reporter: Some(Reporter {
            role: "information-manager".to_owned(),
        }),
        description: Some("The connection to the BAG is not delivered.".to_owned()),
    }
}

impl PostedData for KnelpuntResolved {
    fn posted_example() -> Value {
        json!(Self {
            municipality: MUNICIPALITY.to_owned(),
            category: CATEGORY.to_owned(),
            building_block: None,
            party: None,
            reference: None,
            observed_at: OBSERVED_AT.to_owned(),
            outcome: Outcome::Solved,
            remedy: Some("supplier-fix".to_owned()),
            round: None,
            reporter: None,
            description: None,
        })
    }
}

impl PostedData for KnelpuntMerged {
    fn posted_example() -> Value {
        json!(Self {
            municipality: MUNICIPALITY.to_owned(),
            category: "funding".to_owned(),
            building_block: None,
            party: None,
            reference: None,
            into: MergeTarget {
                category: CATEGORY.to_owned(),
                building_block: None,
                party: None,
                reference: None,
            },
            reason: Some("Reported under the wrong category.".to_owned()),
        })
    }
}

impl PostedData for EventWithdrawn {
    fn posted_example() -> Value {
        let event = CloudEvent::example();
        let mut data = json!(Self {
            event: EventRef {
                source: event.source,
                id: event.id,
            },
            municipality: MUNICIPALITY.to_owned(),
            reason: Some("Entered twice.".to_owned()),
        });
        data["subject"] = json!(event.subject);
        data
    }
}

impl PostedData for MunicipalityConsulted {
    fn posted_example() -> Value {
        json!(Self {
            municipality: MUNICIPALITY.to_owned(),
            round: ROUND.to_owned(),
            observed_at: OBSERVED_AT.to_owned(),
            outcome: ConsultationOutcome::Reached,
            topics: Some(vec![CATEGORY.to_owned()]),
            coach_organisation: None,
        })
    }
}

impl PostedData for SupportReceived {
    fn posted_example() -> Value {
        json!(Self {
            municipality: MUNICIPALITY.to_owned(),
            support: "i-versneller".to_owned(),
            observed_at: OBSERVED_AT.to_owned(),
            round: None,
            topics: Some(vec![CATEGORY.to_owned()]),
            organisation: None,
        })
    }
}

impl Example for CloudEvent {
    fn example() -> Self {
        let data = Data::Reported(reported());
        let subject = data.subject().map(|subject| subject.to_string());
        Self {
            specversion: "1.0".to_owned(),
            id: "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d".to_owned(),
            source: "urn:nld:oin:00000001823288444000:systeem:rondgang".to_owned(),
            event_type: EventType::KnelpuntReported.full_name(),
            subject: subject.unwrap_or_default(),
            time: "2013-02-14T09:12:31Z".to_owned(),
            data: json!(reported()).as_object().cloned().unwrap_or_default(),
            extensions: Map::new(),
        }
    }
}

impl Example for EventBatch {
    fn example() -> Self {
        vec![CloudEvent::example()]
    }
}

impl Example for EmptyRequest {
    fn example() -> Self {
        Self {}
    }
}

//! Receipts of posted events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Example, InputViolation};

/// An accepted event, with its delivery so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventReceipt {
    /// Whether the log has the event.
    pub state: DeliveryStatus,
    /// The source of the event.
    pub source: String,
    /// The id of the event, by which it can be withdrawn.
    pub event_id: String,
    /// The subject of the event.
    pub subject: String,
    /// The id of the knelpunt; null for a consultation.
    pub knelpunt: Option<String>,
    /// The stream sequence of the event, once the log has it: pass it as `atLeast` to read the change.
    pub position: Option<u64>,
    /// Whether the same event was accepted before, so that nothing was added.
    pub repeated: bool,
    /// Why the event cannot be published, or is not yet; null if it is published, or nothing has failed so far.
    pub reason: Option<String>,
}

/// The delivery of an accepted event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryStatus {
    /// The log has it.
    Published,
    /// It is on disk, and is published as soon as the log is available.
    Waiting,
    /// It is on disk, and cannot be published until the reason is resolved.
    Dead,
}

/// The outcomes of a batch, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BatchReceipt {
    /// Events that were accepted.
    pub accepted: usize,
    /// Events that were rejected.
    pub refused: usize,
    /// The outcome of each event.
    pub items: Vec<BatchItem>,
}

/// The outcome of one event of a batch: the members of its receipt, or why it was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BatchItem {
    /// The status that the event would have had by itself.
    pub status: u16,
    /// The receipt, if it was accepted.
    #[serde(flatten)]
    pub receipt: Option<EventReceipt>,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// Every violation in it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<InputViolation>,
}

impl Example for EventReceipt {
    fn example() -> Self {
        Self {
            state: DeliveryStatus::Published,
            source: "urn:knelpunt:intake:3f0a".to_owned(),
            event_id: "019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d".to_owned(),
            subject: "ea3bda7c-9fa2-53d9-9f73-d62ef423f514".to_owned(),
            knelpunt: Some("ea3bda7c-9fa2-53d9-9f73-d62ef423f514".to_owned()),
            position: Some(13_023),
            repeated: false,
            reason: None,
        }
    }
}

impl Example for BatchReceipt {
    fn example() -> Self {
        Self {
            accepted: 1,
            refused: 1,
            items: vec![
                BatchItem {
                    status: 201,
                    receipt: Some(EventReceipt::example()),
                    detail: None,
                    errors: Vec::new(),
                },
                BatchItem {
                    status: 400,
                    receipt: None,
                    detail: Some("One part of the body is invalid.".to_owned()),
                    errors: vec![InputViolation::Pointer {
                        pointer: "/1/data/category".to_owned(),
                        problem: "is not a category in the catalogue".to_owned(),
                    }],
                },
            ],
        }
    }
}

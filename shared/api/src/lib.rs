//! The HTTP contract as types: every request and every response of the API, documented, with its JSON Schema and an
//! example, and the `OpenAPI` document that follows from them.
//!
//! The server writes these types, and the command line and the tests read them, so that a field is declared once. In
//! reading order: [`parameters`] (what a link may contain), `envelope` and [`answers`] (questions), `status`,
//! `quarantine`, `outbox` and `receipts` (operations and events), `problem`; then [`operations`] (which path has which
//! of them) and `openapi`.
//!
//! Pure: plain data and their serialisation. What may never enter: how an answer is computed (`questions`), how it is
//! sent (`httpd`), what is stored (`views`, `outbox`).

pub mod answers;
mod changelog;
mod changes;
mod definitions;
mod envelope;
mod examples;
pub mod exports;
mod history;
pub mod links;
mod openapi;
pub mod operations;
mod outbox;
pub mod parameters;
mod problem;
mod quarantine;
mod receipts;
mod requests;
mod schema;
mod status;

pub use changelog::{Changelog, Deprecation, Release};
pub use changes::{Change, ChangeKind, ChangesDropped, ChangesReset};
pub use definitions::{DefinitionText, Definitions, FigureDefinition};
pub use envelope::{AnswerEnvelope, Filter};
pub use history::{EventDetail, HistoryItem, KnelpuntEvents};
pub use openapi::openapi;
pub use operations::{HttpMethod, Operation};
pub use outbox::{DeadEvent, OutboxPage, OutboxRetryReport};
pub use problem::{InputViolation, ProblemDocument};
pub use quarantine::{QuarantinePage, QuarantineRetryReport, QuarantinedMessage};
pub use receipts::{BatchItem, BatchReceipt, DeliveryStatus, EventReceipt};
pub use requests::{CloudEvent, EmptyRequest, EventBatch};
pub use schema::{
    BuildingBlockCode, CategoryCode, DateOrInstantSchema, DateSchema, PositionOrMomentSchema,
    ProvinceCode, RemedyCode, SizeClassCode,
};
pub use status::{
    AuditReport, Checkpoint, CheckpointPage, CutoverReport, IntakeReadiness, IntakeState, Liveness,
    LogStream, PositionReport, Versions, ViewsReadiness, ViewsState,
};

/// The version of the API, sent with every response. A compatible addition (a path, a parameter, a field, a value of a
/// grouping) raises the second number, a correction of the text the third; anything else is a new `/v2`.
pub const VERSION: &str = "1.4.0";

/// A type of the contract with an example, which the `OpenAPI` document shows.
pub trait Example {
    /// Returns a small, plausible value.
    fn example() -> Self;
}

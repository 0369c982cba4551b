//! The state of the server, and its administration.

use super::{JSON, Operation, OperationGroup, any_object, text};
use crate::{
    AuditReport, Changelog, CheckpointPage, CutoverReport, Definitions, IntakeReadiness, Liveness,
    OutboxPage, OutboxRetryReport, PositionReport, QuarantinePage, QuarantineRetryReport,
    ViewsReadiness,
    answers::SearchResults,
    parameters::{
        ChangesParameters, CheckpointParameters, FilterParameters, OutboxParameters,
        PositionParameters, QuarantineParameters, SearchParameters,
    },
};

table! {
    /// Returns the operations of every server.
    server: Operations

    /// This description.
    openapi = Operation::get("/v1/openapi.json", "openapi")
        .conditional()
        .replies_with(200, "OpenAPI 3.1.", any_object(JSON))
        .fails_with(400);

    /// What changed in the versions of the API, and what is deprecated until when.
    changelog = Operation::get("/v1/changelog", "changelog")
        .conditional()
        .replies::<Changelog>(200, "The changelog, newest first.")
        .fails_with(400);

    /// Whether the server runs.
    live = Operation::get("/health/live", "live").replies::<Liveness>(200, "It runs.");

    /// Metrics for Prometheus.
    metrics = Operation::get("/metrics", "metrics")
        .replies_with(200, "The text format of Prometheus.", text("text/plain"));
}

table! {
    /// Returns the operations of the views that answer no question.
    views: Operations

    /// Municipalities, categories, building blocks, parties and knelpunten, by words.
    search = Operation::get("/v1/search", "search")
        .described(
            "Every word must match, the last one also as a prefix; case and diacritics do not matter, and words match by \
             their Dutch stem. Of knelpunten, the reference and the last description are searched, as they are now. The best \
             hits of each kind come first, with the number of all of that kind; marks count code points.",
        )
        .takes::<FilterParameters>()
        .takes::<SearchParameters>()
        .answers::<SearchResults>()
        .or_file();

    /// Live changes: what every event that arrives changes, as Server-Sent Events.
    changes = Operation::get("/v1/changes", "changes")
        .described(
            "Each new content of an event is sent once, as `change`, with its position and the log as id, in order. A reader \
             that comes back sends the last id that it got as Last-Event-ID, as EventSource does by itself, and gets \
             everything since, also after the server was restarted; after an absence of more than 100 000 positions, or if \
             the log is another one, `reset` says that changes were left out. The filter selects by the knelpunt as it is \
             when a change is sent. Every 15 seconds a comment is sent, with the id up to which nothing more is selected. A \
             reader that falls more than 4 096 changes behind, or receives nothing for 30 seconds while something waits, is \
             dropped: if it still reads, `dropped` says so. Beyond the maximum number of readers: 503.",
        )
        .takes::<FilterParameters>()
        .takes::<ChangesParameters>()
        .streams_changes();

    /// What every figure means, in Dutch and English, with its formula and its sources.
    definitions = Operation::get("/v1/definitions", "definitions")
        .conditional()
        .replies::<Definitions>(200, "The definitions.")
        .fails_with(400);

    /// Messages of the log that are not valid events.
    quarantine = Operation::get("/v1/quarantine", "quarantine")
        .takes::<QuarantineParameters>()
        .replies::<QuarantinePage>(200, "A page of the quarantine.")
        .or_file();

    /// Validate the quarantine again, and fold what is valid now.
    retry_quarantine = Operation::post("/v1/quarantine/retries", "retryQuarantine")
        .accepts_nothing()
        .replies::<QuarantineRetryReport>(200, "The result.")
        .fails_with(409);

    /// Cut over to the views that a rebuild left beside the running ones.
    cut_over = Operation::post("/v1/views/take-overs", "takeOverViews")
        .described("Returns once questions are answered from the rebuilt views.")
        .accepts_nothing()
        .replies::<CutoverReport>(200, "The result.")
        .fails_with(409);

    /// Compare everything stored with what is in memory, while the server runs.
    audit = Operation::post("/v1/audits", "audit")
        .accepts_nothing()
        .replies::<AuditReport>(200, "The result.")
        .fails_with(409);

    /// The digests at the positions that every replica passes, oldest first.
    checkpoints = Operation::get("/v1/checkpoints", "checkpoints")
        .takes::<CheckpointParameters>()
        .replies::<CheckpointPage>(200, "A page of checkpoints.");

    /// Where the views are in the log.
    position = Operation::get("/v1/position", "position")
        .takes::<PositionParameters>()
        .replies::<PositionReport>(200, "The position.");

    /// How fit the views are to answer.
    views_readiness = Operation::readiness()
        .described(
            "503 has `state`: stale (the log is unavailable; questions are still answered) or rebuilding (they are not); \
             and what else is known.",
        )
        .replies::<ViewsReadiness>(200, "ready or degraded: questions are answered.");
}

table! {
    /// Returns the operations of the outbox.
    outbox_state: Operations

    /// Accepted events that the log does not have yet: how many wait, and which cannot be published.
    outbox = Operation::get("/v1/outbox", "outbox")
        .takes::<OutboxParameters>()
        .replies::<OutboxPage>(
            200,
            "The state of the outbox, with a page of events that cannot be published.",
        );

    /// Retry the events that could not be published.
    retry_outbox = Operation::post("/v1/outbox/retries", "retryOutbox")
        .accepts_nothing()
        .replies::<OutboxRetryReport>(200, "The result.");
}

table! {
    /// Returns the operations of an intake without views.
    standalone: Operations

    /// How fit the intake is to accept events.
    intake_readiness = Operation::readiness()
        .replies::<IntakeReadiness>(
            200,
            "ready, or stale: accepted events wait because the log is unavailable.",
        )
        .described("503 has `state`: failing, when the outbox cannot be written.");
}

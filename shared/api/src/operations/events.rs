//! Events over HTTP: data of one type, or whole events.

use model::{
    EventWithdrawn, KnelpuntMerged, KnelpuntReported, KnelpuntResolved, MunicipalityConsulted,
    SupportReceived,
};

use super::{JSON, Operation, OperationGroup, any_object, typed};
use crate::{BatchReceipt, CloudEvent, EventBatch};

table! {
    /// Returns the operations that accept events.
    events: Events

    /// Report a knelpunt.
    report = Operation::post("/v1/reports", "report").accepts_data::<KnelpuntReported>();

    /// Report a knelpunt as resolved.
    resolve = Operation::post("/v1/resolutions", "resolve").accepts_data::<KnelpuntResolved>();

    /// Merge a knelpunt into another one of the same municipality.
    merge = Operation::post("/v1/merges", "merge").accepts_data::<KnelpuntMerged>();

    /// Withdraw an event.
    withdraw = Operation::post("/v1/withdrawals", "withdraw").accepts_data::<EventWithdrawn>();

    /// Record that a municipality was consulted in a round.
    consult = Operation::post("/v1/consultations", "consult")
        .accepts_data::<MunicipalityConsulted>();

    /// Record that a municipality received support.
    support = Operation::post("/v1/support", "support").accepts_data::<SupportReceived>();

    /// Publish whole events: one, or a batch of which each has an outcome of its own.
    publish = Operation::post("/v1/events", "publish")
        .described(
            "One event in structured mode, or a batch. application/json is binary mode: the body is the data, and the \
             attributes are in headers that begin with ce-.",
        )
        .accepts(typed::<CloudEvent>(model::STRUCTURED_MODE))
        .accepts(typed::<EventBatch>(model::BATCH_MODE))
        // Without an example: one would need the headers as well.
        .accepts(any_object(JSON))
        .replies::<BatchReceipt>(200, "The outcomes of a batch, in its order.")
        .accepts_event();
}

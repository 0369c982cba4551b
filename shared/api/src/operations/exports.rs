//! The exports: everything that a filter selects, as rows.

use super::{Operation, OperationGroup};
use crate::exports::{EpisodeExport, EventExport, KnelpuntExport};

table! {
    /// Returns the operations that export.
    exports: Questions

    /// Every episode, as a file of rows.
    export_episodes = Operation::get("/v1/exports/episodes", "exportEpisodes")
        .exports::<EpisodeExport>();

    /// Every knelpunt, as a file of rows.
    export_knelpunten = Operation::get("/v1/exports/knelpunten", "exportKnelpunten")
        .exports::<KnelpuntExport>();

    /// Every event of knelpunten, as a file of rows.
    export_events = Operation::get("/v1/exports/events", "exportEvents")
        .exports::<EventExport>();
}

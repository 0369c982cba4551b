//! The answers to the questions, as plain data.
//!
//! `questions` computes them, `web` writes them, the command line and the tests read them. How a figure is defined is
//! in `questions`.

mod group;
mod knelpunt;
mod matrix;
mod persisting;
mod resolution_times;
mod rounds;
mod summary;
mod table;
mod trend;

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

pub use group::GroupName;
pub use knelpunt::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus, PartyAnswer};
pub use matrix::{Matrix, MatrixCell};
pub use persisting::{Persisting, PersistingItem};
pub use resolution_times::{
    GroupAnswer, LogRankAnswer, PointAnswer, ResolutionTimes, RestrictedMeanAnswer, StepAnswer,
};
pub use rounds::{
    Comparison, Coverage, MunicipalityCoverage, NewByKind, NotDiscussedByTopic, RoundAnswer,
    RoundFindings, RoundItem, Rounds,
};
pub use summary::Summary;
pub use table::Table;
pub(crate) use table::objects;
pub use trend::{PeriodFigures, ResolvedByOutcome, Trend, TrendItem};

/// An answer that is also a table.
pub trait Answer: Serialize + DeserializeOwned + JsonSchema {
    /// Returns the answer as a table, for programs that read those.
    fn table(&self) -> Table;

    /// Returns the cursor of the next page, if the answer is a page of a list and not the last one.
    fn next_cursor(&self) -> Option<&str> {
        None
    }
}

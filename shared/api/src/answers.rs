//! The answers to the questions, as plain data.
//!
//! `questions` computes them, `web` writes them, the command line and the tests read them. How a figure is defined is
//! in `questions`.

mod catalogue;
mod curve;
mod episodes;
mod funnel;
mod group;
mod knelpunt;
mod matrix;
mod movers;
mod municipalities;
mod outlook;
mod persisting;
mod recurrence;
mod resolution_times;
mod rounds;
mod search;
mod summary;
mod support_effect;
mod table;
mod trend;
mod waiting_on;

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

pub use catalogue::{BuildingBlockItem, CatalogueAnswer, CategoryItem, PartyKindItem, RemedyItem};
pub use curve::{
    CurveFigures, EventCount, LogRankAnswer, PointAnswer, RecurredCount, ResolvedCount,
    RestrictedMeanAnswer, StepAnswer,
};
pub use episodes::{EpisodeList, EpisodeListItem};
pub use funnel::{Funnel, FunnelItem, FunnelPosition, Limits};
pub use group::GroupName;
pub use knelpunt::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus, PartyAnswer};
pub use matrix::{Matrix, MatrixCell};
pub use movers::{Direction, Movers, MoversItem, WindowCount};
pub use municipalities::{
    Municipalities, MunicipalityAnswer, MunicipalityItem, MunicipalityLink, SuccessionItem,
};
pub use outlook::{Outlook, OutlookCategory, OutlookItem, OutlookOverAll, OutlookStep};
pub use persisting::{Persisting, PersistingItem};
pub use recurrence::{Recurrence, RecurrenceGroup};
pub use resolution_times::{CumulativeIncidence, GroupAnswer, PairAnswer, ResolutionTimes};
pub use rounds::{
    Comparison, Coverage, MunicipalityCoverage, NewByKind, NotDiscussedByTopic, RoundAnswer,
    RoundFindings, RoundItem, Rounds,
};
pub use search::{SearchHit, SearchKind, SearchMark, SearchMatch, SearchResults, SearchTotal};
pub use summary::Summary;
pub use support_effect::{ExposureAnswer, SupportEffect};
pub use table::{Cell, Column, ColumnKind, Table, rounded_days};
pub use trend::{PeriodFigures, ResolvedByOutcome, Trend, TrendItem};
pub use waiting_on::{WaitingOn, WaitingOnItem};

/// An answer that is also a table.
pub trait Answer: Serialize + DeserializeOwned + JsonSchema {
    /// Returns the answer as a table, for programs that read those.
    fn table(&self) -> Table;

    /// Returns the cursor of the next page, if the answer is a page of a list and not the last one.
    fn next_cursor(&self) -> Option<&str> {
        None
    }
}

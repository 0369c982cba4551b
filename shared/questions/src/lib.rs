//! Columns in, answers out.
//!
//! Pure: a link's keys are read into an [`Query`], which an as-of instant, a division and a filter belong to, and
//! answered over a [`Population`]. What day it is comes in as an argument; where the columns come from is no
//! business of this crate. What may never enter: a store, a clock, a transport.

mod columns;
mod consultations;
mod cursor;
mod figures;
mod filter;
mod geography;
mod group;
mod jagged_vec;
mod knelpunt;
mod labels;
mod matrix;
mod parameters;
mod persisting;
mod population;
mod query;
mod refold;
mod replay;
mod resolution_times;
mod round_fact;
mod rounds;
mod row_index;
#[cfg(test)]
mod sample;
mod selected;
mod selection;
pub mod statistics;
mod summary;
mod table;
mod timeline;
pub mod together;
mod trend;
mod visible;

pub use columns::Columns;
pub use consultations::Consultations;
pub use figures::{Counted, TextAt};
pub use filter::Filter;
pub use group::{GroupBy, GroupName};
pub use knelpunt::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus, PartyAnswer};
pub use labels::party_kind_name;
pub use matrix::{Matrix, MatrixCell};
pub use parameters::ParameterViolation;
pub use persisting::{Persisting, PersistingItem};
pub use population::Population;
pub use query::{Answer, Query, Question, Scanned};
pub use resolution_times::{
    GroupAnswer, LogRankAnswer, PointAnswer, ResolutionTimes, RestrictedMeanAnswer, StepAnswer,
};
pub use rounds::{
    Comparison, Coverage, MunicipalityCoverage, NewByKind, NotDiscussedByTopic, RoundAnswer,
    RoundFindings, RoundItem, Rounds, UnknownRound,
};
pub use summary::Summary;
pub use table::Table;
pub use trend::{PeriodFigures, ResolvedByOutcome, Trend, TrendItem};

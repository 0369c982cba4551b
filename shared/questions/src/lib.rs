//! Columns in, answers out.
//!
//! Pure: a link's keys are read into an [`Asked`], which an as-of instant, a division and a filter belong to, and
//! answered over a [`Population`]. What day it is comes in as an argument; where the columns come from is no
//! business of this crate. What may never enter: a store, a clock, a transport.

mod again;
mod asked;
mod columns;
mod consultations;
mod course;
mod cursor;
mod figures;
mod filter;
mod found;
mod group;
mod keys;
mod knelpunt;
mod labels;
mod matrix;
mod persisting;
mod places;
mod population;
mod ragged;
mod replay;
mod resolution_times;
mod rounds;
#[cfg(test)]
mod sample;
mod seen;
mod selected;
mod selection;
pub mod statistics;
mod summary;
mod table;
pub mod together;
mod told;
mod trend;

pub use asked::{Answer, Asked, Question, Scanned};
pub use columns::Columns;
pub use consultations::Consultations;
pub use figures::{Counted, TextAt};
pub use filter::Filter;
pub use group::{GroupBy, GroupName};
pub use keys::Problem;
pub use knelpunt::{EpisodeAnswer, KnelpuntAnswer, PartyAnswer, Status};
pub use labels::party_kind_name;
pub use matrix::{Cell, Matrix};
pub use persisting::{Item, Persisting};
pub use population::Population;
pub use resolution_times::{
    GroupAnswer, LogRankAnswer, PointAnswer, ResolutionTimes, RestrictedMeanAnswer, StepAnswer,
};
pub use rounds::{
    Comparison, Coverage, Found, MunicipalityCoverage, NewByKind, NotDiscussedByTopic, RoundAnswer,
    RoundItem, Rounds, UnknownRound,
};
pub use summary::Summary;
pub use table::Table;
pub use trend::{ByOutcome, Figures, Trend, TrendItem};

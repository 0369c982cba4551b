//! State in, answers out.
//!
//! Pure: a [`Query`] is a question with its [`Scope`] (filter, as-of, known-at, division) and is answered over a
//! [`Population`]. What may never enter: a store, a clock, a transport. The current time is an argument; who fills the
//! state is no concern of this crate. Answers are plain data of `api`.

mod cursor;
mod figures;
mod filter;
mod geography;
mod group;
mod knelpunt;
mod labels;
mod matrix;
mod parameters;
mod persisting;
mod population;
mod query;
mod refold;
mod resolution_times;
mod rounds;
#[cfg(test)]
mod sample;
mod selected;
mod selection;
pub mod statistics;
mod summary;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod trend;
mod visible;

pub use cursor::Cursor;
pub use figures::{Counted, TextAddress};
pub use knelpunt::KnelpuntScan;
pub use labels::size_class_name;
pub use matrix::MatrixQuestion;
pub use parameters::{FromParameters, Parameters};
pub use persisting::PersistingQuestion;
pub use population::Population;
pub use query::{Context, Query, QueryError, Question, Scan, Scope};
pub use resolution_times::ResolutionTimesQuestion;
pub use rounds::{RoundNamesQuestion, RoundQuestion, RoundsQuestion};
pub use summary::SummaryQuestion;
pub use trend::TrendQuestion;

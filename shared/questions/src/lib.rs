//! State in, answers out.
//!
//! Pure: a [`Query`] is a question with its [`Scope`] (filter, as-of, known-at, division) and is answered over a
//! [`Population`]. What may never enter: a store, a clock, a transport. The current time is an argument; who fills the
//! state is no concern of this crate. Answers are plain data of `api`.

mod at_risk;
mod changes;
mod curve_figures;
mod episodes;
mod export;
mod figures;
mod filter;
mod funnel;
mod geography;
mod group;
mod identified;
mod knelpunt;
mod knelpunten;
mod labels;
#[cfg(test)]
mod laws;
mod matrix;
mod movers;
mod municipalities;
mod outlook;
mod paging;
mod panel;
mod parameters;
mod persisting;
mod population;
mod query;
mod recurrence;
mod refold;
mod remedies;
mod resolution_times;
mod rounds;
#[cfg(test)]
mod sample;
mod search;
mod selected;
mod selection;
pub mod statistics;
mod summary;
mod support_effect;
mod support_received;
mod support_times;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod totals;
mod trend;
mod visible;
mod waiting_on;

pub use at_risk::AtRiskQuestion;
pub use changes::{ArrivedChange, ChangesQuery};
pub use curve_figures::CurveOptions;
pub use episodes::{EpisodeKey, EpisodesQuestion};
pub use export::{ExportQuestion, ExportedKnelpunt};
pub use figures::{Counted, TextAddress};
pub use funnel::FunnelQuestion;
pub use knelpunt::KnelpuntScan;
pub use knelpunten::{KnelpuntKey, KnelpuntenQuestion};
pub use labels::size_class_name;
pub use matrix::MatrixQuestion;
pub use movers::{MoversQuestion, Windows};
pub use municipalities::{MunicipalitiesQuestion, MunicipalityState, MunicipalityStates};
pub use outlook::{OutlookKey, OutlookQuestion};
pub use paging::{InstantAndId, ListKey, Paging};
pub use parameters::{FromParameters, Parameters, arrived_by, parse_division};
pub use persisting::PersistingQuestion;
pub use population::Population;
pub use query::{Context, Query, QueryError, Question, Scan, Scope};
pub use recurrence::RecurrenceQuestion;
pub use remedies::{RemediesQuestion, RemedyCount};
pub use resolution_times::ResolutionTimesQuestion;
pub use rounds::{RoundNamesQuestion, RoundQuestion, RoundsQuestion};
pub use search::{
    CandidateRows, CandidatesQuestion, SearchCandidates, SearchQuestion, SearchTerm, SearchTerms,
    normalized_terms, stem,
};
pub use summary::SummaryQuestion;
pub use support_effect::SupportEffectQuestion;
pub use support_received::{ReceivedSupport, SupportReceivedQuestion};
pub use totals::{Totals, TotalsQuestion};
pub use trend::TrendQuestion;
pub use waiting_on::{WaitingOnKey, WaitingOnQuestion};

//! From a set of events to knelpunten: the core of the system.
//!
//! Pure, and a function of the *set*: in any order of arrival, with any duplicates, the same events give the same
//! knelpunten. What may never enter: a clock, a store, a decision by position in the log.
//!
//! In reading order: a [`Record`] is one content of one event; [`effective_records`] selects the records of a subject
//! that count; [`join`] combines subjects into knelpunten by their merges; [`episodes`] folds the facts of a knelpunt,
//! and is the fold proper. Consultations are folded beside it: [`effective_consultations`], and a [`Consultation`]; so is
//! support: [`effective_support`].

mod consultation;
mod effective;
mod episode;
mod fact;
mod interner;
mod join;
mod knelpunt;
mod record;
#[cfg(test)]
mod sample;
mod support;
mod written;

pub use consultation::{Consultation, ConsultationFact, effective_consultations};
pub use effective::{EffectiveRecord, effective_records};
pub use episode::{End, Episode, Episodes, Fold, PERSISTING_AFTER_MICROSECONDS, episodes};
pub use fact::{Fact, IdentityKeys};
pub use interner::{Interner, Symbol};
pub use join::{SubjectRecords, join};
pub use knelpunt::{Knelpunt, VisibleFacts};
pub use record::{Consulted, Observation, ObservationKind, Record, RecordKind, Supported};
pub use support::{SupportFact, effective_support};
pub use written::WrittenNames;

/// The version of the fold: views of another version are rebuilt from the log.
pub const FOLD_VERSION: &str = "4";

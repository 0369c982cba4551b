//! From a set of events to knelpunten: the middle of it all.
//!
//! Pure, and a function of the *set*: whatever the order of arrival, with whatever doubles, the same events give
//! the same knelpunten. What may never enter: a clock, a store, a decision by position in the log.
//!
//! In reading order: a [`Record`] is one content of one event; [`standing`] says which records of a subject count;
//! [`join`] makes knelpunten of subjects and their merges; [`episodes`] folds a knelpunt's facts, and is the
//! fold proper. What was asked of municipalities is folded beside it: [`consulted`], and a [`Consultation`].

mod consultation;
mod effective;
mod episode;
mod fact;
mod interner;
mod join;
mod knelpunt;
mod members;
mod record;
#[cfg(test)]
mod sample;

pub use consultation::{Consultation, ConsultationFact, effective_consultations};
pub use effective::{EffectiveRecord, effective_records, has_competing_contents};
pub use episode::{End, Episode, Episodes, Fold, PERSISTING_AFTER_MICROSECONDS, episodes};
pub use fact::{Fact, FactKind, IdentityKeys};
pub use interner::{Interner, Symbol};
pub use join::{SubjectRecords, join};
pub use knelpunt::{FoldMark, Knelpunt, VisibleFacts};
pub use members::Members;
pub use record::{Record, RecordKind};

/// Names this way of folding: another version reads the log anew.
pub const FOLD_VERSION: &str = "2";

//! From a set of events to knelpunten: the middle of it all.
//!
//! Pure, and a function of the *set*: whatever the order of arrival, with whatever doubles, the same events give
//! the same knelpunten. What may never enter: a clock, a store, a decision by position in the log.
//!
//! In reading order: a [`Record`] is one content of one event; [`standing`] says which records of a subject count;
//! [`join`] makes knelpunten of subjects and their merges; [`episodes`] folds a knelpunt's facts, and is the
//! fold proper. What was asked of municipalities is folded beside it: [`consulted`], and a [`Consultation`].

mod consultation;
mod episode;
mod fact;
mod join;
mod knelpunt;
mod members;
mod names;
mod record;
#[cfg(test)]
mod sample;
mod standing;

pub use consultation::{Consultation, Consulted, consulted};
pub use episode::{End, Episode, Episodes, Fold, PERSISTING_AFTER_MICROSECONDS, episodes};
pub use fact::{Fact, Kind, Traits};
pub use join::{SubjectRecords, join};
pub use knelpunt::{Knelpunt, Mark, Visible};
pub use members::Members;
pub use names::{Name, Names};
pub use record::{Record, What};
pub use standing::{Standing, rivals, standing};

/// Names this way of folding: another version reads the log anew.
pub const FOLD_VERSION: &str = "2";

//! Everything that questions scan, in memory: the records of each subject, and beside them, in columns, what follows
//! from them.
//!
//! Contents are inserted one by one or by the million, and what changed is folded afterwards: a commit of one event and
//! a rebuild of the whole log differ only in how many contents are inserted before the next fold. What may never enter:
//! a store, a clock, an answer to a question.

mod entries;
mod folding;
mod insert;
mod jagged_vec;
mod known_at;
mod merges;
mod municipal_facts;
mod rank;
mod round_fact;
mod row_index;
mod rows;
mod subject_key;
#[cfg(any(test, feature = "testing"))]
mod testing;
#[cfg(test)]
mod tests;
mod timeline;
pub mod together;

pub use entries::{Entries, Entry};
pub use municipal_facts::{Consultations, MunicipalFacts, Support};
pub use round_fact::{RoundFact, RoundVerdict};
pub use rows::{OpenKnelpunt, State};
pub use subject_key::SubjectKey;
pub use timeline::{
    DatedResolution, EpisodeSpan, ScratchTimeline, SourceInRound, Timeline, TimelineHeader,
};

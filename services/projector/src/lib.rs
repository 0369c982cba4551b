//! Reads the log and folds it into the views; the only writer of the views.
//!
//! It joins two crates that do not know each other: `journal` delivers messages and detects a replaced log, `views`
//! stores the result. In reading order: [`follow`] runs until it is stopped, `collect` groups what arrives for the next
//! commit, `folding` handles deliveries and the requests of operators, `cutover` and `quarantine` carry those out,
//! `text_check` runs beside; [`replay`] reads up to one sequence.
//! What may never enter: a decision about when to reconnect (the journal's reader makes it), or about what an event
//! means (the fold's).

mod classify;
mod collect;
mod cutover;
mod folding;
mod follow;
mod quarantine;
mod replay;
mod text_check;

pub use follow::{ProjectorError, follow};
pub use replay::{FoldError, ReplaySummary, replay};

//! Reads the log and folds it into the views; the only writer of views there is.
//!
//! It joins two crates that do not know each other: `journal` says what comes and whether it is still the same
//! log, `views` keeps what it comes to. In reading order: [`follow`] reads for ever, `folding` takes what comes and
//! what is asked for by a [`Control`], `take_over` and `quarantine` do that; [`replay`] reads up to one sequence.
//! What may never enter: a decision about when to reconnect (the journal's reader makes it), or about what an event
//! means (the fold's).

mod arrivals;
mod control;
mod folding;
mod follow;
mod judging;
mod quarantine;
mod replay;
mod take_over;

pub use control::{Control, ControlError, Requests, Retried, control};
pub use follow::{ProjectorError, follow};
pub use replay::{FoldError, ReplaySummary, replay};

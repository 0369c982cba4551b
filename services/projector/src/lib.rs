//! Reads the log and folds it into the views; the only writer of views there is.
//!
//! It joins two crates that do not know each other: `journal` says what comes and whether it is still the same
//! log, `views` keeps what it comes to. What may never enter: a decision about when to reconnect (the journal's
//! reader makes it), or about what an event means (the fold's).

mod arrivals;
mod follow;

pub use follow::{ProjectorError, follow};

//! The views: the state that the log is folded into, in memory and stored in sled.
//!
//! The only crate that names sled. One [`Views`] writes, any number of [`Reader`]s read. A commit is one atomic batch
//! that contains the position as well, so that a crash loses at most the last commits, which the log delivers again.
//! Views are disposable: damaged ones are moved to another name and rebuilt, never repaired and never deleted.
//! What may never enter: the log itself, the network, a clock.

mod admin;
mod answers;
mod arrival;
mod commit;
mod error;
mod health;
mod reader;
#[cfg(feature = "size-accounting")]
mod sizes;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod upkeep;
mod writer;

pub use admin::{
    AdminError, AdminOperation, AdminRequest, AdminRequests, Completion, QuarantineRetry,
    ViewsAdmin,
};
pub use answers::{Answered, ViewsStatus};
pub use api::{Checkpoint, HistoryItem, QuarantinedMessage, Versions};
pub use arrival::{Arrival, Classified, Fingerprint, LogAnchor};
pub use error::{AskError, ViewsError};
pub use health::{Health, LogState, StreamState};
pub use reader::{ChangesPage, Export, KnelpuntWithHistory, LogId, Reader, ViewsMark};
#[cfg(feature = "size-accounting")]
pub use sizes::PartSize;
pub use store::{archive::ArchivedViews, open_index::IndexedKnelpunt};
pub use upkeep::offline::OfflineViews;
pub use writer::{Commit, TextCheck, Views};

/// The digest is stored at every multiple of this sequence, so that replicas can be compared.
pub const CHECKPOINT_EVERY: u64 = 10_000;

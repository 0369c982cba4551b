//! The views: the state that the log is folded into, in memory and stored in sled.
//!
//! The only crate that names sled. One [`Views`] writes, any number of [`Reader`]s read. A commit is one atomic batch
//! that contains the position as well, so that a crash loses at most the last commits, which the log delivers again.
//! Views are disposable: damaged ones are moved to another name and rebuilt, never repaired and never deleted.
//! What may never enter: the log itself, the network, a clock.

mod admin;
mod answers;
mod archive;
mod arrival;
mod audit;
mod blocks;
mod codes;
mod commit;
mod consultation_logs;
mod contents;
mod cutover;
mod dedup;
mod digest;
mod entry;
mod epoch;
mod error;
mod generations;
mod health;
mod history;
mod keys;
mod known_at;
mod large_subjects;
mod load;
mod memory;
mod offline;
mod open_block;
mod open_index;
mod opening;
mod overlay;
mod plan;
mod reader;
mod retry;
mod revision;
#[cfg(feature = "size-accounting")]
mod sizes;
mod store;
mod subject_log;
#[cfg(feature = "testing")]
pub mod testing;
mod values;
mod writer;

pub use admin::{
    AdminError, AdminOperation, AdminRequest, AdminRequests, Completion, QuarantineRetry,
    ViewsAdmin,
};
pub use answers::{Answered, ViewsStatus};
pub use api::{Checkpoint, HistoryItem, QuarantinedMessage, Versions};
pub use archive::ArchivedViews;
pub use arrival::{Arrival, Classified, Fingerprint, LogAnchor};
pub use error::{AskError, ViewsError};
pub use health::{Health, LogState, StreamState};
pub use offline::OfflineViews;
pub use reader::Reader;
#[cfg(feature = "size-accounting")]
pub use sizes::PartSize;
pub use writer::{Commit, Views};

/// The digest is stored at every multiple of this sequence, so that replicas can be compared.
pub const CHECKPOINT_EVERY: u64 = 10_000;

//! The views: what the log has been folded into, kept in sled and held in memory.
//!
//! The only crate that names sled. One [`Views`] writes, any number of [`Reader`]s read; a commit is one atomic
//! batch that holds the position as well, so that a crash loses at most a tail of whole commits, which the log
//! gives again. Views are disposable: what does not hold together is put aside, never mended and never deleted.
//! What may never enter: the log itself, the network, a clock.

mod admin;
mod answers;
mod arrival;
mod aside;
mod audit;
mod blocks;
mod codes;
mod commit;
mod consultations;
mod contents;
mod digest;
mod enter;
mod entry;
mod error;
mod garbage;
mod generations;
mod health;
mod history;
mod inspect;
mod keys;
mod known_at;
mod layers;
mod load;
mod memory;
mod open_index;
mod opening;
mod parts;
mod places;
mod plan;
mod reader;
mod retry;
mod revision;
mod store;
mod tail;
mod take_over;
#[cfg(feature = "testing")]
pub mod testing;
mod told;
mod values;
mod writer;

pub use admin::{
    AdminError, AdminOperation, AdminRequest, AdminRequests, Completion, QuarantineRetry,
    ViewsAdmin,
};
pub use answers::{
    Answered, Audit, Checkpoint, HistoryItem, QuarantinedMessage, Versions, ViewsStatus,
};
pub use arrival::{Anchor, Arrival, Classified, Fingerprint};
pub use aside::ArchivedViews;
pub use error::{AskError, ViewsError};
pub use health::{Health, LogState, StreamState};
pub use inspect::OfflineViews;
pub use parts::Part;
pub use reader::Reader;
pub use writer::{Commit, Views};

/// At every sequence that this divides the digest is kept, so that replicas can be compared.
pub const CHECKPOINT_EVERY: u64 = 10_000;

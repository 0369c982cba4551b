//! The contract: events, who a knelpunt is, and what makes an event valid.
//!
//! Pure: no clock, no IO, no randomness. Validity is a function of the event and the register alone, so that
//! every reader of the log judges alike, now and in ten years. What may never enter: how events travel
//! (`journal`), and what follows from a set of them (`fold`).

mod content;
mod data;
mod draft;
mod event;
mod fault;
mod identity;
mod instant;
mod key;
mod message;
mod rules;
mod schema;
mod shape;
mod unique;

pub use content::{Content, ContentId};
pub use data::{
    ConsultationOutcome, Data, EventRedacted, EventRef, EventType, EventWithdrawn, Into,
    KnelpuntMerged, KnelpuntReported, KnelpuntResolved, MunicipalityConsulted, Outcome, Party,
    PartyKind, Replacement, Reporter,
};
pub use draft::Draft;
pub use event::{Event, decode, decode_structured};
pub use fault::{Fault, Invalid};
pub use identity::{Identity, KnelpuntId, NAMESPACE, Subject, canonical_name};
pub use instant::{AMSTERDAM, Instant, Observed};
pub use key::EventKey;
pub use message::{BATCH_MODE, STRUCTURED_MODE};

/// The most that a whole event may measure, in bytes.
pub const EVENT_LIMIT_BYTES: usize = 64 * 1024;

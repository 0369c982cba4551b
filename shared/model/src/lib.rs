//! The contract: events, the identity of a knelpunt, and validity.
//!
//! Pure: no clock, no IO, no randomness. Validity is a function of the event and the register alone, so that every
//! reader of the log agrees on it, now and in ten years. Not here: how events travel (`journal`), and the fold of a
//! set of events (`fold`).

mod content;
mod data;
mod decode;
mod draft;
mod event;
mod identity;
mod instant;
mod json;
mod key;
mod limits;
mod message;
mod names;
mod rfc3339;
mod rules;
mod schema;
mod shape;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod violation;

pub use content::{Content, ContentId};
pub use data::{
    ConsultationOutcome, Data, EventRedacted, EventRef, EventType, EventWithdrawn, KnelpuntMerged,
    KnelpuntReported, KnelpuntResolved, MergeTarget, MunicipalityConsulted, Outcome, Party,
    PartyKind, Replacement, Reporter, SupportReceived,
};
pub use decode::{Decoder, Envelope, decode, decode_data, decode_structured};
pub use draft::Draft;
pub use event::Event;
pub use identity::{Identity, KnelpuntId, NAMESPACE, Subject};
pub use instant::{AMSTERDAM, Instant, Observed};
pub use json::{json_meaning, json_problem, json_text};
pub use key::EventKey;
pub use limits::EVENT_LIMIT_BYTES;
pub use message::{BATCH_MODE, STRUCTURED_MODE, percent_encode_invalid};
pub use names::{canonical_name, one_line, without_format_characters, written_name};
pub use rules::is_round;
pub use schema::{async_api, json_schemas, schema_files};
pub use violation::{InvalidEvent, Violation, ViolationKind};

//! Decoding of bytes into a valid event, or into all their violations.
//!
//! Twice, where the first time gives up: [`typed`] decodes what is plainly valid, which nearly every message is;
//! [`tree`] decodes anything and names every violation. Redactions, events in binary mode and those with extension
//! attributes other than of tracing are decoded on the tree too: they are rare.
//!
//! Of a simulated history an event takes 2.1 µs, with its content and the id of that, of which parsing is a third and
//! writing the content a seventh; on the tree it takes 4.2 µs, and merely parsing a tree 1.3 µs. When every event went
//! through the tree it was 5.1 µs (`cargo run --release -p simulator --example validation`, 2 cores of an AMD EPYC).

mod body;
mod build;
mod tree;
mod typed;
mod wire;

use register::Register;

use crate::{EVENT_LIMIT_BYTES, Event, InvalidEvent, message};

pub use body::{Envelope, decode_data};
use tree::UncheckedData;

/// Decodes events one after the other; keep one for each thread that validates many.
///
/// Ids are computed, not looked up: SHA-1 in hardware takes 0.15 µs for both ids of an event, and in a log, where the
/// events of one knelpunt are months apart, a bounded table would seldom have them.
#[derive(Debug)]
pub struct Decoder<'r> {
    register: &'r Register,
    /// Where contents are written, before they are copied in their size.
    buffer: Vec<u8>,
}

impl<'r> Decoder<'r> {
    /// Creates a decoder with the register that validity refers to.
    pub const fn new(register: &'r Register) -> Self {
        Self {
            register,
            buffer: Vec::new(),
        }
    }

    /// Decodes an event in structured or binary mode.
    ///
    /// `headers` are those of the NATS message; without any, the payload is read as structured mode.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract at once.
    pub fn decode(
        &mut self,
        headers: &[(String, String)],
        payload: &[u8],
    ) -> Result<Event, InvalidEvent> {
        check_size(headers, payload)?;
        typed::decode(headers, payload, self.register, &mut self.buffer)
            .map_or_else(|| tree::decode(headers, payload, self.register), Ok)
    }
}

/// Decodes one event: see [`Decoder::decode`].
///
/// # Errors
///
/// Returns all violations of the contract at once.
pub fn decode(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, InvalidEvent> {
    Decoder::new(register).decode(headers, payload)
}

/// Decodes an event in structured mode.
///
/// # Errors
///
/// Returns all violations of the contract at once.
pub fn decode_structured(payload: &[u8], register: &Register) -> Result<Event, InvalidEvent> {
    decode(&[], payload, register)
}

/// Decodes as [`decode`], always on the tree.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn decode_on_tree(
    headers: &[(String, String)],
    payload: &[u8],
    register: &Register,
) -> Result<Event, InvalidEvent> {
    check_size(headers, payload)?;
    tree::decode(headers, payload, register)
}

/// Returns whether the common path accepts a payload.
#[cfg(test)]
pub(crate) fn takes_common_path(payload: &[u8], register: &Register) -> bool {
    typed::decode(&[], payload, register, &mut Vec::new()).is_some()
}

fn check_size(headers: &[(String, String)], payload: &[u8]) -> Result<(), InvalidEvent> {
    let size = payload.len() + message::attribute_bytes(headers);
    if size > EVENT_LIMIT_BYTES {
        let problem = format!("has {size} bytes, more than {EVENT_LIMIT_BYTES}");
        return Err(InvalidEvent::with_one("", problem));
    }
    Ok(())
}

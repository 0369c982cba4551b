//! Keys: a tag, then fixed-width parts in big-endian order.
//!
//! There are two kinds. The **canonical part** is a function of the set of events: the digest is the sum over its keys
//! and values, and replicas are compared by it. The open knelpunten are stored under their canonical keys. Contents
//! are stored in blocks by arrival, from which their canonical keys follow. Tags from [`FACTS`] on depend on how and
//! when events arrived.

use std::ops::RangeInclusive;

use model::{ContentId, EventKey, KnelpuntId, Subject};

/// Facts of one content of one event.
pub(crate) const RECORD: u8 = b'e';
/// Texts of one content of one event.
pub(crate) const TEXT: u8 = b't';
/// The identity of a knelpunt.
const IDENTITY: u8 = b'i';
/// That an event corrects another.
const CORRECTION: u8 = b'c';
/// That a merge has linked two subjects, both ways.
const LINK: u8 = b'm';
/// The open knelpunten, by municipality and oldest first.
pub(crate) const OPEN: u8 = b'o';

/// Facts of contents, in blocks by the sequence of the first. From here on, tags depend on arrival.
pub(crate) const FACTS: u8 = 0x81;
/// Texts of the same contents, in the same blocks.
pub(crate) const TEXTS: u8 = 0x82;
/// Messages that are no valid event.
pub(crate) const QUARANTINE: u8 = 0x83;
/// The digest at a checkpoint.
pub(crate) const CHECKPOINT: u8 = 0x84;
/// The codes that events were validated by.
pub(crate) const CODES: u8 = 0x85;
/// The header: position, digests, counts and versions.
pub(crate) const HEAD: u8 = 0x86;

const KNELPUNT: u8 = 0;
const CONSULTATION: u8 = 1;
const ROUND_BYTES: usize = 32;

/// Returns the bytes of a subject: a knelpunt's id, or round and municipality, so that a round is one range.
pub(crate) fn subject(subject: &Subject) -> Vec<u8> {
    match subject {
        Subject::Knelpunt(id) => [&[KNELPUNT], &id.as_bytes()[..]].concat(),
        Subject::Consultation {
            municipality,
            round,
        } => {
            let mut bytes = vec![CONSULTATION];
            bytes.extend(round.as_bytes());
            bytes.resize(1 + ROUND_BYTES, 0);
            bytes.extend(municipality.as_bytes());
            bytes
        }
    }
}

/// Returns the key of one content of a subject.
pub(crate) fn content(tag: u8, subject: &[u8], key: EventKey, content: ContentId) -> Vec<u8> {
    [&[tag], subject, key.as_bytes(), content.as_bytes()].concat()
}

/// Returns the key of a correction of an event by a content.
pub(crate) fn correction(
    subject: &[u8],
    corrected: EventKey,
    by: EventKey,
    content: ContentId,
) -> Vec<u8> {
    [
        &[CORRECTION],
        subject,
        corrected.as_bytes(),
        by.as_bytes(),
        content.as_bytes(),
    ]
    .concat()
}

/// Returns the key of a knelpunt's identity.
pub(crate) fn identity(id: KnelpuntId) -> Vec<u8> {
    [&[IDENTITY], &id.as_bytes()[..]].concat()
}

/// Returns the key of a link between two subjects.
pub(crate) fn link(one: KnelpuntId, other: KnelpuntId) -> Vec<u8> {
    [&[LINK], &one.as_bytes()[..], other.as_bytes()].concat()
}

/// Returns the key of an open knelpunt: municipality, since when, id.
pub(crate) fn open(municipality: &str, since: i64, id: KnelpuntId) -> Vec<u8> {
    [
        &[OPEN],
        municipality.as_bytes(),
        &since.to_be_bytes()[..],
        id.as_bytes(),
    ]
    .concat()
}

/// Returns the id at the end of the key of an open knelpunt.
pub(crate) fn last_id(key: &[u8]) -> Option<KnelpuntId> {
    let (_, id) = key.get(15..)?.split_last_chunk()?;
    Some(KnelpuntId::from_bytes(*id))
}

/// Returns the key of a value that is stored by sequence.
pub(crate) fn by_sequence(tag: u8, sequence: u64) -> [u8; 9] {
    let mut bytes = [tag; 9];
    bytes[1..].copy_from_slice(&sequence.to_be_bytes());
    bytes
}

/// Returns the range of a tag's keys from a sequence on.
pub(crate) fn from_sequence(tag: u8, sequence: u64) -> RangeInclusive<[u8; 9]> {
    by_sequence(tag, sequence)..=by_sequence(tag, u64::MAX)
}

/// Returns the sequence after the tag of a key.
pub(crate) fn sequence(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.get(1..9)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_one_range_and_no_other_round_is_in_it() {
        let at = |round: &str| {
            subject(&Subject::Consultation {
                municipality: "GM0344".to_owned(),
                round: round.to_owned(),
            })
        };
        assert_eq!(at("2013-02").len(), at("2013-02-b").len());
        assert_ne!(at("2013-02")[..33], at("2013-02-b")[..33]);
    }

    #[test]
    fn oldest_comes_first_within_a_municipality() {
        let id = KnelpuntId::from_bytes([7; 16]);
        assert!(open("GM0344", 1, id) < open("GM0344", 256, id));
        assert!(open("GM0344", 256, id) < open("GM0345", 0, id));
    }
}

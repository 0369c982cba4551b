//! Keys: a tag, then fixed-width parts in big-endian order.
//!
//! Tags below [`ARRIVAL`] make up the canonical part, a function of the set of events; the others depend on how
//! and when events came.

use model::{ContentId, EventKey, KnelpuntId, Subject};

/// Facts of one content of one event.
pub(crate) const RECORD: u8 = b'e';
/// Texts of one content of one event.
pub(crate) const TEXT: u8 = b't';
/// Who a knelpunt is.
pub(crate) const IDENTITY: u8 = b'i';
/// Which event corrects which.
pub(crate) const CORRECTION: u8 = b'c';
/// Which subjects any merge has ever named together, both ways.
pub(crate) const LINK: u8 = b'm';
/// The open knelpunten, by municipality and oldest first.
pub(crate) const OPEN: u8 = b'o';

/// Above here: what depends on arrival.
pub(crate) const ARRIVAL: u8 = 0x80;
/// The sequence at which a content first arrived.
pub(crate) const SEQUENCE: u8 = 0x81;
/// What could not be read as a valid event.
pub(crate) const QUARANTINE: u8 = 0x82;
/// Position, digests, counts and versions: one value.
pub(crate) const HEAD: u8 = 0x83;
/// The digest at a checkpoint.
pub(crate) const CHECKPOINT: u8 = 0x84;

const KNELPUNT: u8 = 0;
const CONSULTATION: u8 = 1;
const ROUND_BYTES: usize = 32;

/// Gives the bytes of a subject: a knelpunt's id, or round and municipality, so that a round is one range.
pub(crate) fn subject(subject: &Subject) -> Vec<u8> {
    match subject {
        Subject::Knelpunt(id) => knelpunt(*id).to_vec(),
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

/// Gives the bytes of a knelpunt as a subject.
pub(crate) fn knelpunt(id: KnelpuntId) -> [u8; 17] {
    let mut bytes = [KNELPUNT; 17];
    bytes[1..].copy_from_slice(id.as_bytes());
    bytes
}

/// All that one tag keeps of knelpunten.
pub(crate) fn all_knelpunten(tag: u8) -> [u8; 2] {
    [tag, KNELPUNT]
}

/// The key of one content under a subject, for tags that keep one value for each.
pub(crate) fn content(tag: u8, subject: &[u8], key: EventKey, content: ContentId) -> Vec<u8> {
    [&[tag], subject, key.as_bytes(), content.as_bytes()].concat()
}

/// All contents under one event key.
pub(crate) fn event(tag: u8, subject: &[u8], key: EventKey) -> Vec<u8> {
    [&[tag], subject, key.as_bytes()].concat()
}

/// All that a tag keeps under a subject.
pub(crate) fn under(tag: u8, subject: &[u8]) -> Vec<u8> {
    [&[tag], subject].concat()
}

/// That one content corrects an event.
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

/// What the keys of all corrections of an event begin with.
pub(crate) fn corrections(subject: &[u8], corrected: EventKey) -> Vec<u8> {
    event(CORRECTION, subject, corrected)
}

/// Reads who corrects from the key of a correction that begins with `prefix`.
pub(crate) fn corrected_by(key: &[u8], prefix: &[u8]) -> Option<EventKey> {
    let by = key.get(prefix.len()..prefix.len() + 16)?;
    Some(EventKey::from_bytes(by.try_into().ok()?))
}

/// Who a knelpunt is.
pub(crate) fn identity(id: KnelpuntId) -> Vec<u8> {
    [&[IDENTITY], &id.as_bytes()[..]].concat()
}

/// That a merge names two subjects together.
pub(crate) fn link(one: KnelpuntId, other: KnelpuntId) -> Vec<u8> {
    [&[LINK], &one.as_bytes()[..], other.as_bytes()].concat()
}

/// An open knelpunt: municipality, since when, id.
pub(crate) fn open(municipality: &str, since: i64, id: KnelpuntId) -> Vec<u8> {
    [
        &[OPEN],
        municipality.as_bytes(),
        &since.to_be_bytes()[..],
        id.as_bytes(),
    ]
    .concat()
}

/// A value kept by sequence.
pub(crate) fn by_sequence(tag: u8, sequence: u64) -> Vec<u8> {
    [&[tag], &sequence.to_be_bytes()[..]].concat()
}

/// Reads the last sixteen bytes of a key as a knelpunt's id.
pub(crate) fn last_id(key: &[u8]) -> Option<KnelpuntId> {
    let start = key.len().checked_sub(16)?;
    Some(KnelpuntId::from_bytes(key[start..].try_into().ok()?))
}

/// Reads the knelpunt's id after the tag of a key whose subject is one.
pub(crate) fn subject_id(key: &[u8]) -> Option<KnelpuntId> {
    let bytes = key.get(2..18)?;
    (key.get(1) == Some(&KNELPUNT)).then_some(KnelpuntId::from_bytes(bytes.try_into().ok()?))
}

/// Reads the sequence after the tag of a key.
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

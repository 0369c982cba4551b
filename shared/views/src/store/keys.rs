//! Keys: a tag, then fixed-width parts in big-endian order.
//!
//! What changes with every commit has low tags, blocks of contents the highest. sled keeps neighbours in one leaf and
//! writes a leaf anew at every tenth change: with the header behind the newest block, each ten commits wrote that again
//! (10^6 events in blocks of 128: 500 MB on disk instead of 367).

use std::ops::RangeInclusive;

use model::{ContentId, EventKey, KnelpuntId, Subject};

/// The header: position, digests, counts and versions.
pub(crate) const HEAD: u8 = 0x00;
/// The codes that events were validated by.
pub(crate) const CODES: u8 = 0x01;
/// Facts of contents that are in no block yet, by slot.
pub(crate) const SLOT_FACTS: u8 = 0x02;
/// Texts of the same contents, in the same slots.
pub(crate) const SLOT_TEXTS: u8 = 0x03;
/// Messages that are no valid event.
pub(crate) const QUARANTINE: u8 = 0x04;
/// The digest at a checkpoint.
pub(crate) const CHECKPOINT: u8 = 0x05;
/// The open knelpunten, by municipality and oldest first.
pub(crate) const OPEN: u8 = b'o';
/// Facts of contents, in blocks by the sequence of the first.
pub(crate) const FACTS: u8 = 0x81;
/// Texts of the same contents, in the same blocks.
pub(crate) const TEXTS: u8 = 0x82;

/// Returns the bytes that identify a content of an event, for the digest.
pub(crate) fn content(subject: &Subject, key: EventKey, content: ContentId) -> Vec<u8> {
    let mut bytes = match subject {
        Subject::Knelpunt(id) => id.as_bytes().to_vec(),
        // No confusion with an id: the slash is at a fixed place, and a name is never empty.
        Subject::InMunicipality { municipality, name } => {
            format!("{municipality}/{name}/").into_bytes()
        }
    };
    bytes.extend(key.as_bytes());
    bytes.extend(content.as_bytes());
    bytes
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

/// Parses the key of an open knelpunt: municipality, since when, id.
pub(crate) fn parse_open(key: &[u8]) -> Option<(&str, i64, KnelpuntId)> {
    let (rest, id) = key.strip_prefix(&[OPEN])?.split_last_chunk()?;
    let (municipality, since) = rest.split_last_chunk()?;
    let municipality = str::from_utf8(municipality).ok()?;
    Some((
        municipality,
        i64::from_be_bytes(*since),
        KnelpuntId::from_bytes(*id),
    ))
}

/// Returns the key of a value that is stored by a number: a sequence, or a slot.
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
    fn oldest_comes_first_within_a_municipality() {
        let id = KnelpuntId::from_bytes([7; 16]);
        assert!(open("GM0344", 1, id) < open("GM0344", 256, id));
        assert!(open("GM0344", 256, id) < open("GM0345", 0, id));
    }

    #[test]
    fn the_key_of_an_open_knelpunt_is_parsed_into_its_parts() {
        let id = KnelpuntId::from_bytes([7; 16]);
        let key = open("GM0344", 256, id);
        assert_eq!(parse_open(&key), Some(("GM0344", 256, id)));
        assert_eq!(parse_open(&key[..20]), None);
        assert_eq!(parse_open(&[HEAD]), None);
    }
}

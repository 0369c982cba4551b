//! Blocks: contents that arrived one after the other, packed together.
//!
//! sled 0.34.7 splits a leaf at sixteen entries. With each content under its canonical keys, five small keys an event
//! meant rewriting a page for each: 10^6 events took 161 s of CPU to commit, 2.4 GB of disk, and 18 s to open. In
//! packed blocks it is 25 s, 0.7 GB and 4 s, and reading in order of arrival is reading from front to back.
//!
//! Where a block ends follows from the contents before, not from commits, so that the same log gives the same blocks.
//! The last block grows with each commit until it is full. The others never change, except when a quarantined event
//! becomes valid: it is inserted where it arrived.

use serde::{Serialize, de::DeserializeOwned};
use sled::{IVec, Tree};

use crate::{
    ViewsError,
    entry::{ContentEntry, ContentText},
    epoch, keys, values,
};

/// A block with so many contents is full.
const CONTENTS_LIMIT: usize = 16;
/// A block with so many bytes of texts is full.
const TEXT_BYTES_LIMIT: usize = 32 * 1024;
/// The most that a block may unpack to: far more than a block contains, so that damage cannot exhaust memory.
const UNPACKED_BYTES_LIMIT: usize = 64 * 1024 * 1024;

/// Contents that are packed together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// The sequence of the first.
    first: u64,
    contents: usize,
    facts: Vec<u8>,
    texts: Vec<u8>,
}

impl Block {
    /// Packs contents, which are in order of sequence.
    pub(crate) fn from_contents(contents: &[(ContentEntry, ContentText)]) -> Self {
        let mut block = Self::default();
        for (entry, text) in contents {
            block.push(entry, text);
        }
        block
    }

    pub(crate) fn push(&mut self, entry: &ContentEntry, text: &ContentText) {
        if self.is_empty() {
            self.first = entry.sequence;
        }
        self.contents += 1;
        append(entry, &mut self.facts);
        append(&(entry.sequence, text), &mut self.texts);
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.contents == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.contents >= CONTENTS_LIMIT || self.texts.len() >= TEXT_BYTES_LIMIT
    }

    /// Returns the keys and values under which it is stored: of facts, and of texts.
    pub(crate) fn pairs(&self) -> [([u8; 9], IVec); 2] {
        let parts = [(keys::FACTS, &self.facts), (keys::TEXTS, &self.texts)];
        parts.map(|(tag, bytes)| (keys::by_sequence(tag, self.first), pack(bytes)))
    }
}

fn append<T: Serialize>(value: &T, bytes: &mut Vec<u8>) {
    let appended = postcard::to_extend(value, std::mem::take(bytes));
    assert!(appended.is_ok(), "plain data always become bytes");
    *bytes = appended.unwrap_or_default();
}

fn pack(bytes: &[u8]) -> IVec {
    let packed = lz4_flex::block::compress_prepend_size(bytes);
    [&[values::FORMAT], &packed[..]].concat().into()
}

/// Unpacks the items of a block, in order.
pub(crate) fn unpack<T: DeserializeOwned>(value: &[u8]) -> Result<Vec<T>, ViewsError> {
    let bytes = unpack_bytes(value)?;
    let mut rest = &bytes[..];
    let mut items = Vec::with_capacity(CONTENTS_LIMIT);
    while !rest.is_empty() {
        let (item, after) = postcard::take_from_bytes(rest).map_err(|_| malformed())?;
        items.push(item);
        rest = after;
    }
    Ok(items)
}

/// Finds one text in the bytes of an unpacked block, without copying the others.
pub(crate) fn find_text(unpacked: &[u8], sequence: u64) -> Result<Option<ContentText>, ViewsError> {
    let mut rest = unpacked;
    while !rest.is_empty() {
        let (item, after): ((u64, [&str; 3]), _) =
            postcard::take_from_bytes(rest).map_err(|_| malformed())?;
        if item.0 == sequence {
            let [source, id, content] = item.1.map(str::to_owned);
            return Ok(Some(ContentText {
                source,
                id,
                content,
            }));
        }
        rest = after;
    }
    Ok(None)
}

/// Unpacks the bytes of a block.
pub(crate) fn unpack_bytes(value: &[u8]) -> Result<Vec<u8>, ViewsError> {
    match value.split_first() {
        Some((&values::FORMAT, packed)) => decompress(packed),
        _ => Err(ViewsError::damaged("a block has an unknown format")),
    }
}

fn decompress(packed: &[u8]) -> Result<Vec<u8>, ViewsError> {
    let (size, packed) = lz4_flex::block::uncompressed_size(packed).map_err(|_| malformed())?;
    if size > UNPACKED_BYTES_LIMIT {
        return Err(malformed());
    }
    lz4_flex::block::decompress(packed, size).map_err(|_| malformed())
}

fn malformed() -> ViewsError {
    ViewsError::damaged("a block cannot be unpacked")
}

/// Decodes facts and texts of one block.
pub(crate) fn decode(
    facts: &[u8],
    texts: &[u8],
) -> Result<Vec<(ContentEntry, ContentText)>, ViewsError> {
    decode_up_to(u64::MAX, facts, texts)
}

/// Decodes facts and texts of the contents of one block up to a position.
fn decode_up_to(
    position: u64,
    facts: &[u8],
    texts: &[u8],
) -> Result<Vec<(ContentEntry, ContentText)>, ViewsError> {
    let (mut facts, mut texts): (Vec<ContentEntry>, Vec<(u64, ContentText)>) =
        (unpack(facts)?, unpack(texts)?);
    facts.retain(|entry| entry.sequence <= position);
    texts.retain(|(sequence, _)| *sequence <= position);
    let sequences = facts.iter().map(|entry| entry.sequence);
    if !sequences.eq(texts.iter().map(|(sequence, _)| *sequence)) {
        return Err(ViewsError::damaged(
            "facts and texts of a block do not match",
        ));
    }
    let texts = texts.into_iter().map(|(_, text)| text);
    Ok(facts.into_iter().zip(texts).collect())
}

/// Lists the facts of every block, in order of sequence.
pub(crate) fn facts(tree: &Tree) -> impl Iterator<Item = Result<Vec<ContentEntry>, ViewsError>> {
    epoch::collecting(tree.scan_prefix([keys::FACTS])).map(|pair| unpack(&pair?.1))
}

/// A block with its texts.
pub(crate) struct DecodedBlock {
    /// The sequence of its first content.
    pub(crate) first: u64,
    /// Its contents, if it can be unpacked.
    pub(crate) contents: Result<Vec<(ContentEntry, ContentText)>, ViewsError>,
}

/// Lists every block with its texts, in order of sequence.
pub(crate) fn decoded(tree: &Tree) -> impl Iterator<Item = Result<DecodedBlock, ViewsError>> {
    decoded_up_to(u64::MAX, tree)
}

/// Lists the contents up to a committed position by block, with their texts, in order of sequence, while commits go on.
///
/// Facts and texts of a block are two reads, between which a commit may extend it. Both contain all contents up to the
/// position; without the limit, they would not match.
pub(crate) fn decoded_up_to(
    position: u64,
    tree: &Tree,
) -> impl Iterator<Item = Result<DecodedBlock, ViewsError>> {
    let from_start = keys::by_sequence(keys::FACTS, 0)..=keys::by_sequence(keys::FACTS, position);
    epoch::collecting(tree.range(from_start)).map(move |pair| {
        let (key, facts) = pair?;
        let first = keys::sequence(&key).unwrap_or_default();
        let texts = tree.get(keys::by_sequence(keys::TEXTS, first))?;
        Ok(DecodedBlock {
            first,
            contents: decode_up_to(position, &facts, &texts.unwrap_or_default()),
        })
    })
}

/// Flips a bit of the last byte of an unpacked block.
#[cfg(feature = "testing")]
pub(crate) fn flip_last_byte(value: &[u8]) -> Result<Vec<u8>, ViewsError> {
    let mut bytes = decompress(&value[1..])?;
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    Ok(pack(&bytes).to_vec())
}

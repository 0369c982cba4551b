//! Blocks: contents that arrived one after the other, packed together, because sled keeps few large values far better
//! than many small ones.
//!
//! Where a block ends follows from the contents before, not from commits, so that the same log gives the same blocks.
//! The last block grows with each commit until it is full; the others never change, but that an event which was in
//! quarantine takes its place in one.

use serde::{Serialize, de::DeserializeOwned};
use sled::{IVec, Tree};

use crate::{
    ViewsError,
    entry::{Entry, Text},
    garbage, keys, values,
};

/// A block with so many contents is full.
const CONTENTS_LIMIT: usize = 16;
/// A block with so many bytes of texts is full.
const TEXT_BYTES_LIMIT: usize = 32 * 1024;
/// What a block may unpack to: far more than a block holds, far less than memory.
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
    pub(crate) fn of(contents: &[(Entry, Text)]) -> Self {
        let mut block = Self::default();
        for (entry, text) in contents {
            block.push(entry, text);
        }
        block
    }

    pub(crate) fn push(&mut self, entry: &Entry, text: &Text) {
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

    /// Gives the keys and values by which it is kept: of facts, and of texts.
    pub(crate) fn pairs(&self) -> [([u8; 9], IVec); 2] {
        let kept = [(keys::FACTS, &self.facts), (keys::TEXTS, &self.texts)];
        kept.map(|(tag, bytes)| (keys::by_sequence(tag, self.first), pack(bytes)))
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

/// Unpacks what a block holds, in order.
pub(crate) fn unpack<T: DeserializeOwned>(value: &[u8]) -> Result<Vec<T>, ViewsError> {
    let bytes = unpacked(value)?;
    let mut rest = &bytes[..];
    let mut items = Vec::with_capacity(CONTENTS_LIMIT);
    while !rest.is_empty() {
        let (item, after) = postcard::take_from_bytes(rest).map_err(|_| misshapen())?;
        items.push(item);
        rest = after;
    }
    Ok(items)
}

/// Finds one text in an unpacked block, without copying the others.
pub(crate) fn text(unpacked: &[u8], sequence: u64) -> Result<Option<Text>, ViewsError> {
    let mut rest = unpacked;
    while !rest.is_empty() {
        let (item, after): ((u64, [&str; 3]), _) =
            postcard::take_from_bytes(rest).map_err(|_| misshapen())?;
        if item.0 == sequence {
            let [source, id, content] = item.1.map(str::to_owned);
            return Ok(Some(Text {
                source,
                id,
                content,
            }));
        }
        rest = after;
    }
    Ok(None)
}

/// Unpacks a block, without reading what is in it.
pub(crate) fn unpacked(value: &[u8]) -> Result<Vec<u8>, ViewsError> {
    match value.split_first() {
        Some((&values::FORMAT, packed)) => decompress(packed),
        _ => Err(ViewsError::damaged("a block is of an unknown format")),
    }
}

fn decompress(packed: &[u8]) -> Result<Vec<u8>, ViewsError> {
    let (size, packed) = lz4_flex::block::uncompressed_size(packed).map_err(|_| misshapen())?;
    if size > UNPACKED_BYTES_LIMIT {
        return Err(misshapen());
    }
    lz4_flex::block::decompress(packed, size).map_err(|_| misshapen())
}

fn misshapen() -> ViewsError {
    ViewsError::damaged("a block cannot be unpacked")
}

/// Unpacks facts and texts of one block.
pub(crate) fn together(facts: &[u8], texts: &[u8]) -> Result<Vec<(Entry, Text)>, ViewsError> {
    let (facts, texts): (Vec<Entry>, Vec<(u64, Text)>) = (unpack(facts)?, unpack(texts)?);
    let places = facts.iter().map(|entry| entry.sequence);
    if !places.eq(texts.iter().map(|(sequence, _)| *sequence)) {
        return Err(ViewsError::damaged("facts and texts do not go together"));
    }
    let texts = texts.into_iter().map(|(_, text)| text);
    Ok(facts.into_iter().zip(texts).collect())
}

/// Lists the facts of every block, in order of sequence.
pub(crate) fn facts(tree: &Tree) -> impl Iterator<Item = Result<Vec<Entry>, ViewsError>> {
    garbage::freed(tree.scan_prefix([keys::FACTS])).map(|pair| unpack(&pair?.1))
}

/// A block with its texts.
pub(crate) struct Whole {
    /// The sequence that it begins at.
    pub(crate) first: u64,
    /// What is in it, if it can be unpacked.
    pub(crate) contents: Result<Vec<(Entry, Text)>, ViewsError>,
}

/// Lists every block with its texts, in order of sequence.
pub(crate) fn whole(tree: &Tree) -> impl Iterator<Item = Result<Whole, ViewsError>> {
    garbage::freed(tree.scan_prefix([keys::FACTS])).map(|pair| {
        let (key, facts) = pair?;
        let first = keys::sequence(&key).unwrap_or_default();
        let texts = tree.get(keys::by_sequence(keys::TEXTS, first))?;
        Ok(Whole {
            first,
            contents: together(&facts, &texts.unwrap_or_default()),
        })
    })
}

/// Flips a bit of the last byte that a block unpacks to.
#[cfg(feature = "testing")]
pub(crate) fn change_last_byte(value: &[u8]) -> Result<Vec<u8>, ViewsError> {
    let mut bytes = decompress(&value[1..])?;
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    Ok(pack(&bytes).to_vec())
}

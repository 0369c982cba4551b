//! Blocks: chunks that follow one another, packed together.
//!
//! sled 0.34.7 splits a leaf at sixteen entries, and writes a leaf anew at every tenth change of it: many small values
//! cost far more than few large ones, and each content under a key of its own six times the CPU. Where a block ends
//! follows from the contents before it, not from commits. A full block never changes, except when a quarantined event
//! becomes valid: it is inserted where it arrived.

use serde::{Serialize, de::DeserializeOwned};
use sled::{IVec, Tree};

use super::{
    chunk::{Chunk, ContentText, NewContent},
    epoch, keys, values,
};
use crate::ViewsError;

/// A block with so many contents is full. Of 64, 128, 256 contents, the views of 10^6 events take 404, 367, 328 MB, and
/// one text is found in 15, 21, 38 µs: a list of a hundred knelpunten reads a text from nearly as many blocks.
pub(crate) const CONTENTS_LIMIT: usize = 64;
/// A block with so many bytes of texts is full.
const TEXT_BYTES_LIMIT: usize = 128 * 1024;
/// The most that a block may unpack to: far more than a block contains, so that damage cannot exhaust memory.
const UNPACKED_BYTES_LIMIT: usize = 64 * 1024 * 1024;

/// Chunks, as bytes that are not packed yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// The sequence of the first content.
    pub(crate) first: u64,
    contents: usize,
    facts: Vec<u8>,
    texts: Vec<u8>,
}

impl Block {
    /// Appends a chunk of contents.
    pub(crate) fn push(&mut self, chunk: &Chunk, contents: &[NewContent<'_>]) {
        append(chunk, &mut self.facts);
        for content in contents {
            let text = ContentText::from_event(content.event);
            append(&(content.sequence, text), &mut self.texts);
        }
        self.count(
            contents.len(),
            contents.first().map(|content| content.sequence),
        );
    }

    /// Appends chunks with their texts.
    pub(crate) fn push_all(&mut self, chunks: &[Chunk], texts: &[(u64, ContentText)]) {
        for chunk in chunks {
            append(chunk, &mut self.facts);
            self.count(chunk.len(), chunk.first());
        }
        for text in texts {
            append(text, &mut self.texts);
        }
    }

    /// Appends chunks as they were stored.
    pub(crate) fn push_stored(&mut self, facts: &[u8], texts: &[u8]) -> Result<(), ViewsError> {
        for chunk in unpack::<Chunk>(facts)? {
            self.count(chunk.len(), chunk.first());
        }
        self.facts.extend(facts);
        self.texts.extend(texts);
        Ok(())
    }

    fn count(&mut self, contents: usize, first: Option<u64>) {
        if self.is_empty() {
            self.first = first.unwrap_or_default();
        }
        self.contents += contents;
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.contents == 0
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.contents >= CONTENTS_LIMIT || self.texts.len() >= TEXT_BYTES_LIMIT
    }

    /// Returns the number of contents that come next, up to the one that fills the block.
    pub(crate) fn capacity_for(&self, contents: &[NewContent<'_>]) -> usize {
        let mut bytes = self.texts.len();
        let left = CONTENTS_LIMIT
            .saturating_sub(self.contents)
            .min(contents.len());
        let fills = contents[..left].iter().position(|content| {
            bytes += content.event.content.as_str().len();
            bytes >= TEXT_BYTES_LIMIT
        });
        fills.map_or(left, |index| index + 1)
    }

    /// Returns facts and texts, packed.
    pub(crate) fn pack(&self) -> [IVec; 2] {
        [&self.facts, &self.texts].map(|bytes| pack(bytes))
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

/// Reads the items in the bytes of an unpacked block, in order.
pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, ViewsError> {
    let mut rest = bytes;
    let mut items = Vec::new();
    while !rest.is_empty() {
        let (item, after) = postcard::take_from_bytes(rest).map_err(|_| malformed())?;
        items.push(item);
        rest = after;
    }
    Ok(items)
}

/// Reads the chunks of facts in a packed block.
pub(crate) fn chunks(value: &[u8]) -> Result<Vec<Chunk>, ViewsError> {
    let chunks: Vec<Chunk> = unpack(&unpack_bytes(value)?)?;
    if chunks.iter().all(Chunk::is_whole) {
        Ok(chunks)
    } else {
        Err(malformed())
    }
}

/// Reads the texts in a packed block, each with its sequence.
pub(crate) fn texts(value: &[u8]) -> Result<Vec<(u64, ContentText)>, ViewsError> {
    unpack(&unpack_bytes(value)?)
}

/// Finds one text in the bytes of an unpacked block, without copying the others.
pub(crate) fn find_text(unpacked: &[u8], sequence: u64) -> Result<Option<ContentText>, ViewsError> {
    let mut rest = unpacked;
    while !rest.is_empty() {
        // As bytes: those that are not wanted need not be UTF-8.
        let (item, after): ((u64, [&[u8]; 3]), _) =
            postcard::take_from_bytes(rest).map_err(|_| malformed())?;
        if item.0 == sequence {
            let [source, id, content] = item.1.map(|bytes| String::from_utf8(bytes.to_vec()));
            let malformed = |_| malformed();
            return Ok(Some(ContentText {
                source: source.map_err(malformed)?,
                id: id.map_err(malformed)?,
                content: content.map_err(malformed)?,
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

/// Lists the facts of every full block, packed, in order of sequence.
pub(crate) fn facts(tree: &Tree) -> impl Iterator<Item = Result<(IVec, IVec), ViewsError>> {
    epoch::collecting(tree.scan_prefix([keys::FACTS])).map(|pair| Ok(pair?))
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

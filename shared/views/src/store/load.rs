//! Loads the store into memory, and checks the sum over what it reads.

use std::{sync::mpsc, thread};

use fold::Interner;
use sled::{IVec, Tree};
use state::State;

use super::{
    blocks, chunk::Chunk, contents::Contents, digest::Sum, epoch, keys, open_block::OpenBlock,
    opening, values::StoreHeader,
};
use crate::{ViewsError, store::Memory};

/// How many blocks may be decoded ahead of those that are inserted.
const AHEAD_LIMIT: usize = 64;

/// Loads what questions need; none from an empty store.
pub(crate) fn memory(tree: &Tree) -> Result<Option<Memory>, ViewsError> {
    let Some(header) = tree.get([keys::HEAD])? else {
        return if tree.is_empty() {
            Ok(None)
        } else {
            Err(ViewsError::damaged("they have no position"))
        };
    };
    let header = StoreHeader::read(&header)?;
    let (chunks, decoded) = mpsc::sync_channel(AHEAD_LIMIT);
    thread::scope(|scope| {
        let reading = scope.spawn(|| opening::catch_damage(|| read(tree, chunks)));
        let mut state = State::default();
        for chunk in decoded {
            Chunk::insert_mapped(chunk, &mut state, |_, _| true);
        }
        let unread = |_| Err(ViewsError::damaged("they cannot be read"));
        let Everything {
            open_block,
            stored,
            interner,
        } = reading.join().unwrap_or_else(unread)?;
        compare_sum(stored, header.digests.stored)?;
        state.set_interner(interner);
        let contents = Contents::new(tree);
        state.rank(|sequence| contents.content(sequence))?;
        state.fold(|_, _| {});
        Ok(Some(Memory {
            state,
            open_block,
            header,
        }))
    })
}

/// What was read beside the chunks.
struct Everything {
    open_block: OpenBlock,
    /// The sum over everything but the texts in blocks.
    stored: Sum,
    /// The texts behind the symbols of the chunks.
    interner: Interner,
}

/// Reads everything but the texts in blocks, in order of sequence, and interns the texts of the chunks: half of the work
/// of loading, beside the other half.
fn read(tree: &Tree, chunks: mpsc::SyncSender<Chunk>) -> Result<Everything, ViewsError> {
    let (mut stored, mut end) = (Sum::default(), 0);
    let mut interner = Interner::default();
    let closed = |_| ViewsError::damaged("they cannot be loaded");
    for pair in blocks::facts(tree) {
        let (key, value) = pair?;
        stored.add(&key, &value);
        for mut chunk in blocks::chunks(&value)? {
            end = chunk.last().unwrap_or(end);
            chunk.map_symbols(|text| interner.intern(text));
            chunks.send(chunk).map_err(closed)?;
        }
    }
    let (open_block, in_open_block) = OpenBlock::load(tree, end)?;
    for mut chunk in in_open_block {
        chunk.map_symbols(|text| interner.intern(text));
        chunks.send(chunk).map_err(closed)?;
    }
    drop(chunks);
    let others = tree.range([keys::CODES]..[keys::FACTS]);
    for pair in epoch::collecting(others) {
        let (key, value): (IVec, IVec) = pair?;
        stored.add(&key, &value);
    }
    Ok(Everything {
        open_block,
        stored,
        interner,
    })
}

/// Compares everything but the texts in blocks with the sum in the header, without loading it.
pub(crate) fn check_stored(tree: &Tree, expected: Sum) -> Result<(), ViewsError> {
    let mut stored = Sum::default();
    for pair in epoch::collecting(tree.range([keys::CODES]..[keys::TEXTS])) {
        let (key, value) = pair?;
        stored.add(&key, &value);
    }
    compare_sum(stored, expected)
}

fn compare_sum(stored: Sum, expected: Sum) -> Result<(), ViewsError> {
    if stored == expected {
        return Ok(());
    }
    Err(ViewsError::damaged(
        "they do not add up to the digest that they were written with",
    ))
}

/// Returns the key of the last texts in blocks.
pub(crate) fn last_texts(tree: &Tree) -> Result<Option<IVec>, ViewsError> {
    let last = tree.scan_prefix([keys::TEXTS]).next_back().transpose()?;
    Ok(last.map(|(key, _)| key))
}

/// Compares the texts in blocks up to `last` with their sum; ends early, as if they were equal, when `is_stopped`.
pub(crate) fn check_texts(
    tree: &Tree,
    last: &IVec,
    expected: Sum,
    is_stopped: impl Fn() -> bool,
) -> Result<(), ViewsError> {
    let mut texts = Sum::default();
    for pair in epoch::collecting(tree.range([keys::TEXTS].as_slice()..=last)) {
        if is_stopped() {
            return Ok(());
        }
        let (key, value) = pair?;
        texts.add(&key, &value);
    }
    // Read once from front to back, the texts would stay in sled's cache: it checks its limit only when each of its 256
    // parts was accessed 64 times, and keeps the page of each that was accessed last. Those of the open index are many
    // and small. (10^6 events: 110 MB.)
    for key in epoch::collecting(tree.scan_prefix([keys::OPEN]).keys()) {
        tree.contains_key(key?)?;
    }
    if texts == expected {
        Ok(())
    } else {
        Err(ViewsError::damaged(
            "their texts do not add up to the digest that they were written with",
        ))
    }
}

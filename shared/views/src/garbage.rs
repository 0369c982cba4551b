//! What sled has let go of, freed.
//!
//! sled leaves that to an epoch collector, which frees a little at every hundredth read or write. A batch is one write
//! to it, and a page that is read takes the place of another: without this a log that is read fast, or questions that
//! read many texts, take memory without bound.

use std::iter::Inspect;

/// How many changes or pages the collector frees at one go.
const FREED_AT_ONCE: usize = 64;

/// Frees what so many changes, or pages read, have left.
pub(crate) fn free(left: usize) {
    for _ in 0..=left / FREED_AT_ONCE {
        crossbeam_epoch::pin().flush();
    }
}

/// Frees what reading leaves, while it is read.
pub(crate) fn freed<T, I: Iterator<Item = T>>(read: I) -> Inspect<I, impl FnMut(&T)> {
    let mut count = 0_usize;
    read.inspect(move |_| {
        count += 1;
        if count.is_multiple_of(FREED_AT_ONCE) {
            free(0);
        }
    })
}

//! Collection of the memory that sled has released.
//!
//! sled 0.34.7 leaves that to crossbeam-epoch, which frees a little at every hundredth read or write. A batch is one
//! write, and each page read replaces another in the cache. Without these calls a log that is read fast, or questions
//! that read many texts, take memory without bound.

use std::iter::Inspect;

/// The number of changes or pages that one flush collects.
const COLLECTED_AT_ONCE: usize = 64;

/// Collects what `count` changes, or page reads, have released.
pub(crate) fn collect(count: usize) {
    for _ in 0..=count / COLLECTED_AT_ONCE {
        crossbeam_epoch::pin().flush();
    }
}

/// Collects while an iterator reads.
pub(crate) fn collecting<T, I: Iterator<Item = T>>(read: I) -> Inspect<I, impl FnMut(&T)> {
    let mut count = 0_usize;
    read.inspect(move |_| {
        count += 1;
        if count.is_multiple_of(COLLECTED_AT_ONCE) {
            collect(0);
        }
    })
}

//! Large work that falls into parts, on two threads if the second is free.
//!
//! There is one second thread for the whole process, taken for the time of one piece of work: however many questions are
//! answered at once, they take one core more than they would otherwise, and the fold has the rest. The outcome does not
//! depend on which thread did which part.
//!
//! Why not rayon: in a pool, questions queue behind one another. One scan is as fast in a pool of two (4 million rows:
//! 18.3 ms, here 18.9 ms; 10 000 rows: 0.03 ms, here 0.04 ms), but a small one beside two large ones takes 11 to 17 ms
//! at the median instead of 0.02 to 0.06 ms (p99: 43 to 63 ms instead of 10 to 28 ms; two cores, alternating runs).

use std::{
    panic,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

/// Whether the second thread is taken.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The second thread, until it is dropped.
struct SecondThread;

impl SecondThread {
    fn take() -> Option<Self> {
        let free = !TAKEN.swap(true, Ordering::Acquire);
        free.then_some(Self)
    }
}

impl Drop for SecondThread {
    fn drop(&mut self) {
        TAKEN.store(false, Ordering::Release);
    }
}

/// Does two things, at the same time if the second thread is free and the system has one.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    let Some(second) = SecondThread::take() else {
        return (one(), other());
    };
    let waiting = Mutex::new(Some(other));
    let take = || {
        let other = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        other.map(|other| other())
    };
    let (one, other) = thread::scope(|scope| {
        let spawned = thread::Builder::new().spawn_scoped(scope, take);
        let one = one();
        let other = match spawned.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(other)) => other,
            Ok(Err(panicked)) => panic::resume_unwind(panicked),
            Err(_) => take(),
        };
        (one, other)
    });
    drop(second);
    let Some(other) = other else {
        unreachable!("the other work is taken once, by the second thread or by this one")
    };
    (one, other)
}

/// Adds each item, with its index, to one of two results, which begin empty: that of the thread that comes to it first.
///
/// The second is none where nothing was left for it.
pub fn gather<T: Sync, G: Send>(
    items: &[T],
    empty: impl Fn() -> G + Sync,
    add: impl Fn(&mut G, usize, &T) + Sync,
) -> (G, Option<G>) {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut gathered = empty();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return gathered;
            };
            add(&mut gathered, index, item);
        }
    };
    if items.len() < 2 {
        return (take(), None);
    }
    let is_left = || next.load(Ordering::Relaxed) < items.len();
    both(take, || is_left().then(take))
}

/// Works on each item; returns the outcomes in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let add = |done: &mut Vec<(usize, R)>, index, item: &T| done.push((index, work(item)));
    let (mut done, other) = gather(items, Vec::new, add);
    done.extend(other.into_iter().flatten());
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_in_the_order_of_the_items_also_where_work_is_within_work() {
        let items: Vec<usize> = (0..2_000).collect();
        let squares = |items: &[usize]| map(items, |item| item * item).into_iter().sum::<usize>();
        let nested = map(&items, |item| squares(&items[..item % 50]));
        let expected = items.iter().map(|item| {
            let below = &items[..item % 50];
            below.iter().map(|item| item * item).sum::<usize>()
        });
        assert_eq!(nested, expected.collect::<Vec<_>>());
        assert_eq!(map(&items[..0], |item| *item), Vec::<usize>::new());
    }

    #[test]
    fn each_item_is_in_one_of_both_results() {
        let items: Vec<usize> = (0..2_000).collect();
        for count in [0, 1, 2, 3, items.len()] {
            let add = |met: &mut Vec<usize>, index: usize, item: &usize| {
                assert_eq!(index, *item);
                met.push(index);
            };
            let (mut met, other) = gather(&items[..count], Vec::new, add);
            met.extend(other.into_iter().flatten());
            met.sort_unstable();
            assert_eq!(met, items[..count]);
        }
    }

    #[test]
    fn a_panic_in_either_part_panics_and_frees_the_second_thread() {
        let fails = || -> u8 { panic!("it fails") };
        for _ in 0..3 {
            assert!(panic::catch_unwind(|| both(fails, || 1)).is_err());
            assert!(panic::catch_unwind(|| both(|| 1, fails)).is_err());
        }
        let freed = (0..1_000_000).any(|_| {
            thread::yield_now();
            SecondThread::take().is_some()
        });
        assert!(freed, "whoever else took it frees it");
    }
}

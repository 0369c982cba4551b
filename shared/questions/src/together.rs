//! Large work that falls into parts, done by two threads where the second is free.
//!
//! There is one second thread for the whole process, taken for the time of one piece of work: however many questions
//! are asked at once, they take one core more than they would otherwise, and what is folded meanwhile has the rest.
//! What comes out does not depend on who did which part.

use std::{
    panic,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

/// Whether items fall to both threads in turn: in tests of this crate, so that two always have something to put together.
const IN_TURN: bool = cfg!(test);

/// Whether somebody has the second thread.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The second thread, until it is dropped.
struct Second;

impl Second {
    fn take() -> Option<Self> {
        let free = !TAKEN.swap(true, Ordering::Acquire);
        free.then_some(Self)
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        TAKEN.store(false, Ordering::Release);
    }
}

/// Does two things, at once if the second thread is free and the system gives one.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    let Some(second) = Second::take() else {
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
        unreachable!("what waits is taken once, by the second thread or by this one")
    };
    (one, other)
}

/// Enters each item, with its place, into one of two gatherings, which begin empty: whichever thread comes to it.
///
/// The second is none where nothing was left for it.
pub fn gather<T: Sync, G: Send>(
    items: &[T],
    empty: impl Fn() -> G + Sync,
    enter: impl Fn(&mut G, usize, &T) + Sync,
) -> (G, Option<G>) {
    if IN_TURN {
        let take = |own: usize| {
            let mut gathered = empty();
            for (place, item) in items.iter().enumerate().skip(own).step_by(2) {
                enter(&mut gathered, place, item);
            }
            gathered
        };
        both(|| take(0), || (items.len() > 1).then(|| take(1)))
    } else {
        as_they_come(items, empty, enter)
    }
}

/// Gathers as [`gather`] does, each item by the thread that is free first.
fn as_they_come<T: Sync, G: Send>(
    items: &[T],
    empty: impl Fn() -> G + Sync,
    enter: impl Fn(&mut G, usize, &T) + Sync,
) -> (G, Option<G>) {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut gathered = empty();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                return gathered;
            };
            enter(&mut gathered, place, item);
        }
    };
    if items.len() < 2 {
        return (take(), None);
    }
    let is_left = || next.load(Ordering::Relaxed) < items.len();
    both(take, || is_left().then(take))
}

/// Works on each item; gives the outcomes in the order of the items, whoever came to which.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let enter = |done: &mut Vec<(usize, R)>, place, item: &T| done.push((place, work(item)));
    let (mut done, other) = gather(items, Vec::new, enter);
    done.extend(other.into_iter().flatten());
    done.sort_unstable_by_key(|(place, _)| *place);
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
        let plain = items.iter().map(|item| {
            let below = &items[..item % 50];
            below.iter().map(|item| item * item).sum::<usize>()
        });
        assert_eq!(nested, plain.collect::<Vec<_>>());
        assert_eq!(map(&items[..0], |item| *item), Vec::<usize>::new());
    }

    #[test]
    fn each_item_comes_to_one_of_both_whoever_is_free() {
        let items: Vec<usize> = (0..2_000).collect();
        for count in [0, 1, 2, 3, items.len()] {
            let enter = |met: &mut Vec<usize>, place: usize, item: &usize| {
                assert_eq!(place, *item);
                met.push(place);
            };
            let (mut met, other) = as_they_come(&items[..count], Vec::new, enter);
            met.extend(other.into_iter().flatten());
            met.sort_unstable();
            assert_eq!(met, items[..count]);
        }
    }

    #[test]
    fn what_fails_in_either_part_fails_and_the_second_thread_is_free_again() {
        let fails = || -> u8 { panic!("it fails") };
        for _ in 0..3 {
            assert!(panic::catch_unwind(|| both(fails, || 1)).is_err());
            assert!(panic::catch_unwind(|| both(|| 1, fails)).is_err());
        }
        let freed = (0..1_000_000).any(|_| {
            thread::yield_now();
            Second::take().is_some()
        });
        assert!(freed, "whoever else has it lets it go");
    }
}

//! Damage of every kind, at many offsets: views are whole, if need be as of an earlier commit, or archived, and no
//! panic is reported. A test program of its own, because it counts the panics of the whole process.

#![cfg(test)]

#[path = "../canonical/digest.rs"]
mod canonical;
#[path = "../folders/world.rs"]
mod world;

use std::{
    fs, panic,
    path::Path,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
};

use register::Register;
use splitmix::SplitMix64;
use views::Views;

use crate::{
    canonical::{canonical, digest},
    world::{EVENTS, check_empty, check_whole, files, history, make, store_folder},
};

/// The number of panics that were reported since the test began.
static REPORTED: AtomicUsize = AtomicUsize::new(0);

/// Counts the panics that would be printed.
fn count_reports() {
    static COUNTING: Once = Once::new();
    COUNTING.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            REPORTED.fetch_add(1, Ordering::SeqCst);
            report(panicked);
        }));
    });
}

/// Returns a number below `bound`.
fn below(numbers: &mut SplitMix64, bound: usize) -> usize {
    usize::try_from(numbers.next_u64() >> 33).unwrap() % bound
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("1/blobs")).unwrap();
    for (name, bytes) in files(from) {
        fs::write(to.join(name), bytes).unwrap();
    }
}

/// Damages many copies of the same views, each in another way.
#[track_caller]
fn check(seed: u64, corrupt: impl Fn(&mut Vec<u8>, &mut SplitMix64)) {
    count_reports();
    let parent = tempfile::tempdir().unwrap();
    let (good, folder) = (parent.path().join("good"), parent.path().join("views"));
    let events = history();
    make(&good, &events);
    let mut numbers = SplitMix64::new(seed);
    for round in 0..16 {
        copy(&good, &folder);
        let mut data = fs::read(store_folder(&folder).join("db")).unwrap();
        corrupt(&mut data, &mut numbers);
        fs::write(store_folder(&folder).join("db"), &data).unwrap();
        let (views, archived) = Views::open(&folder, Register::embedded()).unwrap();
        match archived {
            None => {
                let status = views.reader().status().unwrap();
                assert!(status.position <= EVENTS as u64);
                check_whole(&views, &events);
                views.close().unwrap();
                assert_eq!(digest(&canonical(&folder).unwrap()), status.digest);
            }
            Some(archived) => {
                assert!(!archived.reason.is_empty());
                assert!(!archived.reason.contains('\n'), "{}", archived.reason);
                assert!(
                    store_folder(&archived.path).join("db").exists(),
                    "round {round}"
                );
                check_empty(views, &events);
                fs::remove_dir_all(archived.path).unwrap();
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
    assert_eq!(REPORTED.load(Ordering::SeqCst), 0, "panics that were shown");
}

#[test]
fn a_flipped_bit() {
    check(1, |data, numbers| {
        let at = below(numbers, data.len());
        data[at] ^= 1 << below(numbers, 8);
    });
}

#[test]
fn a_truncated_file() {
    check(2, |data, numbers| {
        data.truncate(1 + below(numbers, data.len()));
    });
}

#[test]
fn a_page_of_noise() {
    check(3, |data, numbers| {
        let at = below(numbers, data.len());
        for byte in data.iter_mut().skip(at).take(4096) {
            *byte = u8::try_from(below(numbers, 256)).unwrap();
        }
    });
}

#[test]
fn many_pages_of_zeros() {
    check(4, |data, numbers| {
        let at = below(numbers, data.len());
        data.iter_mut()
            .skip(at)
            .take(65_536)
            .for_each(|byte| *byte = 0);
    });
}

#[test]
fn a_file_of_nothing_but_noise() {
    check(5, |data, numbers| {
        data.truncate(200_000);
        for byte in data {
            *byte = u8::try_from(below(numbers, 256)).unwrap();
        }
    });
}

//! Order does not matter: the same set of events gives the same bytes.

use proptest::{collection::vec, prelude::*, sample::Index};

use crate::{
    canonical::{Canonical, canonical, digest},
    logs::{Log, Message, log, log_of, messages},
    world::{commit, open},
};

/// Generates two logs of one set of events: in another order, with other duplicates, divided into other commits.
fn permutations(statements: usize) -> impl Strategy<Value = (Log, Log)> {
    messages(statements).prop_flat_map(|messages| {
        let duplicates = vec(any::<Index>(), 0..6);
        let of = messages.clone();
        let again =
            (Just(messages.clone()), duplicates).prop_flat_map(|(mut messages, duplicates)| {
                let duplicates: Vec<Message> = duplicates
                    .iter()
                    .map(|index| index.get(&messages).clone())
                    .collect();
                messages.extend(duplicates);
                Just(messages).prop_shuffle()
            });
        (log_of(Just(of)), log_of(again))
    })
}

/// Folds a log into a folder; returns the digest of the views, and the canonical part on disk.
fn folded(log: &Log) -> (String, Canonical) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views");
    let mut views = open(&path);
    commit(&mut views, log);
    let status = views.reader().status().unwrap();
    views.close().unwrap();
    assert_eq!(status.position, log.last());
    (status.digest, canonical(&path).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_same_events_in_any_order_with_any_duplicates_give_the_same_bytes((one, other) in permutations(24)) {
        let (digest_of_one, bytes_of_one) = folded(&one);
        let (digest_of_other, bytes_of_other) = folded(&other);
        prop_assert_eq!(&bytes_of_one, &bytes_of_other);
        prop_assert_eq!(&digest_of_one, &digest(&bytes_of_one));
        prop_assert_eq!(digest_of_one, digest_of_other);
    }

    #[test]
    fn a_missing_or_changed_content_changes_the_digest(log in log(6), at in any::<Index>(), byte in any::<Index>(), bit in 0..8_u8) {
        let (status, bytes) = folded(&log);
        prop_assume!(!bytes.is_empty());
        let content = at.get(&Vec::from_iter(bytes.clone())).clone();
        let mut other = content.clone();
        other[byte.index(content.len())] ^= 1 << bit;
        let mut lost = bytes;
        lost.remove(&content);
        prop_assert_ne!(&digest(&lost), &status);
        lost.insert(other);
        prop_assert_ne!(&digest(&lost), &status);
    }
}

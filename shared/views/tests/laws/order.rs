//! Order does not matter: the same set of events gives the same bytes, however it came.

use proptest::{collection::vec, prelude::*, sample::Index};

use crate::{
    canonical::{Canonical, canonical, digest},
    logs::{Log, Message, log, log_of, messages},
    world::{commit, open},
};

/// Generates two logs of one set of events: in another order, with other doubles, cut into other commits.
fn tellings(statements: usize) -> impl Strategy<Value = (Log, Log)> {
    messages(statements).prop_flat_map(|messages| {
        let doubles = vec(any::<Index>(), 0..6);
        let of = messages.clone();
        let again = (Just(messages.clone()), doubles).prop_flat_map(|(mut messages, doubles)| {
            let doubles: Vec<Message> = doubles
                .iter()
                .map(|index| index.get(&messages).clone())
                .collect();
            messages.extend(doubles);
            Just(messages).prop_shuffle()
        });
        (log_of(Just(of)), log_of(again))
    })
}

/// Folds a log into a folder; gives the digest that the views say, and the canonical part as it lies on disk.
fn folded(log: &Log) -> (String, Canonical) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views");
    let mut views = open(&path);
    commit(&mut views, log);
    let said = views.reader().status().unwrap();
    views.close().unwrap();
    assert_eq!(said.position, log.last());
    (said.digest, canonical(&path).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_same_events_in_any_order_with_any_doubles_give_the_same_bytes((one, other) in tellings(24)) {
        let (digest_of_one, bytes_of_one) = folded(&one);
        let (digest_of_other, bytes_of_other) = folded(&other);
        prop_assert_eq!(&bytes_of_one, &bytes_of_other);
        prop_assert_eq!(&digest_of_one, &digest(&bytes_of_one));
        prop_assert_eq!(digest_of_one, digest_of_other);
    }

    #[test]
    fn one_byte_less_or_other_changes_the_digest(log in log(6), at in any::<Index>(), byte in any::<Index>(), bit in 0..8_u8) {
        let (said, bytes) = folded(&log);
        prop_assume!(!bytes.is_empty());
        let (key, value) = at.get(&bytes.clone().into_iter().collect::<Vec<_>>()).clone();
        let (mut other_key, mut other_value) = (key.clone(), value.clone());
        let place = byte.index(key.len() + value.len());
        match other_value.get_mut(place.wrapping_sub(key.len())) {
            Some(byte) => *byte ^= 1 << bit,
            None => other_key[place] ^= 1 << bit,
        }
        let mut lost = bytes;
        lost.remove(&key);
        prop_assert_ne!(&digest(&lost), &said);
        lost.insert(other_key, other_value);
        prop_assert_ne!(&digest(&lost), &said);
    }
}

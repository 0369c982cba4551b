//! A link with `asOf` and `knownAt` always has the same answer: before and after later events, with views opened
//! again, and with rebuilt views. Only texts that are redacted later disappear.

use model::Data;
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::Value;
use views::Views;

use crate::{
    logs::{Log, log},
    replay::{link, without_texts},
    world::{ask, batches, commit, open, scope},
};

/// Returns every answer as known at a sequence; without the texts that redactions remove unless `texts`.
fn answers(views: &Views, log: &Log, known_at: u64, links: &[String], texts: bool) -> Vec<String> {
    let reader = views.reader();
    let mut answers = Vec::new();
    for link in links {
        let link = &format!("{link}&knownAt={known_at}");
        let scope = scope(link);
        let answered = ask(&reader, link).map(|answered| {
            assert_eq!((answered.position, answered.digest), (known_at, None));
            let answer = if texts {
                answered.answer
            } else {
                without_texts(answered.answer)
            };
            (answer, answered.counted)
        });
        answers.push(format!("{link}: {answered:?}"));
        for id in log.subjects() {
            let knelpunt = reader.knelpunt(id, &scope).unwrap();
            let history = reader.history(id, &scope).unwrap();
            assert_eq!(knelpunt.is_some(), history.is_some());
            let knelpunt = knelpunt.map(|answered| serde_json::to_value(answered.answer).unwrap());
            let history = history.map(|answered| serde_json::to_value(answered.answer).unwrap());
            answers.push(if texts {
                format!("{id}: {knelpunt:?} {history:?}")
            } else {
                format!("{id}: {:?}", knelpunt.map(without_redactable_texts))
            });
        }
    }
    answers
}

fn without_redactable_texts(mut knelpunt: Value) -> Value {
    for text in ["description", "firstDescription", "reporter"] {
        knelpunt[text] = Value::Null;
    }
    knelpunt
}

fn redacts_after(log: &Log, sequence: u64) -> bool {
    let before = log.events(sequence).count();
    let mut after = log.events(u64::MAX).skip(before);
    after.any(|event| matches!(event.data, Data::Redacted(_)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_permanent_link_always_has_the_same_answer(log in log(16), links in vec(link(), 3), at in any::<Index>(), again in vec(1..9_usize, 1..4)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("views");
        let mut views = open(&path);
        let known_at = at.get(&log.cuts()).to_owned();
        let texts = !redacts_after(&log, known_at);
        let mut before = Vec::new();
        for batch in batches(&log.arrivals(), &log) {
            let position = views.commit(batch, None).unwrap().position;
            if position == known_at {
                before = answers(&views, &log, known_at, &links, texts);
            }
        }
        prop_assert!(!before.is_empty());
        prop_assert_eq!(&answers(&views, &log, known_at, &links, texts), &before);
        views.close().unwrap();
        let views = open(&path);
        prop_assert_eq!(&answers(&views, &log, known_at, &links, texts), &before);
        let mut rebuilt = open(&folder.path().join("rebuilt"));
        commit(&mut rebuilt, &Log { batches: again, ..log.clone() });
        prop_assert_eq!(&answers(&rebuilt, &log, known_at, &links, texts), &before);
    }
}

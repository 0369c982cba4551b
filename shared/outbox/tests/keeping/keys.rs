//! Requests under a key: the first is remembered, and returned for a repeated one.

use model::Instant;
use outbox::{
    AcceptError, DeliveryState, EarlierEntry, IdempotencyKey, Outbox, OutboxEntry, OutboxLimits,
};

use crate::{DAY_US, under};

#[tokio::test]
async fn a_repeated_request_returns_the_first_entry_and_stores_nothing_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let first = outbox.accept(under("k", "report", 1)).await.unwrap();
    drop(outbox);
    let outbox = Outbox::open(folder.path()).unwrap();
    let again = outbox.accept(under("k", "report", 2)).await.unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.number, again.event_id.as_str()), (first.number, "1"));
    assert_eq!(again.subject, "knelpunt 1");
    assert_eq!(outbox.state().waiting, 1);
}

#[tokio::test]
async fn concurrent_requests_under_one_key_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let accepting = (0..100).map(|number| outbox.accept(under("k", "report", number)));
    let accepted = futures_util::future::join_all(accepting).await;
    let accepted: Vec<_> = accepted.into_iter().map(Result::unwrap).collect();
    assert_eq!(accepted.iter().filter(|one| !one.repeated).count(), 1);
    assert!(
        accepted
            .iter()
            .all(|one| one.event_id == accepted[0].event_id)
    );
    assert_eq!(outbox.state().waiting, 1);
}

#[tokio::test]
async fn a_key_cannot_be_used_for_another_request() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    outbox.accept(under("k", "report", 1)).await.unwrap();
    let error = outbox.accept(under("k", "resolve", 2)).await.unwrap_err();
    assert!(
        matches!(&error, AcceptError::KeyUsedForAnotherRequest { key } if key == "k"),
        "{error:?}"
    );
    assert_eq!(outbox.state().waiting, 1);
    outbox.accept(under("k2", "resolve", 2)).await.unwrap();
    assert_eq!(outbox.state().waiting, 2);
}

#[tokio::test]
async fn a_key_is_forgotten_after_thirty_days() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let on_day = |day: i64, number| OutboxEntry {
        at: Instant::from_microseconds(day * DAY_US),
        ..under("k", "report", number)
    };
    outbox.accept(on_day(0, 1)).await.unwrap();
    assert!(outbox.accept(on_day(30, 2)).await.unwrap().repeated);
    let later = outbox.accept(on_day(31, 3)).await.unwrap();
    assert_eq!((later.repeated, later.event_id.as_str()), (false, "3"));
    let again = outbox.accept(on_day(32, 4)).await.unwrap();
    assert_eq!((again.repeated, again.event_id.as_str()), (true, "3"));
}

#[tokio::test]
async fn an_entry_is_found_by_its_key_until_that_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let limits = OutboxLimits {
        keys: 1,
        ..OutboxLimits::default()
    };
    let outbox = Outbox::open_with(folder.path(), limits).unwrap();
    let key = |text: &str| IdempotencyKey::new(text).unwrap();
    assert_eq!(outbox.find_by_key(&key("k")).await.unwrap(), None);
    outbox.accept(under("k", "report", 1)).await.unwrap();
    let found = EarlierEntry {
        event_id: "1".to_owned(),
        subject: "knelpunt 1".to_owned(),
        delivery: DeliveryState::Waiting,
    };
    assert_eq!(outbox.find_by_key(&key("k")).await.unwrap(), Some(found));
    outbox.accept(under("l", "report", 2)).await.unwrap();
    assert_eq!(outbox.find_by_key(&key("k")).await.unwrap(), None);
}

#[tokio::test]
async fn of_too_many_keys_the_oldest_are_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let limits = OutboxLimits {
        keys: 3,
        ..OutboxLimits::default()
    };
    let outbox = Outbox::open_with(folder.path(), limits).unwrap();
    for (number, key) in (0..).zip(["a", "b", "c", "d"]) {
        outbox.accept(under(key, "report", number)).await.unwrap();
    }
    assert!(
        outbox
            .accept(under("b", "report", 9))
            .await
            .unwrap()
            .repeated
    );
    assert!(
        !outbox
            .accept(under("a", "report", 9))
            .await
            .unwrap()
            .repeated
    );
}

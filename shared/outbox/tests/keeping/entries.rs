//! Accepting entries.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use model::Instant;
use outbox::{AcceptError, DeliveryState, Outbox, OutboxError, OutboxLimits, OutboxState};

use crate::entry;

#[tokio::test]
async fn accepted_entries_are_there_when_the_outbox_is_reopened() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let first = outbox.accept(entry(7)).await.unwrap();
    let second = outbox.accept(entry(8)).await.unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!((first.event_id.as_str(), first.repeated), ("7", false));
    assert_eq!(first.delivery_state(), DeliveryState::Waiting);
    let before = outbox.state();
    assert_eq!(before.waiting, 2);
    assert_eq!(
        before.oldest_accepted_at,
        Some(Instant::from_microseconds(1_000))
    );
    drop(outbox);
    let outbox = Outbox::open(folder.path()).unwrap();
    assert_eq!(outbox.state(), before);
    assert_eq!(outbox.accept(entry(9)).await.unwrap().number, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_entries_at_once_are_all_accepted_each_with_its_own_number() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let accepting = (0..10_000).map(|number| outbox.accept(entry(number)));
    let accepted = join_all(accepting).await;
    let numbers: BTreeSet<u64> = accepted
        .iter()
        .map(|one| one.as_ref().unwrap().number)
        .collect();
    assert_eq!(numbers, (1..=10_000).collect());
    assert_eq!(outbox.state().waiting, 10_000);
}

#[tokio::test]
async fn a_full_outbox_reports_it_and_retains_its_entries() {
    let folder = tempfile::tempdir().unwrap();
    let limits = OutboxLimits {
        entries: 2,
        ..OutboxLimits::default()
    };
    let outbox = Outbox::open_with(folder.path(), limits).unwrap();
    outbox.accept(entry(1)).await.unwrap();
    outbox.accept(entry(2)).await.unwrap();
    let error = outbox.accept(entry(3)).await.unwrap_err();
    assert!(
        matches!(error, AcceptError::Full { entries: 2, .. }),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("check that NATS is reachable"),
        "{error}"
    );
    assert_eq!(outbox.state().waiting, 2);
}

#[tokio::test]
async fn bytes_are_limited_as_well_as_entries() {
    let folder = tempfile::tempdir().unwrap();
    let limits = OutboxLimits {
        bytes: 100,
        ..OutboxLimits::default()
    };
    let outbox = Outbox::open_with(folder.path(), limits).unwrap();
    outbox.accept(entry(1)).await.unwrap();
    let stored_bytes = outbox.state().stored_bytes;
    outbox.accept(entry(2)).await.unwrap();
    assert_eq!(outbox.state().stored_bytes, 2 * stored_bytes);
    let error = outbox.accept(entry(3)).await.unwrap_err();
    assert!(matches!(error, AcceptError::Full { bytes, .. } if bytes == 2 * stored_bytes));
}

#[tokio::test]
async fn an_outbox_in_use_is_not_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    let error = Outbox::open(folder.path()).unwrap_err();
    assert!(matches!(error, OutboxError::InUse { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("is in use by another knelpunt; stop it or choose another folder"),
        "{message}"
    );
    outbox.accept(entry(1)).await.unwrap();
    drop(outbox);
    assert_eq!(Outbox::open(folder.path()).unwrap().state().waiting, 1);
}

#[tokio::test]
async fn an_empty_outbox_has_no_entries_dead_letters_or_retries() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(folder.path()).unwrap();
    assert_eq!(outbox.state(), OutboxState::default());
    assert_eq!(outbox.dead_letters(0, 10).await.unwrap(), []);
    assert_eq!(outbox.retry(outbox::RetrySelection::All).await.unwrap(), 0);
    assert_eq!(
        outbox
            .retry(outbox::RetrySelection::Numbers(vec![1]))
            .await
            .unwrap(),
        0
    );
}

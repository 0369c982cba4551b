//! Submissions: their validation, and how repeated ones are recognised.

use model::Instant;

use super::*;

const REPORT: &[u8] =
    br#"{"municipality":"GM0344","category":"funding","observedAt":"2013-02-12"}"#;
const OTHER: &[u8] = br#"{"municipality":"GM0363","category":"funding","observedAt":"2013-02-12"}"#;

fn emitter(folder: &tempfile::TempDir) -> Emitter {
    Emitter {
        outbox: Outbox::open(folder.path()).unwrap(),
        register: Register::embedded(),
        source: "urn:example:a".to_owned(),
        now: || Instant::parse("2013-02-14T09:12:31Z").unwrap(),
        new_id: || "made".to_owned(),
        delivery_timeout: Duration::from_millis(1),
    }
}

fn complete(time: &str, category: &str) -> Bytes {
    let draft = model::decode_data(
        Envelope {
            source: "urn:example:b".to_owned(),
            id: "17".to_owned(),
            time: Instant::parse(time).unwrap(),
        },
        EventType::KnelpuntReported,
        format!(r#"{{"municipality":"GM0344","category":"{category}","observedAt":"2013-02-12","buildingBlock":null}}"#).as_bytes(),
        Register::embedded(),
    );
    draft.unwrap().to_json().into()
}

#[tokio::test]
async fn a_submission_waits_on_disk_and_an_invalid_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let mut submitted = emitter
        .submit(EventType::KnelpuntReported, REPORT, None)
        .await
        .unwrap();
    assert_eq!((submitted.id.as_str(), submitted.repeated), ("made", false));
    assert_eq!(
        emitter.wait_for_delivery(&mut submitted).await,
        DeliveryState::Waiting
    );
    let error = emitter
        .submit(EventType::KnelpuntReported, b"{}", None)
        .await
        .unwrap_err();
    assert_eq!(error.violations().len(), 2);
    assert_eq!(emitter.outbox.state().waiting, 1);
}

#[tokio::test]
async fn under_a_key_one_event_is_submitted_once_and_no_other_one() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let submit = |body, key| emitter.submit(EventType::KnelpuntReported, body, Some(key));
    let first = submit(REPORT, "a").await.unwrap();
    let again = submit(REPORT, "a").await.unwrap();
    assert_eq!((first.repeated, again.repeated), (false, true));
    assert_eq!(first.id, again.id);
    assert_ne!(submit(REPORT, "b").await.unwrap().id, first.id);
    for same in [
        &b" {\"observedAt\":\"2013-02-12\", \"category\":\"funding\",\r\n\"municipality\":\"GM0344\"}\n"[..],
        b"{\"observedAt\":\"2013-02-12\",\"category\":\"funding\",\"reference\":null,\"municipality\":\"GM0344\"}",
        b"\xef\xbb\xbf{\"observedAt\":\"2013-02-12\",\"category\":\"f\\u0075nding\",\"municipality\":\"GM0344\"}",
    ] {
        let repeated = submit(same, "a").await.unwrap();
        assert!(repeated.repeated && repeated.id == first.id);
    }
    let otherwise = submit(OTHER, "a").await.unwrap_err();
    assert!(matches!(otherwise, SubmitError::KeyReused { key } if key == "a"));
    let too_long = submit(REPORT, &"k".repeat(300)).await.unwrap_err();
    assert!(matches!(too_long, SubmitError::Key(_)));
    assert_eq!(emitter.outbox.state().waiting, 2);
    let earlier = emitter.find_by_key("a").await.unwrap().unwrap();
    assert_eq!(
        (earlier.event_id, earlier.delivery),
        (first.id, DeliveryState::Waiting)
    );
    assert_eq!(emitter.find_by_key("c").await.unwrap(), None);
    assert!(emitter.find_by_key(&"k".repeat(300)).await.is_err());
}

#[tokio::test]
async fn an_event_that_is_only_validated_is_not_submitted() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let validate = |body| emitter.validate(EventType::KnelpuntReported, body);
    assert_eq!(validate(REPORT), Ok(()));
    assert_eq!(validate(b"{}").unwrap_err().violations.len(), 2);
    assert_eq!(emitter.outbox.state().waiting, 0);
}

#[tokio::test]
async fn a_complete_event_is_recognised_by_its_source_and_id() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let first = emitter
        .submit_event(&[], complete("2013-02-14T09:17:31Z", "funding"))
        .await
        .unwrap();
    let again = emitter
        .submit_event(&[], complete("2013-02-14T09:17:31Z", "funding"))
        .await
        .unwrap();
    assert_eq!(
        (first.id.as_str(), first.repeated, again.repeated),
        ("17", false, true)
    );
    let otherwise = emitter
        .submit_event(&[], complete("2013-02-14T09:17:30Z", "funding"))
        .await;
    assert!(matches!(otherwise, Err(SubmitError::KeyReused { .. })));
    let ahead = emitter
        .submit_event(&[], complete("2013-02-14T09:17:32Z", "capacity"))
        .await;
    assert_eq!(ahead.unwrap_err().violations()[0].path, "/time");
    assert_eq!(emitter.outbox.state().waiting, 1);
}

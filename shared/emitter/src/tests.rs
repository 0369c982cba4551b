//! What is said, how it is judged, and what is remembered of it.

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

fn whole(time: &str, category: &str) -> Bytes {
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
async fn what_is_said_waits_on_disk_and_what_is_not_valid_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let mut said = emitter
        .submit(EventType::KnelpuntReported, REPORT, None)
        .await
        .unwrap();
    assert_eq!((said.id.as_str(), said.repeated), ("made", false));
    assert_eq!(
        emitter.wait_for_delivery(&mut said).await,
        DeliveryState::Waiting
    );
    let refused = emitter
        .submit(EventType::KnelpuntReported, b"{}", None)
        .await
        .unwrap_err();
    assert_eq!(refused.faults().len(), 2);
    assert_eq!(emitter.outbox.state().waiting, 1);
}

#[tokio::test]
async fn under_a_key_the_same_is_said_once_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let say = |body, key| emitter.submit(EventType::KnelpuntReported, body, Some(key));
    let first = say(REPORT, "a").await.unwrap();
    let again = say(REPORT, "a").await.unwrap();
    assert_eq!((first.repeated, again.repeated), (false, true));
    assert_eq!(first.id, again.id);
    assert_ne!(say(REPORT, "b").await.unwrap().id, first.id);
    let otherwise = say(OTHER, "a").await.unwrap_err();
    assert!(matches!(otherwise, SubmitError::KeyReused { key } if key == "a"));
    let too_long = say(REPORT, &"k".repeat(300)).await.unwrap_err();
    assert!(matches!(too_long, SubmitError::Key(_)));
    assert_eq!(emitter.outbox.state().waiting, 2);
    let earlier = emitter.find_by_key("a").await.unwrap().unwrap();
    assert_eq!(
        (earlier.event_id, earlier.settled),
        (first.id, DeliveryState::Waiting)
    );
    assert_eq!(emitter.find_by_key("c").await.unwrap(), None);
    assert!(emitter.find_by_key(&"k".repeat(300)).await.is_err());
}

#[tokio::test]
async fn what_is_only_judged_is_not_said() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let judge = |body| emitter.validate(EventType::KnelpuntReported, body);
    assert_eq!(judge(REPORT), Ok(()));
    assert_eq!(judge(b"{}").unwrap_err().violations.len(), 2);
    assert_eq!(emitter.outbox.state().waiting, 0);
}

#[tokio::test]
async fn a_whole_event_is_known_by_its_source_and_id() {
    let folder = tempfile::tempdir().unwrap();
    let emitter = emitter(&folder);
    let first = emitter
        .submit_event(&[], whole("2013-02-14T09:17:31Z", "funding"))
        .await
        .unwrap();
    let again = emitter
        .submit_event(&[], whole("2013-02-14T09:17:31Z", "funding"))
        .await
        .unwrap();
    assert_eq!(
        (first.id.as_str(), first.repeated, again.repeated),
        ("17", false, true)
    );
    let otherwise = emitter
        .submit_event(&[], whole("2013-02-14T09:17:30Z", "funding"))
        .await;
    assert!(matches!(otherwise, Err(SubmitError::KeyReused { .. })));
    let ahead = emitter
        .submit_event(&[], whole("2013-02-14T09:17:32Z", "capacity"))
        .await;
    assert_eq!(ahead.unwrap_err().faults()[0].path, "/time");
    assert_eq!(emitter.outbox.state().waiting, 1);
}

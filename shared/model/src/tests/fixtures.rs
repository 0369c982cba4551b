//! Every event shape ever written is still readable, and no fixture was changed.

use std::{collections::BTreeMap, fs, path::PathBuf};

use sha2::{Digest as _, Sha256};

use super::*;
use crate::{Data, Draft};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Parses all files, by their path below the folder.
fn fixtures() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for of_type in fs::read_dir(folder()).unwrap().map(Result::unwrap) {
        if !of_type.file_type().unwrap().is_dir() {
            continue;
        }
        for file in fs::read_dir(of_type.path()).unwrap().map(Result::unwrap) {
            let path = file.path();
            let name = path
                .strip_prefix(folder())
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            found.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    found
}

#[derive(serde::Deserialize)]
struct Message {
    headers: Vec<(String, String)>,
    payload: String,
}

#[track_caller]
fn decoded(name: &str, text: &str) -> Event {
    let event = match serde_json::from_str::<Message>(text) {
        Ok(message) => decode(
            &message.headers,
            message.payload.as_bytes(),
            Register::embedded(),
        ),
        Err(_) => decode_structured(text.as_bytes(), Register::embedded()),
    };
    assert!(event.is_ok(), "{name}: {}", event.unwrap_err());
    event.unwrap()
}

#[test]
fn every_fixture_decodes_as_its_type() {
    for (name, text) in fixtures() {
        let event_type = decoded(&name, &text).data.event_type().full_name();
        let folder = name.split('/').next().unwrap();
        assert_eq!(event_type, format!("nl.knelpunten.{folder}"), "{name}");
    }
}

#[test]
fn every_fixture_has_the_same_data_after_encoding_and_decoding() {
    for (name, text) in fixtures() {
        let event = decoded(&name, &text);
        let decoded = decoded(&name, &Draft::from(&event).to_json());
        assert_eq!(Draft::from(&decoded), Draft::from(&event), "{name}");
        assert_eq!(decoded.key, event.key, "{name}");
        let replaced = |event: &Event| event.replacement.as_ref().map(|it| it.data.clone());
        assert_eq!(replaced(&decoded), replaced(&event), "{name}");
    }
}

#[test]
fn every_type_has_a_full_fixture_and_one_with_nulls_that_equals_their_absence() {
    let fixtures = fixtures();
    for event_type in crate::EventType::ALL {
        let read = |what: &str| {
            let name = format!("{}.v1/{what}.json", event_type.name());
            decoded(&name, &fixtures[&name]).data
        };
        let (minimal, full, nulls) = (read("minimal"), read("full"), read("nulls"));
        assert_ne!(full, minimal, "{event_type:?}");
        if let Data::Redacted(_) = nulls {
            // Its replacement retains nulls as written, because they belong to the content.
            continue;
        }
        let to_json = |data: &Data| serde_json::to_value(data).unwrap();
        let names = |data: &Data| {
            to_json(data)
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&nulls), names(&minimal), "{event_type:?}");
    }
}

#[test]
fn no_fixture_is_changed_removed_or_added_without_its_checksum() {
    let sums = fs::read_to_string(folder().join("SHA256SUMS")).unwrap();
    let listed: BTreeMap<String, String> = sums
        .lines()
        .map(|line| line.split_once("  ").unwrap())
        .map(|(sum, name)| (name.to_owned(), sum.to_owned()))
        .collect();
    let stored: BTreeMap<String, String> = fixtures()
        .into_iter()
        .map(|(name, text)| (name, format!("{:x}", Sha256::digest(text.as_bytes()))))
        .collect();
    assert_eq!(
        stored, listed,
        "fixtures are append-only: see the README beside them"
    );
}

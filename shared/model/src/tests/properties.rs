//! Laws for random events.

use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::*;
use crate::{Data, Draft, testing};

/// A change to the bytes of an event: at this index, of this kind, with this byte.
type Damage = (Index, u8, u8);

fn damaged(mut bytes: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for (index, kind, byte) in damage {
        let index = index.index(bytes.len().max(1));
        match (kind % 3, bytes.get_mut(index)) {
            (0, Some(stored)) => *stored ^= 1 << (byte % 8),
            (1, Some(_)) => drop(bytes.remove(index)),
            _ => bytes.insert(index, *byte),
        }
    }
    bytes
}

pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("2013-02-12")),
        Just(json!("nl.knelpunten.event-redacted.v1")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let names = prop_oneof![
            "[a-z]{1,3}".boxed(),
            prop::sample::select(vec![
                "type", "data", "time", "category", "kind", "name", "source", "id", "role"
            ])
            .prop_map(str::to_owned)
            .boxed(),
        ];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names, inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Collects the pointers to every value in a tree.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| pointers(member, &format!("{at}/{name}"), into)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub(super) fn replaced(event: &str, changes: &[(Index, Value)]) -> Value {
    let mut event: Value = serde_json::from_str(event).unwrap();
    for (index, value) in changes {
        let mut paths = Vec::new();
        pointers(&event, "", &mut paths);
        if let Some(stored) = event.pointer_mut(&paths[index.index(paths.len())]) {
            *stored = value.clone();
        }
    }
    event
}

/// Checks that the result is an event that can be decoded again, or has violations with well-formed paths.
fn sound(result: &Result<Event, InvalidEvent>) -> Result<(), TestCaseError> {
    match result {
        Ok(event) => {
            let decoded = decode_structured(
                Draft::from(event).to_json().as_bytes(),
                Register::embedded(),
            );
            prop_assert_eq!(decoded.map(|decoded| decoded.data), Ok(event.data.clone()));
        }
        Err(invalid) => {
            prop_assert!(!invalid.violations.is_empty());
            for violation in &invalid.violations {
                prop_assert!(
                    violation.path.is_empty() || violation.path.starts_with('/'),
                    "{violation:?}"
                );
                prop_assert!(!violation.problem.is_empty());
            }
        }
    }
    Ok(())
}

fn binary(draft: &Draft) -> (Vec<(String, String)>, Vec<u8>) {
    let event: Value = serde_json::from_str(&draft.to_json()).unwrap();
    let attributes = event.as_object().unwrap().iter();
    let headers = attributes
        .filter(|(name, _)| *name != "data")
        .map(|(name, value)| (format!("ce-{name}"), value.as_str().unwrap().to_owned()))
        .collect();
    (headers, event["data"].to_string().into_bytes())
}

proptest! {
    #[test]
    fn encode_and_decode_are_inverse(draft in testing::draft()) {
        let event = decode_structured(draft.to_json().as_bytes(), Register::embedded());
        prop_assert!(event.is_ok(), "{}\n{}", event.unwrap_err(), draft.to_json());
        let event = event.unwrap();
        prop_assert_eq!(Draft::from(&event), draft.clone());
        prop_assert_eq!(Draft::from(&event).to_json(), draft.to_json());
        prop_assert_eq!(event.replacement.is_some(), matches!(event.data, Data::Redacted(_)));
    }

    #[test]
    fn both_modes_always_give_the_same_event(draft in testing::draft()) {
        let (headers, payload) = binary(&draft);
        prop_assert_eq!(
            decode(&headers, &payload, Register::embedded()),
            decode_structured(draft.to_json().as_bytes(), Register::embedded())
        );
    }

    #[test]
    fn every_event_of_a_history_is_valid(history in testing::history(12)) {
        for draft in history {
            let event = decode_structured(draft.to_json().as_bytes(), Register::embedded());
            prop_assert!(event.is_ok(), "{}\n{}", event.unwrap_err(), draft.to_json());
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(
        headers in vec(("(ce-[a-z]{0,5}|Content-Type|.{0,5})", ".{0,20}"), 0..4),
        payload in vec(any::<u8>(), 0..200),
    ) {
        sound(&decode(&headers, &payload, Register::embedded()))?;
    }

    #[test]
    fn damaged_events_never_panic(
        draft in testing::draft(),
        damage in vec((any::<Index>(), any::<u8>(), any::<u8>()), 1..6),
    ) {
        let bytes = damaged(draft.to_json().into_bytes(), &damage);
        sound(&decode_structured(&bytes, Register::embedded()))?;
    }

    #[test]
    fn changed_values_never_panic(
        draft in testing::draft(),
        changes in vec((any::<Index>(), any_json()), 1..4),
    ) {
        let event = replaced(&draft.to_json(), &changes);
        sound(&decode_structured(event.to_string().as_bytes(), Register::embedded()))?;
        if let (Some(attributes), data) = (event.as_object(), &event["data"]) {
            let headers: Vec<_> = attributes
                .iter()
                .filter_map(|(name, value)| Some((format!("ce-{name}"), value.as_str()?.to_owned())))
                .collect();
            sound(&decode(&headers, data.to_string().as_bytes(), Register::embedded()))?;
        }
    }

    #[test]
    fn ids_do_not_depend_on_spelling(name in "\\PC{1,30}", reference in "[A-Za-z0-9][A-Za-z0-9._:/-]{0,20}") {
        let id = |name: &str, reference: &str| {
            let data = json!({
                "municipality": "GM0344", "category": "funding", "reference": reference,
                "party": { "kind": "supplier", "name": name },
            });
            id_of(&data)
        };
        let expected = id(&name, &reference);
        let spellings = [
            name.nfc().collect::<String>(),
            name.nfd().collect(),
            format!(" {name}\u{a0}"),
            name.replace(' ', " \u{2009} "),
        ];
        for spelling in spellings {
            prop_assert_eq!(id(&spelling, &reference), expected.clone(), "{:?}", spelling);
        }
        prop_assert_eq!(id(&name, &reference.to_ascii_uppercase()), expected);
    }

    #[test]
    fn a_canonical_name_is_its_own_canonical_name(name in "\\PC{0,30}") {
        prop_assert_eq!(canonical_name(&canonical_name(&name)), canonical_name(&name));
    }

    #[test]
    fn case_makes_no_difference_to_an_id(name in "[a-zà-öø-þ ]{1,30}") {
        prop_assert_eq!(canonical_name(&name.to_uppercase()), canonical_name(&name));
    }
}

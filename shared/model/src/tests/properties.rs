//! Laws that hold of every event, drawn at random.

use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::*;
use crate::{Data, Draft, testing};

/// A change to the bytes of an event: at this place, of this kind, with this byte.
type Damage = (Index, u8, u8);

fn damaged(mut bytes: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for (place, kind, byte) in damage {
        let place = place.index(bytes.len().max(1));
        match (kind % 3, bytes.get_mut(place)) {
            (0, Some(held)) => *held ^= 1 << (byte % 8),
            (1, Some(_)) => drop(bytes.remove(place)),
            _ => bytes.insert(place, *byte),
        }
    }
    bytes
}

fn any_json() -> impl Strategy<Value = Value> {
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

/// Lists the pointers to every value in a tree.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| pointers(member, &format!("{at}/{name}"), into)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(place, item)| pointers(item, &format!("{at}/{place}"), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn replaced(event: &str, changes: &[(Index, Value)]) -> Value {
    let mut event: Value = serde_json::from_str(event).unwrap();
    for (place, value) in changes {
        let mut places = Vec::new();
        pointers(&event, "", &mut places);
        if let Some(held) = event.pointer_mut(&places[place.index(places.len())]) {
            *held = value.clone();
        }
    }
    event
}

/// Every outcome is an event whose own text is valid, or says what is wrong, in places that can be found.
fn sound(result: &Result<Event, InvalidEvent>) -> Result<(), TestCaseError> {
    match result {
        Ok(event) => {
            let again = decode_structured(
                Draft::from(event).to_json().as_bytes(),
                Register::embedded(),
            );
            prop_assert_eq!(again.map(|again| again.data), Ok(event.data.clone()));
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
    fn both_modes_give_the_same_event_always(draft in testing::draft()) {
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
    fn no_bytes_make_it_panic(
        headers in vec(("(ce-[a-z]{0,5}|Content-Type|.{0,5})", ".{0,20}"), 0..4),
        payload in vec(any::<u8>(), 0..200),
    ) {
        sound(&decode(&headers, &payload, Register::embedded()))?;
    }

    #[test]
    fn no_damage_to_an_event_makes_it_panic(
        draft in testing::draft(),
        damage in vec((any::<Index>(), any::<u8>(), any::<u8>()), 1..6),
    ) {
        let bytes = damaged(draft.to_json().into_bytes(), &damage);
        sound(&decode_structured(&bytes, Register::embedded()))?;
    }

    #[test]
    fn no_other_value_in_an_event_makes_it_panic(
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
        let plain = id(&name, &reference);
        let spellings = [
            name.nfc().collect::<String>(),
            name.nfd().collect(),
            format!(" {name}\u{a0}"),
            name.replace(' ', " \u{2009} "),
        ];
        for spelling in spellings {
            prop_assert_eq!(id(&spelling, &reference), plain.clone(), "{:?}", spelling);
        }
        prop_assert_eq!(id(&name, &reference.to_ascii_uppercase()), plain);
    }

    #[test]
    fn a_canonical_name_is_its_own_canonical_name(name in "\\PC{0,30}") {
        prop_assert_eq!(canonical_name(&canonical_name(&name)), canonical_name(&name));
    }

    #[test]
    fn capitals_make_no_difference_to_an_id(name in "[a-zà-öø-þ ]{1,30}") {
        prop_assert_eq!(canonical_name(&name.to_uppercase()), canonical_name(&name));
    }
}

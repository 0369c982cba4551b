//! The common path and the one on the JSON tree agree on every message: valid, mutated, odd.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::json;

use super::*;
use crate::{
    EventType,
    shape::has_member,
    testing::{self, decode_on_tree},
};

/// Texts that a change puts between two bytes of an event.
const INSERTED: [&str; 35] = [
    " ",
    "\n",
    "\u{feff}",
    "\u{0}",
    "null",
    "null,",
    "{}",
    "[]",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    ",",
    ":",
    "1",
    "-0",
    "1e999",
    "0.1",
    "01",
    "true",
    "\\u0000",
    "\\ud800",
    "\\u0065",
    "\\/",
    "é",
    "e\u{301}",
    "\"a\":1,",
    "\"a\":[{}],",
    "\"id\":\"x\",",
    "\"data\":null,",
    "\"reference\":null,",
    "\"traceparent\":\"0\",",
    "\"dataschema\":null,",
];

/// A change to the text of an event: where, of which kind, with which inserted text or byte.
type Change = (Index, u8, Index);

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for (at, kind, with) in changes {
        let at = at.index(bytes.len().max(1)).min(bytes.len());
        let inserted = INSERTED[with.index(INSERTED.len())].bytes();
        match kind % 8 {
            0 if at < bytes.len() => bytes[at] ^= 1 << with.index(8),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => drop(bytes.splice(bytes.len().., inserted)),
            3 => drop(bytes.splice(..0, inserted)),
            4 => {
                // At the start of an object: a member more.
                let starts: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'{').collect();
                let at = starts
                    .get(at % starts.len().max(1))
                    .map_or(0, |start| start + 1);
                drop(bytes.splice(at..at, inserted));
            }
            5 => {
                // In the place of a text.
                let end = bytes[at..]
                    .iter()
                    .position(|byte| *byte == b',')
                    .map(|to| at + to);
                drop(bytes.splice(at..end.unwrap_or(at), inserted));
            }
            _ => drop(bytes.splice(at..at, inserted)),
        }
    }
    bytes
}

/// A message as sources write it in different ways: nulls, another order, escapes, white space, extension attributes.
fn spelt(mut event: Value, style: [bool; 6]) -> String {
    let [nulls, pretty, escaped, extended, with_tree, without_type] = style;
    let optional = [
        "buildingBlock",
        "party",
        "reference",
        "knownSince",
        "round",
        "reporter",
        "description",
        "remedy",
        "topics",
        "reason",
        "coachOrganisation",
    ];
    let event_type = EventType::parse(event["type"].as_str().unwrap()).unwrap();
    if nulls && let Some(data) = event["data"].as_object_mut() {
        for name in optional
            .into_iter()
            .filter(|name| has_member(event_type, name))
        {
            data.entry(name).or_insert(Value::Null);
        }
    }
    if extended {
        event["traceparent"] = json!("00-0a-0b-01");
        event["dataschema"] = json!("urn:nl:knelpunten:schema:knelpunt-reported:v1");
    }
    if with_tree {
        event["extension"] = json!([{ "a": [1, null] }]);
    }
    if without_type {
        event["datacontenttype"] = Value::Null;
    }
    let text = if pretty {
        serde_json::to_string_pretty(&event).unwrap()
    } else {
        event.to_string()
    };
    if escaped {
        text.replace("GM", "\\u0047M").replace('/', "\\/")
    } else {
        text
    }
}

#[track_caller]
fn check_both(headers: &[(String, String)], payload: &[u8]) {
    assert_eq!(
        decode(headers, payload, Register::embedded()),
        decode_on_tree(headers, payload, Register::embedded()),
        "{headers:?} {}",
        String::from_utf8_lossy(payload)
    );
}

/// The headers and the payload of an event in binary mode.
fn binary(event: &Value) -> (Vec<(String, String)>, Vec<u8>) {
    let attributes = event.as_object().unwrap().iter();
    let headers = attributes
        .filter(|(name, _)| *name != "data")
        .filter_map(|(name, value)| Some((format!("ce-{name}"), value.as_str()?.to_owned())))
        .collect();
    (headers, event["data"].to_string().into_bytes())
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = "(?i:ce-(id|source|time|type|subject|specversion|datacontenttype|traceparent|x)|content-type|Nats-Msg-Id)";
    let values = prop_oneof![
        "[ -~]{0,6}".boxed(),
        prop::sample::select(vec![
            "application/cloudevents+json",
            "application/JSON; charset=utf-8",
            "application/cloudevents-batch+json",
            "application/cloudevents+xml",
            "text/xml",
            "1.0",
            "%41",
            "%ff",
            "\"e1\"",
            "urn:a",
        ])
        .prop_map(str::to_owned)
        .boxed(),
    ];
    vec((names, values), 0..3)
}

/// The canonical JSON of an event's content, by a canonicaliser that knows nothing of events.
fn canonical(event: &str) -> String {
    let event: Value = serde_json::from_str(event).unwrap();
    let content = json!({ "data": event["data"], "time": event["time"], "type": event["type"] });
    serde_json_canonicalizer::to_string(&content).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn both_agree_on_events_in_every_spelling(draft in testing::draft(), style in any::<[bool; 6]>()) {
        let event: Value = serde_json::from_str(&draft.to_json()).unwrap();
        check_both(&[], spelt(event, style).as_bytes());
    }

    #[test]
    fn what_sources_commonly_write_takes_the_common_path(
        draft in testing::statement(),
        [nulls, pretty, escaped, extended, without_type] in any::<[bool; 5]>(),
    ) {
        let event: Value = serde_json::from_str(&draft.to_json()).unwrap();
        let event = spelt(event, [nulls, pretty, escaped, extended, false, without_type]);
        prop_assert_eq!(
            crate::decode::takes_common_path(event.as_bytes(), Register::embedded()),
            decode_structured(event.as_bytes(), Register::embedded()).is_ok(),
            "{}",
            event
        );
    }

    #[test]
    fn ids_of_contents_are_equal_exactly_if_their_canonical_json_is(
        drafts in testing::history(12),
        styles in any::<[[bool; 6]; 12]>(),
    ) {
        let mut by_json = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (draft, style) in drafts.iter().zip(styles.iter().cycle()) {
            let event = spelt(serde_json::from_str(&draft.to_json()).unwrap(), *style);
            let Ok(decoded) = decode_structured(event.as_bytes(), Register::embedded()) else {
                continue;
            };
            let json = canonical(&event);
            prop_assert_eq!(decoded.content.as_str(), &json);
            let id = decoded.content.id();
            prop_assert_eq!(*by_json.entry(json.clone()).or_insert(id), id);
            prop_assert_eq!(by_id.entry(id).or_insert(json.clone()), &json);
        }
    }

    #[test]
    fn both_agree_on_changed_events(
        draft in testing::draft(),
        style in any::<[bool; 6]>(),
        changes in vec((any::<Index>(), any::<u8>(), any::<Index>()), 1..4),
    ) {
        let event: Value = serde_json::from_str(&draft.to_json()).unwrap();
        check_both(&[], &changed(spelt(event, style).into_bytes(), &changes));
        check_both(&[], &changed(draft.to_json().into_bytes(), &changes));
    }

    #[test]
    fn both_agree_on_headers(draft in testing::draft(), more in headers(), style in any::<[bool; 6]>()) {
        let event: Value = serde_json::from_str(&draft.to_json()).unwrap();
        check_both(&more, spelt(event.clone(), style).as_bytes());
        let event: Value = serde_json::from_str(&spelt(event, style)).unwrap();
        let (mut headers, payload) = binary(&event);
        check_both(&headers, &payload);
        headers.extend(more);
        check_both(&headers, &payload);
    }

    #[test]
    fn both_agree_on_changed_values(
        draft in testing::draft(),
        changes in vec((any::<Index>(), super::properties::any_json()), 1..3),
    ) {
        let event = super::properties::replaced(&draft.to_json(), &changes);
        check_both(&[], event.to_string().as_bytes());
    }
}

/// Puts members of one event into the data of another, so that each type meets the members of the others.
#[test]
fn both_agree_on_members_of_other_types() {
    let report = reported(json!({
        "buildingBlock": "bag", "party": { "kind": "supplier", "name": "x" }, "reference": "T-1",
        "knownSince": "2012-01-01", "round": "2013-02", "reporter": { "role": "x" }, "description": "x",
    }));
    let events = [
        report.clone(),
        resolved(json!({ "remedy": "other" })),
        merged(json!({ "reason": "x" })),
        consulted(json!({ "topics": ["funding"], "coachOrganisation": "x" })),
        supported(json!({ "organisation": "x" })),
        withdrawn("GM0344/2013-02", json!({})),
        redacted(&report, json!({})),
    ];
    for (event, other) in events
        .iter()
        .flat_map(|event| events.iter().map(move |other| (event, other)))
    {
        check_both(&[], event.to_string().as_bytes());
        for (name, value) in other["data"].as_object().unwrap() {
            for value in [
                value.clone(),
                Value::Null,
                json!([value]),
                json!({}),
                json!(1),
            ] {
                let mut event = event.clone();
                event["data"][name] = value;
                check_both(&[], event.to_string().as_bytes());
            }
            let mut event = event.clone();
            event["data"].as_object_mut().unwrap().remove(name);
            check_both(&[], event.to_string().as_bytes());
        }
    }
}

#[test]
fn both_agree_on_what_only_one_parser_might_accept() {
    let event = reported(json!({ "party": { "kind": "supplier", "name": "x" } })).to_string();
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let replacements = [
        // An array in the place of an object: a derived struct would read it.
        (
            r#"{"kind":"supplier","name":"x"}"#.to_owned(),
            r#"["supplier","x"]"#.to_owned(),
        ),
        // What is ignored is not parsed in full, unless as a tree.
        (
            r#""id":"#.to_owned(),
            r#""extension":1e999,"id":"#.to_owned(),
        ),
        (
            r#""id":"#.to_owned(),
            r#""extension":"\ud800","id":"#.to_owned(),
        ),
        (r#""id":"#.to_owned(), r#""a":1,"a":2,"id":"#.to_owned()),
        (
            r#""id":"#.to_owned(),
            format!(r#""extension":{deep},"id":"#),
        ),
        (
            r#""id":"#.to_owned(),
            r#""traceparent":{"a":1,"a":2},"id":"#.to_owned(),
        ),
        (
            r#""id":"#.to_owned(),
            r#""traceparent":"a","traceparent":"b","id":"#.to_owned(),
        ),
        (r#""id":"#.to_owned(), r#""i\u0064":"a","id":"#.to_owned()),
        (
            r#""id":"#.to_owned(),
            r#""data_base64":null,"id":"#.to_owned(),
        ),
        (
            r#""kind":"#.to_owned(),
            r#""kin\u0064":"supplier","kind":"#.to_owned(),
        ),
    ];
    for (from, to) in replacements {
        assert!(event.contains(&from));
        check_both(&[], event.replacen(&from, &to, 1).as_bytes());
    }
    for payload in [
        format!("\u{feff}{event}"),
        format!("{event} "),
        format!("{event}x"),
        format!("[{event}]"),
    ] {
        check_both(&[], payload.as_bytes());
    }
    let array = r#"["1.0","id","urn:a","nl.knelpunten.event-withdrawn.v1","GM0344/2013-02","2013-02-14T09:12:31Z",null,{}]"#;
    check_both(&[], array.as_bytes());
}

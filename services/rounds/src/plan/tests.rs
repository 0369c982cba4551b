//! To and fro, and whatever the order: the log ends as the last sheet says.

use model::{Draft, Event, Instant};
use proptest::prelude::*;
use register::Register;

use super::*;
use crate::sample;

const CATEGORIES: [&str; 3] = ["funding", "integration", "capacity"];

fn said(category: usize, gone: bool, remark: u8) -> Said {
    let key = sample::key(CATEGORIES[category]);
    let description = (remark > 0).then(|| format!("opmerking {remark}"));
    let text = serde_json::json!({
        "municipality": key.municipality, "category": key.category, "observedAt": "2013-06-10",
        "round": "2013-06", "description": description.unwrap_or_else(|| "geen".to_owned()),
    });
    let data = if gone {
        let mut text = text;
        text["outcome"] = "solved".into();
        Data::Resolved(serde_json::from_value(text).unwrap())
    } else {
        Data::Reported(serde_json::from_value(text).unwrap())
    };
    Said {
        sheet: "Knelpunten",
        row: 2,
        data,
    }
}

fn event(planned: &Planned) -> Event {
    let draft = Draft {
        source: sample::about().source,
        id: planned.id.clone(),
        time: Instant::parse("2013-06-20T10:00:00Z").unwrap(),
        subject: planned.subject.clone(),
        data: planned.data.clone(),
    };
    model::decode_structured(draft.to_json().as_bytes(), Register::embedded()).unwrap()
}

fn import(log: &mut Vec<Event>, sheet: &[Said]) -> Plan {
    let about = sample::about();
    let mut history = History::default();
    for event in log.iter().rev() {
        history.enter(&about.source, event);
    }
    let plan = plan(&about, sheet, &history, |code| code == "GM0344");
    log.extend(plan.add.iter().chain(&plan.withdraw).map(event));
    plan
}

/// What counts in a log: by the rule of the fold, and nothing of the planning.
fn standing(log: &[Event]) -> BTreeSet<String> {
    let withdrawn: BTreeSet<&str> = log
        .iter()
        .filter_map(|event| match &event.data {
            Data::Withdrawn(data) => Some(data.event.id.as_str()),
            _ => None,
        })
        .collect();
    log.iter()
        .filter(|event| !matches!(event.data, Data::Withdrawn(_)))
        .filter(|event| !withdrawn.contains(event.id.as_str()))
        .map(|event| serde_json::to_string(&event.data).unwrap())
        .collect()
}

fn sheets() -> impl Strategy<Value = Vec<Vec<Said>>> {
    let row = proptest::option::of((any::<bool>(), 0_u8..2));
    let sheet = [row.clone(), row.clone(), row].prop_map(|rows| {
        let filled = rows.into_iter().enumerate();
        filled
            .filter_map(|(category, row)| row.map(|(gone, remark)| said(category, gone, remark)))
            .collect()
    });
    proptest::collection::vec(sheet, 1..8)
}

proptest! {
    #[test]
    fn any_sequence_of_sheets_ends_as_the_last_one_says(sheets in sheets()) {
        let mut log = Vec::new();
        for sheet in &sheets {
            import(&mut log, sheet);
            let wanted: BTreeSet<String> =
                sheet.iter().map(|said| serde_json::to_string(&said.data).unwrap()).collect();
            prop_assert_eq!(standing(&log), wanted);
            let again = import(&mut log, sheet);
            prop_assert!(again.add.is_empty() && again.withdraw.is_empty());
            prop_assert_eq!(again.unchanged, sheet.len());
        }
    }

    #[test]
    fn the_order_of_rows_makes_no_difference(sheets in sheets()) {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for sheet in &sheets {
            import(&mut one, sheet);
            let turned: Vec<Said> = sheet.iter().rev().cloned().collect();
            import(&mut other, &turned);
        }
        let ids = |log: &[Event]| log.iter().map(|event| event.id.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(ids(&one), ids(&other));
    }
}

#[test]
fn what_others_published_under_the_source_is_left_alone() {
    let by_hand = said(0, false, 1);
    let planned = Planned {
        id: "by-hand".to_owned(),
        subject: by_hand.data.subject().unwrap(),
        data: by_hand.data,
    };
    let mut log = vec![event(&planned)];
    assert_eq!(import(&mut log, &[]), Plan::default());
}

#[test]
fn another_round_or_municipality_is_left_alone() {
    let mut log = Vec::new();
    import(&mut log, &[said(0, false, 0)]);
    let mut history = History::default();
    let about = sample::about();
    for event in &log {
        history.enter(&about.source, event);
    }
    assert_eq!(plan(&about, &[], &history, |_| false), Plan::default());
    let other = About {
        round: "2013-09".to_owned(),
        ..about
    };
    assert_eq!(plan(&other, &[], &history, |_| true), Plan::default());
}

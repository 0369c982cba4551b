//! To and fro, and whatever the order: the log ends as the last sheet says.

use model::{Draft, Event, Instant};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    Flaw,
    layout::{KNELPUNTEN, NEW, OF_ROWS},
    sample,
};

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
        asked: "GM0344".to_owned(),
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

/// All sheets of a workbook, whose number tells it from others.
fn filled(workbook: u128, said: &[Said]) -> Filled {
    Filled {
        about: sample::about(),
        workbook: Uuid::from_u128(workbook),
        sheets: OF_ROWS.into(),
        asked: BTreeSet::from(["GM0344".to_owned()]),
        said: said.to_vec(),
        flaws: Vec::new(),
    }
}

fn history(log: &[Event]) -> History {
    let mut history = History::default();
    for event in log.iter().rev() {
        history.enter(&sample::about().source, event);
    }
    history
}

fn bring(log: &mut Vec<Event>, filled: &Filled, cleared: bool) -> Plan {
    let plan = plan(filled, &history(log), Register::embedded(), cleared);
    let withdrawals = plan.withdraw.iter().map(|withdrawn| &withdrawn.event);
    log.extend(plan.add.iter().chain(withdrawals).map(event));
    plan
}

fn import(log: &mut Vec<Event>, sheet: &[Said]) -> Plan {
    bring(log, &filled(1, sheet), true)
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

fn sheet() -> impl Strategy<Value = Vec<Said>> {
    let row = proptest::option::of((any::<bool>(), 0_u8..2));
    [row.clone(), row.clone(), row].prop_map(|rows| {
        let filled = rows.into_iter().enumerate();
        filled
            .filter_map(|(category, row)| row.map(|(gone, remark)| said(category, gone, remark)))
            .collect()
    })
}

fn sheets() -> impl Strategy<Value = Vec<Vec<Said>>> {
    proptest::collection::vec(sheet(), 1..8)
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

proptest! {
    #[test]
    fn a_workbook_takes_back_only_what_it_said_itself(
        imports in proptest::collection::vec((1_u128..4, sheet()), 1..10),
    ) {
        let mut log = Vec::new();
        let mut last: BTreeMap<u128, Vec<Said>> = BTreeMap::new();
        for (workbook, sheet) in imports {
            let plan = bring(&mut log, &filled(workbook, &sheet), true);
            last.insert(workbook, sheet.clone());
            let wanted: BTreeSet<String> =
                last.values().flatten().map(|said| serde_json::to_string(&said.data).unwrap()).collect();
            prop_assert_eq!(standing(&log), wanted);
            let others = last.iter().filter(|(other, _)| **other != workbook);
            let theirs: Vec<&Said> = others.flat_map(|(_, said)| said).collect();
            let subject = |said: &Said| said.data.subject();
            let differ = |said: &Said, other: &Said| {
                let gone = |said: &Said| matches!(said.data, Data::Resolved(_));
                subject(said) == subject(other) && said.data != other.data && (gone(said) || gone(other))
            };
            let count = |said| theirs.iter().filter(|other| differ(said, other)).count();
            prop_assert_eq!(plan.differing.len(), sheet.iter().map(count).sum::<usize>());
        }
    }
}

#[test]
fn a_municipality_of_which_nothing_is_said_stays_as_it_is_unless_it_was_cleared() {
    let mut log = Vec::new();
    import(&mut log, &[said(0, false, 0), said(1, true, 0)]);
    let silent = bring(&mut log, &filled(1, &[]), false);
    assert_eq!((silent.kept.len(), silent.withdraw.len()), (2, 0));
    let cleared = bring(&mut log, &filled(1, &[]), true);
    assert_eq!((cleared.kept.len(), cleared.withdraw.len()), (0, 2));
}

#[test]
fn what_takes_the_place_of_what_was_said_is_named() {
    let mut log = Vec::new();
    import(&mut log, &[said(0, false, 0), said(1, false, 0)]);
    let now = said(0, true, 0);
    let plan = import(&mut log, std::slice::from_ref(&now));
    let told = |withdrawn: &Withdrawn| (withdrawn.told.clone(), withdrawn.instead.clone());
    let told: Vec<_> = plan.withdraw.iter().map(told).collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(said(0, false, 0).data, Some(now))));
    assert!(told.contains(&(said(1, false, 0).data, None)));
}

#[test]
fn a_sheet_that_was_not_given_keeps_what_it_said() {
    let mut log = Vec::new();
    let new = Said {
        sheet: NEW,
        ..said(2, false, 0)
    };
    import(&mut log, &[said(0, false, 0), said(1, false, 0), new]);
    let alone = Filled {
        sheets: BTreeSet::from([KNELPUNTEN]),
        ..filled(1, &[said(0, false, 0)])
    };
    let plan = bring(&mut log, &alone, true);
    assert_eq!((plan.unchanged, plan.withdraw.len()), (1, 1));
    assert_eq!(plan.withdraw[0].told, said(1, false, 0).data);
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
    let elsewhere = Filled {
        asked: BTreeSet::from(["GM0307".to_owned()]),
        ..filled(1, &[])
    };
    let mut other = filled(1, &[]);
    "2013-09".clone_into(&mut other.about.round);
    let wrong = Filled {
        flaws: vec![Flaw::of_sheet(KNELPUNTEN, None, "is wrong")],
        ..filled(1, &[])
    };
    for filled in [elsewhere, other, wrong] {
        let plan = plan(&filled, &history(&log), Register::embedded(), true);
        assert_eq!(plan, Plan::default());
    }
}

#[test]
fn the_day_of_a_call_is_what_the_workbook_itself_said() {
    let called = |day: &str| {
        Said {
        sheet: "Gemeenten",
        row: 2,
        asked: "GM0344".to_owned(),
        data: Data::Consulted(
            serde_json::from_value(serde_json::json!({
                "municipality": "GM0344", "round": "2013-06", "observedAt": day, "outcome": "reached",
            }))
            .unwrap(),
        ),
    }
    };
    let mut log = Vec::new();
    for (workbook, day) in [(1, "2013-06-03"), (2, "2013-06-20")] {
        bring(&mut log, &filled(workbook, &[called(day)]), false);
    }
    let reached = |workbook| history(&log).reached("2013-06", Uuid::from_u128(workbook));
    for (workbook, day) in [(1, "2013-06-03"), (2, "2013-06-20")] {
        assert_eq!(reached(workbook)["GM0344"], day.parse().unwrap());
    }
    assert!(reached(3).is_empty());
}

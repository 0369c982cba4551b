//! Any sequence of imports, in any order: the log agrees with the last sheet.

use model::{Draft, Event, Instant};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    SheetViolation,
    layout::{KNELPUNTEN, NEW, ROW_SHEETS},
    sample,
};

const CATEGORIES: [&str; 3] = ["funding", "integration", "capacity"];

fn statement(category: usize, gone: bool, remark: u8) -> RowStatement {
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
    RowStatement {
        sheet: "Knelpunten",
        row: 2,
        municipality: "GM0344".to_owned(),
        data,
    }
}

fn event(planned: &PlannedEvent) -> Event {
    let draft = Draft {
        source: sample::info().source,
        id: planned.id.clone(),
        time: Instant::parse("2013-06-20T10:00:00Z").unwrap(),
        subject: planned.subject.clone(),
        data: planned.data.clone(),
    };
    model::decode_structured(draft.to_json().as_bytes(), Register::embedded()).unwrap()
}

/// All sheets of the workbook with this number.
fn filled(workbook: u128, statements: &[RowStatement]) -> FilledSheet {
    FilledSheet {
        info: sample::info(),
        workbook: Uuid::from_u128(workbook),
        sheets: ROW_SHEETS.into(),
        municipalities: BTreeSet::from(["GM0344".to_owned()]),
        statements: statements.to_vec(),
        violations: Vec::new(),
        notices: Vec::new(),
    }
}

fn history(log: &[Event]) -> SourceHistory {
    let mut history = SourceHistory::default();
    for event in log.iter().rev() {
        history.insert(&sample::info().source, event);
    }
    history
}

fn import_sheet(log: &mut Vec<Event>, filled: &FilledSheet, cleared: bool) -> ImportPlan {
    let plan = plan(filled, &history(log), Register::embedded(), cleared);
    let withdrawals = plan.withdraw.iter().map(|withdrawn| &withdrawn.event);
    log.extend(plan.add.iter().chain(withdrawals).map(event));
    plan
}

fn import(log: &mut Vec<Event>, sheet: &[RowStatement]) -> ImportPlan {
    import_sheet(log, &filled(1, sheet), true)
}

/// The effective events of a log, by the rule of the fold, independent of the planning.
fn effective(log: &[Event]) -> BTreeSet<String> {
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

fn sheet() -> impl Strategy<Value = Vec<RowStatement>> {
    let row = proptest::option::of((any::<bool>(), 0_u8..2));
    [row.clone(), row.clone(), row].prop_map(|rows| {
        let filled = rows.into_iter().enumerate();
        filled
            .filter_map(|(category, row)| {
                row.map(|(gone, remark)| statement(category, gone, remark))
            })
            .collect()
    })
}

fn sheets() -> impl Strategy<Value = Vec<Vec<RowStatement>>> {
    proptest::collection::vec(sheet(), 1..8)
}

proptest! {
    #[test]
    fn after_any_sequence_of_sheets_the_log_agrees_with_the_last_one(sheets in sheets()) {
        let mut log = Vec::new();
        for sheet in &sheets {
            import(&mut log, sheet);
            let wanted: BTreeSet<String> =
                sheet.iter().map(|one| serde_json::to_string(&one.data).unwrap()).collect();
            prop_assert_eq!(effective(&log), wanted);
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
            let turned: Vec<RowStatement> = sheet.iter().rev().cloned().collect();
            import(&mut other, &turned);
        }
        let ids = |log: &[Event]| log.iter().map(|event| event.id.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(ids(&one), ids(&other));
    }
}

proptest! {
    #[test]
    fn a_workbook_withdraws_only_its_own_statements(
        imports in proptest::collection::vec((1_u128..4, sheet()), 1..10),
    ) {
        let mut log = Vec::new();
        let mut last: BTreeMap<u128, Vec<RowStatement>> = BTreeMap::new();
        for (workbook, sheet) in imports {
            let plan = import_sheet(&mut log, &filled(workbook, &sheet), true);
            last.insert(workbook, sheet.clone());
            let wanted: BTreeSet<String> =
                last.values().flatten().map(|one| serde_json::to_string(&one.data).unwrap()).collect();
            prop_assert_eq!(effective(&log), wanted);
            let others = last.iter().filter(|(other, _)| **other != workbook);
            let theirs: Vec<&RowStatement> = others.flat_map(|(_, statements)| statements).collect();
            let subject = |one: &RowStatement| one.data.subject();
            let contradict = |one: &RowStatement, other: &RowStatement| {
                let gone = |one: &RowStatement| matches!(one.data, Data::Resolved(_));
                subject(one) == subject(other) && one.data != other.data && (gone(one) || gone(other))
            };
            let count = |one| theirs.iter().filter(|other| contradict(one, other)).count();
            prop_assert_eq!(plan.contradictions.len(), sheet.iter().map(count).sum::<usize>());
        }
    }
}

#[test]
fn a_municipality_without_statements_stays_as_it_is_unless_it_was_cleared() {
    let mut log = Vec::new();
    import(&mut log, &[statement(0, false, 0), statement(1, true, 0)]);
    let silent = import_sheet(&mut log, &filled(1, &[]), false);
    assert_eq!((silent.untouched.len(), silent.withdraw.len()), (2, 0));
    let cleared = import_sheet(&mut log, &filled(1, &[]), true);
    assert_eq!((cleared.untouched.len(), cleared.withdraw.len()), (0, 2));
}

#[test]
fn a_withdrawal_names_the_statement_that_replaces_it() {
    let mut log = Vec::new();
    import(&mut log, &[statement(0, false, 0), statement(1, false, 0)]);
    let now = statement(0, true, 0);
    let plan = import(&mut log, std::slice::from_ref(&now));
    let parts = |one: &PlannedWithdrawal| (one.previous.clone(), one.replacement.clone());
    let withdrawn: Vec<_> = plan.withdraw.iter().map(parts).collect();
    assert_eq!(withdrawn.len(), 2);
    assert!(withdrawn.contains(&(statement(0, false, 0).data, Some(now))));
    assert!(withdrawn.contains(&(statement(1, false, 0).data, None)));
}

#[test]
fn a_sheet_that_is_not_imported_keeps_its_statements() {
    let mut log = Vec::new();
    let new = RowStatement {
        sheet: NEW,
        ..statement(2, false, 0)
    };
    import(
        &mut log,
        &[statement(0, false, 0), statement(1, false, 0), new],
    );
    let alone = FilledSheet {
        sheets: BTreeSet::from([KNELPUNTEN]),
        ..filled(1, &[statement(0, false, 0)])
    };
    let plan = import_sheet(&mut log, &alone, true);
    assert_eq!((plan.unchanged, plan.withdraw.len()), (1, 1));
    assert_eq!(plan.withdraw[0].previous, statement(1, false, 0).data);
}

#[test]
fn events_that_did_not_come_from_a_sheet_are_not_withdrawn() {
    let by_hand = statement(0, false, 1);
    let planned = PlannedEvent {
        id: "by-hand".to_owned(),
        subject: by_hand.data.subject().unwrap(),
        data: by_hand.data,
    };
    let mut log = vec![event(&planned)];
    assert_eq!(import(&mut log, &[]), ImportPlan::default());
}

#[test]
fn another_round_or_municipality_is_not_changed() {
    let mut log = Vec::new();
    import(&mut log, &[statement(0, false, 0)]);
    let elsewhere = FilledSheet {
        municipalities: BTreeSet::from(["GM0307".to_owned()]),
        ..filled(1, &[])
    };
    let mut other = filled(1, &[]);
    "2013-09".clone_into(&mut other.info.round);
    let wrong = FilledSheet {
        violations: vec![SheetViolation::of_sheet(KNELPUNTEN, None, "is wrong")],
        ..filled(1, &[])
    };
    for filled in [elsewhere, other, wrong] {
        let plan = plan(&filled, &history(&log), Register::embedded(), true);
        assert_eq!(plan, ImportPlan::default());
    }
}

#[test]
fn the_day_of_a_call_comes_from_the_same_workbook() {
    let called = |day: &str| {
        RowStatement {
        sheet: "Gemeenten",
        row: 2,
        municipality: "GM0344".to_owned(),
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
        import_sheet(&mut log, &filled(workbook, &[called(day)]), false);
    }
    let reached = |workbook| history(&log).reached("2013-06", Uuid::from_u128(workbook));
    for (workbook, day) in [(1, "2013-06-03"), (2, "2013-06-20")] {
        assert_eq!(reached(workbook)["GM0344"], day.parse().unwrap());
    }
    assert!(reached(3).is_empty());
}

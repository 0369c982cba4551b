//! Properties of every history, over several seeds and last days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan as _, civil::Date};
use model::{
    ConsultationOutcome, Data, Draft, Instant, KnelpuntReported, Observed, Outcome,
    decode_structured,
};
use register::{Register, RegisterTables};
use sha2::{Digest as _, Sha256};

use crate::{
    SOURCE_PREFIX, SimulationPlan, history, parameters::PARAMETERS, summary::HistorySummary,
};

const DAYS: [&str; 3] = ["2016-03-01", "2020-07-15", "2026-01-01"];

fn demo(seed: u64, until: &str) -> SimulationPlan {
    SimulationPlan::new(4_000, 4, seed, until.parse().unwrap()).unwrap()
}

fn drafts(plan: &SimulationPlan) -> Vec<Draft> {
    history(plan, Register::embedded()).collect()
}

/// Runs a check over histories of several seeds and last days.
#[track_caller]
fn check(holds: impl Fn(&SimulationPlan, &[Draft])) {
    for until in DAYS {
        for seed in [0, 1, 2013, u64::MAX] {
            let plan = demo(seed, until);
            holds(&plan, &drafts(&plan));
        }
    }
}

fn digest(plan: &SimulationPlan) -> String {
    let mut hash = Sha256::new();
    for draft in history(plan, Register::embedded()) {
        hash.update(draft.to_json() + "\n");
    }
    format!("{:x}", hash.finalize())
}

fn observed(text: &str) -> Observed {
    Observed::parse(text).unwrap()
}

fn reports(drafts: &[Draft]) -> impl Iterator<Item = (&Draft, &KnelpuntReported)> {
    drafts.iter().filter_map(|draft| match &draft.data {
        Data::Reported(report) => Some((draft, report)),
        _ => None,
    })
}

#[test]
fn every_event_is_valid_marked_as_simulated_and_has_its_own_id() {
    check(|_, drafts| {
        let mut ids = BTreeSet::new();
        for draft in drafts {
            let json = draft.to_json();
            let event = decode_structured(json.as_bytes(), Register::embedded());
            let event = event.unwrap_or_else(|invalid| panic!("{invalid}: {json}"));
            assert_eq!(Draft::from(&event), *draft);
            assert!(draft.source.starts_with(SOURCE_PREFIX));
            assert!(ids.insert(draft.id.clone()), "{} is not unique", draft.id);
        }
    });
}

#[test]
fn a_history_has_as_many_events_as_planned_in_order_of_time_and_before_its_last_day() {
    check(|plan, drafts| {
        assert_eq!(drafts.len(), plan.events);
        assert!(drafts.is_sorted_by_key(|draft| draft.time));
        let (start, end) = (plan.start(), Instant::start_of(plan.until).unwrap());
        assert!(drafts.iter().all(|draft| draft.time < end));
        assert!(drafts[0].time >= Instant::start_of(start).unwrap());
        let newest = drafts[drafts.len() - 1].time;
        let month_before = plan.until.saturating_sub(1.month());
        assert!(newest > Instant::start_of(month_before).unwrap());
    });
}

#[test]
fn equal_arguments_give_equal_bytes_and_different_arguments_different_ones() {
    let until: Date = "2020-07-15".parse().unwrap();
    let digest = |events, years, seed, until| {
        digest(&SimulationPlan::new(events, years, seed, until).unwrap())
    };
    let one = digest(600, 4, 1, until);
    assert_eq!(one, digest(600, 4, 1, until));
    let others = [
        digest(601, 4, 1, until),
        digest(600, 3, 1, until),
        digest(600, 4, 2, until),
        digest(600, 4, 1, until.tomorrow().unwrap()),
    ];
    assert!(!others.contains(&one));
}

/// Fails when a change of code, parameters, register or catalogue changes the demo: check what it shows now, then
/// update the digest. Over canonical JSON, so that the order of members does not matter.
#[test]
fn the_demo_is_the_same_on_every_machine() {
    let register = Register::embedded();
    let plan = SimulationPlan::demo("2026-01-01".parse().unwrap()).unwrap();
    let mut hash = Sha256::new();
    for draft in history(&plan, register) {
        let event = decode_structured(draft.to_json().as_bytes(), register).unwrap();
        let content = event.content.as_str();
        hash.update(format!("{} {} {content}\n", event.key, event.subject));
    }
    assert_eq!(
        format!("{:x}", hash.finalize()),
        "3f2a30468e32a946323ecc38393c0bdee2a6d8f1cfdc6b8d897ae0835137df72"
    );
}

#[test]
fn histories_with_different_seeds_share_no_event() {
    let ids = |seed| -> BTreeSet<String> {
        let drafts = drafts(&demo(seed, "2020-07-15"));
        drafts.into_iter().map(|draft| draft.id).collect()
    };
    assert!(ids(1).is_disjoint(&ids(2)));
}

#[test]
fn a_merged_municipality_stops_reporting_and_its_successor_continues() {
    let register = Register::embedded();
    let drafts = drafts(&demo(2013, "2021-01-01"));
    let mut successors = BTreeSet::new();
    for (_, report) in reports(&drafts) {
        let id = register.find_municipality(&report.municipality).unwrap();
        let day = observed(&report.observed_at).first().day();
        assert!(
            register.municipality(id).existed_on(day),
            "{} on {day}",
            report.municipality
        );
        if report
            .description
            .as_deref()
            .is_some_and(|text| text == PARAMETERS.phrases.continued_at_successor)
        {
            assert!(report.known_since.is_some());
            successors.insert(report.municipality.clone());
        }
    }
    assert!(successors.len() >= 5, "{successors:?}");
}

#[test]
fn nothing_is_recorded_before_it_is_observed_and_some_of_it_long_after() {
    check(|_, drafts| {
        let mut days_late = Vec::new();
        let (mut dates, mut moments, mut known) = (0, 0, 0);
        for (draft, report) in reports(drafts) {
            let observed = observed(&report.observed_at);
            match observed {
                Observed::On(_) => dates += 1,
                Observed::At(_) => moments += 1,
            }
            known += usize::from(report.known_since.is_some());
            let late = draft.time.since(observed.first());
            assert!(late >= 0, "{}", draft.to_json());
            days_late.push(late / 86_400_000_000);
        }
        let all = days_late.len();
        let late = |days: i64| days_late.iter().filter(|late| **late >= days).count();
        assert!(late(7) * 20 > all, "{} of {all}", late(7));
        assert!(late(21) > 20 && late(60) == 0);
        assert!(dates * 3 > all && moments * 5 > all && known * 20 > all);
    });
}

#[test]
fn rounds_are_twice_a_year_by_every_organisation_and_not_everybody_answers() {
    check(|_, drafts| {
        let mut rounds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut organisations = BTreeSet::new();
        let mut outcomes = BTreeMap::new();
        for draft in drafts {
            if let Data::Consulted(call) = &draft.data {
                let municipalities = rounds.entry(&call.round).or_default();
                municipalities.insert(&call.municipality);
                organisations.extend(call.coach_organisation.as_deref());
                *outcomes.entry(call.outcome).or_insert(0) += 1;
            }
        }
        assert_eq!(rounds.len(), 8, "{rounds:?}");
        assert_eq!(organisations.len(), 4);
        let panel_is_similar = |(one, next): (&BTreeSet<&str>, &BTreeSet<&str>)| {
            one.intersection(next).count() * 2 > one.len()
        };
        assert!(
            rounds
                .values()
                .zip(rounds.values().skip(1))
                .all(panel_is_similar)
        );
        assert!(outcomes[&ConsultationOutcome::Reached] > 600);
        assert!(outcomes[&ConsultationOutcome::NoAnswer] > 20);
        assert!(outcomes[&ConsultationOutcome::Declined] > 10);
    });
}

#[test]
fn a_coach_organisation_covers_as_much_of_its_provinces_as_its_parameter() {
    let register = Register::embedded();
    let mut calls: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..6 {
        for draft in drafts(&demo(seed, "2020-07-15")) {
            if let Data::Consulted(call) = draft.data {
                *calls.entry(call.coach_organisation.unwrap()).or_default() += 1;
            }
        }
    }
    let day = "2018-07-15".parse().unwrap();
    // Calls per municipality, relative to the parameter: the same for all organisations, except for chance.
    let relative: Vec<usize> = PARAMETERS
        .rounds
        .organisations
        .iter()
        .map(|organisation| {
            let own = register.municipalities().filter(|(_, municipality)| {
                let province = &register.province(municipality.province).code;
                municipality.existed_on(day) && organisation.provinces.contains(province)
            });
            calls[&organisation.name] * 100_000 / own.count() / organisation.coverage_percent
        })
        .collect();
    let (least, most) = (
        relative.iter().min().unwrap(),
        relative.iter().max().unwrap(),
    );
    assert!(most * 100 < least * 120, "{relative:?}");
}

#[test]
fn people_sometimes_err_and_correct_it() {
    check(|_, drafts| {
        let (mut withdrawn, mut merged, mut redacted) = (0, 0, 0);
        let mut events = BTreeMap::new();
        for draft in drafts {
            match &draft.data {
                Data::Withdrawn(data) => {
                    withdrawn += 1;
                    assert_eq!(events[&data.event.id], (&data.event.source, &draft.subject));
                }
                Data::Redacted(data) => {
                    redacted += 1;
                    assert_eq!(events[&data.event.id], (&data.event.source, &draft.subject));
                    assert!(!data.replacement.data.contains_key("description"));
                }
                Data::Merged(_) => merged += 1,
                Data::Reported(_) | Data::Resolved(_) | Data::Consulted(_) | Data::Supported(_) => {
                }
            }
            events.insert(&draft.id, (&draft.source, &draft.subject));
        }
        assert!((5..80).contains(&withdrawn), "{withdrawn}");
        assert!((5..80).contains(&merged), "{merged}");
        assert!((1..=2).contains(&redacted), "{redacted}");
    });
}

#[test]
fn some_persist_some_recur_some_are_solved_and_some_centrally() {
    check(|plan, drafts| {
        let summary = HistorySummary::new(plan, drafts);
        let share = |part: usize| part * 100 / summary.knelpunten;
        assert!((800..2_000).contains(&summary.knelpunten), "{summary:?}");
        assert!((20..60).contains(&share(summary.open)), "{summary:?}");
        assert!((15..50).contains(&share(summary.by_age)), "{summary:?}");
        assert!((4..30).contains(&share(summary.by_rounds)), "{summary:?}");
        assert!((4..20).contains(&share(summary.recurred)), "{summary:?}");
        assert!(summary.resolved[&Outcome::Central] >= 20, "{summary:?}");
        assert!(summary.resolved[&Outcome::Lapsed] >= 40, "{summary:?}");
        let solved = summary.resolved[&Outcome::Solved];
        assert!(solved * 2 > summary.episodes - summary.open, "{summary:?}");
    });
}

#[test]
fn every_province_category_and_party_occurs() {
    let register = Register::embedded();
    check(|_, drafts| {
        let mut provinces = BTreeSet::new();
        let mut categories = BTreeSet::new();
        let mut parties = BTreeSet::new();
        for (_, report) in reports(drafts) {
            let id = register.find_municipality(&report.municipality).unwrap();
            provinces.insert(register.municipality(id).province);
            categories.insert(&report.category);
            parties.extend(report.party.as_ref().map(|party| &party.name));
        }
        assert_eq!(provinces.len(), register.provinces().count());
        assert_eq!(categories.len(), register.catalogue().categories().len());
        let known = |name: &str| parties.iter().any(|party| party.as_str() == name);
        assert!(PARAMETERS.parties.iter().all(|party| known(&party.name)));
    });
}

#[test]
fn persistence_differs_by_category_and_by_size() {
    let plan = SimulationPlan::new(40_000, 6, 7, "2022-01-01".parse().unwrap()).unwrap();
    let drafts = drafts(&plan);
    let register = Register::embedded();
    let open = |chosen: &dyn Fn(&str, &str) -> bool| {
        let of = |draft: &&Draft| match draft.data.identity() {
            Some(identity) => chosen(&identity.category, &identity.municipality),
            None => matches!(draft.data, Data::Withdrawn(_)),
        };
        let chosen: Vec<Draft> = drafts.iter().filter(of).cloned().collect();
        let summary = HistorySummary::new(&plan, &chosen);
        summary.open * 100 / summary.knelpunten
    };
    // Some episodes end with a merger: leave out municipalities that merged.
    let class = |code: &str| {
        let id = register.find_municipality(code).unwrap();
        let alone = register.municipality(id).existed_on(plan.start())
            && register.municipality(id).existed_on(plan.until);
        let class = register.size_class(id, plan.until).unwrap();
        if alone {
            class.to_string()
        } else {
            "4".to_owned()
        }
    };
    let slow = open(&|category, _| category == "capacity");
    let fast = open(&|category, _| category == "getting-started");
    assert!(slow > fast + 10, "{slow} % and {fast} %");
    let small = open(&|_, code| class(code).as_str() < "4");
    let large = open(&|_, code| class(code).as_str() > "5");
    assert!(small > large + 5, "{small} % and {large} %");
}

#[test]
fn small_and_empty_plans_have_exactly_as_many_events() {
    for events in [0, 1, 10, 100] {
        let plan = SimulationPlan::new(events, 1, 3, "2013-01-01".parse().unwrap()).unwrap();
        let drafts = history(&plan, Register::embedded());
        assert_eq!((drafts.len(), drafts.count()), (events, events));
    }
}

#[test]
fn the_longest_plans_at_both_ends_of_time_are_valid_too() {
    let register = Register::embedded();
    for until in ["2000-01-01", "2199-12-31"] {
        let plan = SimulationPlan::new(2_000, 20, 5, until.parse().unwrap()).unwrap();
        for draft in history(&plan, register) {
            let event = decode_structured(draft.to_json().as_bytes(), register);
            assert!(event.is_ok(), "{:?}: {}", event, draft.to_json());
        }
    }
}

#[test]
fn a_custom_catalogue_is_followed_and_without_categories_there_are_only_consultations() {
    let catalogue = |categories| {
        let rest = "[building_blocks]\nbag = \"BAG\"\n[remedies]\nother = \"Other\"\n";
        Register::from_tables(&RegisterTables {
            provinces: "code,name\nPV26,Utrecht\n",
            municipalities: "code,name,province,valid_from,valid_until\nGM0344,Utrecht,PV26,,\n",
            mergers: "effective_date,kind,from_code,to_code,area_share,main_successor\n",
            population: "code,year,inhabitants\nGM0344,2013,321916\n",
            names: "code,name,source\n",
            catalogue: &format!("{categories}{rest}"),
        })
        .unwrap()
    };
    let plan = demo(1, "2016-03-01");
    let one =
        catalogue("[[category]]\ncode = \"capacity\"\nnl = \"Capaciteit\"\nen = \"Capacity\"\n");
    let drafts: Vec<Draft> = history(&plan, &one).collect();
    assert_eq!(drafts.len(), plan.events);
    for draft in &drafts {
        let event = decode_structured(draft.to_json().as_bytes(), &one);
        assert!(event.is_ok(), "{:?}: {}", event, draft.to_json());
    }
    let none = catalogue("category = []\n");
    let consultation = |draft: Draft| matches!(draft.data, Data::Consulted(_));
    assert!(history(&plan, &none).all(consultation));
}

#[test]
fn without_support_nobody_receives_any_and_with_it_some_do_late() {
    let is_support = |draft: &&Draft| matches!(draft.data, Data::Supported(_));
    check(|plan, drafts| {
        assert_eq!(drafts.iter().filter(is_support).count(), 0);
        let supported = self::drafts(&plan.with_support(150));
        let received = supported.iter().filter(is_support).count();
        assert!((80..250).contains(&received), "{received}");
        let early = supported.iter().filter(is_support).filter(|draft| {
            let from = Instant::start_of(plan.start()).unwrap();
            draft.time.since(from) < 365 * 86_400_000_000
        });
        assert_eq!(early.count(), 0);
        assert_eq!(supported.len(), drafts.len());
    });
}

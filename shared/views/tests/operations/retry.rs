//! A catalogue that grew: what was invalid is judged again, and nothing is rebuilt.

use std::path::Path;

use model::Violation;
use register::{Register, RegisterTables};
use views::{Arrival, Classified, QuarantineRetry, Views};

use crate::world::{arrivals, history};

/// A register that knows one category by another code.
fn smaller() -> &'static Register {
    let catalogue = include_str!("../../../register/data/catalogue.toml");
    let tables = RegisterTables {
        provinces: include_str!("../../../register/data/provinces.csv"),
        municipalities: include_str!("../../../register/data/municipalities.csv"),
        mergers: include_str!("../../../register/data/mergers.csv"),
        population: include_str!("../../../register/data/population.csv"),
        catalogue: &catalogue.replace("\"funding\"", "\"funds\""),
    };
    Box::leak(Box::new(Register::from_tables(&tables).unwrap()))
}

/// The embedded register with the code that only the smaller one knew.
fn larger() -> &'static Register {
    let catalogue = include_str!("../../../register/data/catalogue.toml");
    let more = "\n[[category]]\ncode = \"funds\"\nnl = \"geld\"\nen = \"funds\"\n";
    let tables = RegisterTables {
        provinces: include_str!("../../../register/data/provinces.csv"),
        municipalities: include_str!("../../../register/data/municipalities.csv"),
        mergers: include_str!("../../../register/data/mergers.csv"),
        population: include_str!("../../../register/data/population.csv"),
        catalogue: &with_category(catalogue, more),
    };
    Box::leak(Box::new(Register::from_tables(&tables).unwrap()))
}

/// Puts a category before the first one.
fn with_category(catalogue: &str, more: &str) -> String {
    let last = catalogue.rfind("[[category]]").unwrap();
    let end = catalogue[last..]
        .find("\n\n")
        .map_or(catalogue.len(), |at| last + at);
    format!("{}\n{more}{}", &catalogue[..end], &catalogue[end..])
}

/// Judges the history by a register, as a projector does.
fn judged(register: &Register) -> Vec<Arrival> {
    let judge = |mut arrival: Arrival| {
        let Classified::Event(event) = &arrival.message else {
            return arrival;
        };
        let identity = event.data.identity();
        let unknown =
            identity.filter(|identity| register.catalogue().category(&identity.category).is_none());
        if unknown.is_some() {
            arrival.message = invalid("category: unknown");
        }
        arrival
    };
    arrivals(&history()).into_iter().map(judge).collect()
}

fn invalid(problem: &str) -> Classified {
    Classified::Invalid {
        subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
        reasons: vec![Violation {
            path: "/data/category".to_owned(),
            problem: problem.to_owned(),
        }],
        payload: "{}".to_owned(),
    }
}

fn commit(folder: &Path, register: &'static Register) -> Views {
    let (mut views, archived) = Views::open(folder, register).unwrap();
    assert_eq!(archived, None);
    for batch in judged(register).chunks(50) {
        views.commit(batch, None).unwrap();
    }
    views
}

#[test]
fn what_is_valid_now_is_folded_where_it_arrived_and_the_views_are_those_of_a_rebuild() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("views");
    let before = commit(&folder, smaller());
    assert!(!before.needs_quarantine_retry());
    let quarantined = before.reader().quarantine(None, 1_000).unwrap();
    assert!(quarantined.len() > 5, "{}", quarantined.len());
    before.close().unwrap();

    let (mut views, archived) = Views::open(&folder, larger()).unwrap();
    assert_eq!(archived, None);
    assert!(views.needs_quarantine_retry());
    let again: Vec<Arrival> = judged(larger())
        .into_iter()
        .filter(|arrival| {
            quarantined
                .iter()
                .any(|held| held.sequence == arrival.sequence)
        })
        .collect();
    let retried = views.retry_quarantine(&again).unwrap();
    assert_eq!(retried.folded, quarantined.len() as u64);
    assert_eq!(retried.still_invalid, 0);
    assert!(!views.needs_quarantine_retry());

    let rebuilt = commit(&parent.path().join("rebuilt"), larger());
    let (is, must) = (
        views.reader().status().unwrap(),
        rebuilt.reader().status().unwrap(),
    );
    assert_eq!(is, must);
    assert_eq!(views.reader().audit().unwrap().differences, [""; 0]);

    // And they are that after they were opened again, and go on.
    views.close().unwrap();
    let (mut views, archived) = Views::open(&folder, larger()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(views.reader().status().unwrap(), must);
    assert_eq!(
        views.retry_quarantine(&again).unwrap(),
        QuarantineRetry::default()
    );
    views.close().unwrap();
    rebuilt.close().unwrap();
    let canonical = |folder: &Path| views::testing::canonical(folder).unwrap();
    assert_eq!(
        canonical(&folder),
        canonical(&parent.path().join("rebuilt"))
    );
}

#[test]
fn what_is_still_invalid_stays_with_the_reasons_of_now() {
    let parent = tempfile::tempdir().unwrap();
    let mut views = commit(&parent.path().join("views"), smaller());
    let quarantined = views.reader().quarantine(None, 1_000).unwrap();
    let again = Arrival {
        sequence: quarantined[0].sequence,
        fingerprint: [0; 16],
        message: invalid("category: still unknown"),
    };
    let retried = views.retry_quarantine(&[again]).unwrap();
    assert_eq!((retried.folded, retried.still_invalid), (0, 1));
    let held = views.reader().quarantine(None, 1_000).unwrap();
    assert_eq!(held.len(), quarantined.len());
    assert_eq!(held[0].reasons[0].problem, "category: still unknown");
}

#[test]
fn what_is_not_in_quarantine_is_passed_over() {
    let parent = tempfile::tempdir().unwrap();
    let mut views = commit(&parent.path().join("views"), Register::embedded());
    let before = views.reader().status().unwrap();
    assert_eq!(
        views
            .retry_quarantine(&judged(Register::embedded()))
            .unwrap(),
        QuarantineRetry::default()
    );
    assert_eq!(views.reader().status().unwrap(), before);
}

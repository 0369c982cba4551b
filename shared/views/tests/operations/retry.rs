//! A larger catalogue: the quarantine is validated again, and nothing is rebuilt.

use std::path::Path;

use model::Violation;
use register::Register;
use views::{Arrival, Classified, QuarantineRetry, Views};

use crate::world::{arrivals, history};

/// Returns a register that has another code for one category.
fn smaller() -> &'static Register {
    let catalogue = include_str!("../../../register/data/catalogue.toml");
    Box::leak(Box::new(
        Register::with_catalogue(&catalogue.replace("\"funding\"", "\"funds\"")).unwrap(),
    ))
}

/// Returns the embedded register with the code that only the smaller one has.
fn larger() -> &'static Register {
    let catalogue = include_str!("../../../register/data/catalogue.toml");
    let more = "\n[[category]]\ncode = \"funds\"\nnl = \"geld\"\nen = \"funds\"\n";
    Box::leak(Box::new(
        Register::with_catalogue(&with_category(catalogue, more)).unwrap(),
    ))
}

/// Returns a catalogue with another category behind the last one.
fn with_category(catalogue: &str, more: &str) -> String {
    let last = catalogue.rfind("[[category]]").unwrap();
    let end = catalogue[last..]
        .find("\n\n")
        .map_or(catalogue.len(), |at| last + at);
    format!("{}\n{more}{}", &catalogue[..end], &catalogue[end..])
}

/// Classifies the history by a register, as a projector does.
fn classified(register: &Register) -> Vec<Arrival> {
    let classify = |mut arrival: Arrival| {
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
    arrivals(&history()).into_iter().map(classify).collect()
}

fn invalid(problem: &str) -> Classified {
    Classified::Invalid {
        subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
        reasons: vec![Violation::other("/data/category", problem)],
        payload: "{}".to_owned(),
    }
}

fn commit(folder: &Path, register: &'static Register) -> Views {
    let (mut views, archived) = Views::open(folder, register).unwrap();
    assert_eq!(archived, None);
    for batch in classified(register).chunks(50) {
        views.commit(batch, None).unwrap();
    }
    views
}

#[test]
fn events_that_are_valid_now_are_folded_where_they_arrived_as_in_a_rebuild() {
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
    let again: Vec<Arrival> = classified(larger())
        .into_iter()
        .filter(|arrival| {
            quarantined
                .iter()
                .any(|message| message.sequence == arrival.sequence)
        })
        .collect();
    let retry = views.retry_quarantine(&again).unwrap();
    assert_eq!(retry.folded, quarantined.len() as u64);
    assert_eq!(retry.still_invalid, 0);
    assert!(!views.needs_quarantine_retry());

    let rebuilt = commit(&parent.path().join("rebuilt"), larger());
    let (actual, expected) = (
        views.reader().status().unwrap(),
        rebuilt.reader().status().unwrap(),
    );
    assert_eq!(actual, expected);
    assert_eq!(views.reader().audit().unwrap().differences, [""; 0]);

    // And also after they are opened again.
    views.close().unwrap();
    let (mut views, archived) = Views::open(&folder, larger()).unwrap();
    assert_eq!(archived, None);
    assert_eq!(views.reader().status().unwrap(), expected);
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
fn messages_that_are_still_invalid_get_the_new_reasons() {
    let parent = tempfile::tempdir().unwrap();
    let mut views = commit(&parent.path().join("views"), smaller());
    let quarantined = views.reader().quarantine(None, 1_000).unwrap();
    let again = Arrival {
        sequence: quarantined[0].sequence,
        fingerprint: [0; 16],
        message: invalid("category: still unknown"),
    };
    let retry = views.retry_quarantine(&[again]).unwrap();
    assert_eq!((retry.folded, retry.still_invalid), (0, 1));
    let after = views.reader().quarantine(None, 1_000).unwrap();
    assert_eq!(after.len(), quarantined.len());
    assert_eq!(after[0].reasons[0].problem, "category: still unknown");
}

#[test]
fn arrivals_that_are_not_quarantined_are_ignored() {
    let parent = tempfile::tempdir().unwrap();
    let mut views = commit(&parent.path().join("views"), Register::embedded());
    let before = views.reader().status().unwrap();
    assert_eq!(
        views
            .retry_quarantine(&classified(Register::embedded()))
            .unwrap(),
        QuarantineRetry::default()
    );
    assert_eq!(views.reader().status().unwrap(), before);
}

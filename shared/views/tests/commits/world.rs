//! A few reports and invalid messages, at any sequence.

use std::path::Path;

use model::{Data, Draft, Event, Instant, KnelpuntReported, Violation};
use questions::{Query, SummaryQuestion, testing};
use register::Register;
use views::{Arrival, Classified, Views};

pub(crate) fn open(folder: &Path) -> Views {
    Views::open(folder, Register::embedded()).unwrap().0
}

/// Returns a report of the knelpunt with a reference.
pub(crate) fn report(reference: u64, id: &str, description: &str) -> Event {
    let data = KnelpuntReported {
        reference: Some(format!("T-{reference}")),
        description: Some(description.to_owned()),
        ..KnelpuntReported::new("GM0344", "integration", "2013-01-01")
    };
    let time = Instant::parse("2013-01-02T00:00:00Z").unwrap();
    let draft = Draft::with_derived_subject(
        "urn:test".to_owned(),
        id.to_owned(),
        time,
        Data::Reported(data),
    );
    let text = draft.unwrap().to_json();
    model::decode_structured(text.as_bytes(), Register::embedded()).unwrap()
}

pub(crate) fn arrival(sequence: u64, event: Event) -> Arrival {
    Arrival {
        sequence,
        fingerprint: sequence.to_be_bytes().repeat(2).try_into().unwrap(),
        message: Classified::Event(Box::new(event)),
    }
}

/// Returns a report of a knelpunt of its own, at a sequence.
pub(crate) fn at(sequence: u64) -> Arrival {
    arrival(
        sequence,
        report(sequence, &sequence.to_string(), "it does not work"),
    )
}

pub(crate) fn invalid(sequence: u64) -> Arrival {
    let reasons = vec![Violation::other("/data", "is missing")];
    Arrival {
        message: Classified::Invalid {
            subject: "knelpunten.x.GM0344".to_owned(),
            reasons,
            payload: "{}".to_owned(),
        },
        ..at(sequence)
    }
}

pub(crate) fn summary(link: &str) -> Query<SummaryQuestion> {
    testing::query(link)
}

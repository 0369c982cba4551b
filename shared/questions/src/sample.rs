//! Events, populations and answers for the tests, in as few words as they need.

use model::{
    ConsultationOutcome, Data, Draft, Event, Instant, KnelpuntReported, KnelpuntResolved,
    MergeTarget, MunicipalityConsulted, Outcome, Party, PartyKind, testing,
};
use proptest::prelude::*;
use register::Register;
use serde_json::Value;

use crate::{Answer, Columns, Counted, ParameterViolation, Query};

/// Who a knelpunt is: municipality, category, and what else it has.
pub(crate) fn who(municipality: &str, category: &str) -> (String, MergeTarget) {
    let into = MergeTarget {
        category: category.to_owned(),
        building_block: None,
        party: None,
        reference: None,
    };
    (municipality.to_owned(), into)
}

/// The same, waiting on a supplier for a building block.
pub(crate) fn waiting(municipality: &str, category: &str, supplier: &str) -> (String, MergeTarget) {
    let (municipality, into) = who(municipality, category);
    let party = Party {
        kind: PartyKind::Supplier,
        name: supplier.to_owned(),
    };
    let into = MergeTarget {
        building_block: Some("bag".to_owned()),
        party: Some(party),
        ..into
    };
    (municipality, into)
}

pub(crate) fn report(
    (municipality, into): (String, MergeTarget),
    at: &str,
    round: Option<&str>,
) -> Data {
    Data::Reported(KnelpuntReported {
        municipality,
        category: into.category,
        building_block: into.building_block,
        party: into.party,
        reference: into.reference,
        observed_at: at.to_owned(),
        known_since: None,
        round: round.map(str::to_owned),
        reporter: None,
        description: None,
    })
}

pub(crate) fn resolution((municipality, into): (String, MergeTarget), at: &str) -> Data {
    Data::Resolved(KnelpuntResolved {
        municipality,
        category: into.category,
        building_block: into.building_block,
        party: into.party,
        reference: into.reference,
        observed_at: at.to_owned(),
        outcome: Outcome::Solved,
        remedy: None,
        round: None,
        reporter: None,
        description: None,
    })
}

/// The same, heard in a round.
pub(crate) fn resolution_in(who: (String, MergeTarget), at: &str, round: &str) -> Data {
    match resolution(who, at) {
        Data::Resolved(data) => Data::Resolved(KnelpuntResolved {
            round: Some(round.to_owned()),
            ..data
        }),
        other => other,
    }
}

/// Somebody phoned a municipality; topics apart by spaces, none for all.
pub(crate) fn consultation(
    municipality: &str,
    round: &str,
    at: &str,
    outcome: ConsultationOutcome,
    topics: Option<&str>,
) -> Data {
    Data::Consulted(MunicipalityConsulted {
        municipality: municipality.to_owned(),
        round: round.to_owned(),
        observed_at: at.to_owned(),
        outcome,
        topics: topics.map(|topics| topics.split_whitespace().map(str::to_owned).collect()),
        coach_organisation: None,
    })
}

/// Folds what is told, each under an id of its own.
pub(crate) fn columns(told: Vec<Data>) -> Columns {
    let time = Instant::parse("2030-01-01T00:00:00Z").unwrap();
    let draft = |(number, data): (usize, Data)| {
        let source = "urn:test".to_owned();
        Draft::with_derived_subject(source, number.to_string(), time, data).unwrap()
    };
    let events: Vec<Event> = told
        .into_iter()
        .enumerate()
        .map(draft)
        .map(|draft| decode(&draft))
        .collect();
    Columns::from_events(&events)
}

fn decode(draft: &Draft) -> Event {
    model::decode_structured(draft.to_json().as_bytes(), Register::embedded()).unwrap()
}

/// Generates columns of any set of events.
pub(crate) fn any_columns(statements: usize) -> impl Strategy<Value = Columns> {
    testing::history(statements).prop_map(|drafts| {
        let events: Vec<Event> = drafts.iter().map(decode).collect();
        Columns::from_events(&events)
    })
}

/// Generates a day around which events lie.
pub(crate) fn day() -> impl Strategy<Value = jiff::civil::Date> {
    let days = prop_oneof![-60..1_600_i64, (0..26_i64).prop_map(|number| number * 61)];
    days.prop_map(|days| testing::pool::FIRST_DAY.saturating_add(jiff::Span::new().days(days)))
}

/// Reads a link, of which a key may state more than once.
pub(crate) fn parse(link: &str) -> Result<Query, Vec<ParameterViolation>> {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap();
        (key.to_owned(), value.to_owned())
    };
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pairs: Vec<(String, String)> = parts.map(pair).collect();
    let now = Instant::parse("2014-01-01T00:00:00Z").unwrap();
    Query::parse(path, &pairs, Register::embedded(), now).unwrap()
}

/// Asks a link that is right and whose answer is not too large.
#[track_caller]
pub(crate) fn ask(link: &str, columns: &Columns) -> (Answer, Counted) {
    let asked = parse(link).unwrap_or_else(|problems| panic!("{link}: {problems:?}"));
    asked
        .answer(&columns.population(), Register::embedded())
        .unwrap_or_else(|problem| panic!("{link}: {problem:?}"))
}

/// Asks a link; gives the answer as it is sent.
#[track_caller]
pub(crate) fn json(link: &str, columns: &Columns) -> Value {
    serde_json::to_value(ask(link, columns).0).unwrap()
}

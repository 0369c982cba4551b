//! Events, populations and answers for the tests, in as few words as they need.

use model::{
    ConsultationOutcome, Data, Draft, Event, Instant, KnelpuntReported, KnelpuntResolved,
    MergeTarget, MunicipalityConsulted, Outcome, Party, PartyKind, testing,
};
use proptest::prelude::*;
use register::Register;
use serde_json::Value;
use state::State;

use crate::{
    Counted, FromParameters, Population, Query, QueryError, Question, RoundQuestion, Scope,
    testing::{self as links, Visitor},
};
use api::answers::{Answer, RoundAnswer, Table};

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
        building_block: into.building_block,
        party: into.party,
        reference: into.reference,
        round: round.map(str::to_owned),
        ..KnelpuntReported::new(&municipality, &into.category, at)
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

/// Folds events with these data, each under an id of its own.
pub(crate) fn state_of(data: Vec<Data>) -> State {
    let time = Instant::parse("2030-01-01T00:00:00Z").unwrap();
    let draft = |(number, data): (usize, Data)| {
        let source = "urn:test".to_owned();
        Draft::with_derived_subject(source, number.to_string(), time, data).unwrap()
    };
    let events: Vec<Event> = data
        .into_iter()
        .enumerate()
        .map(draft)
        .map(|draft| decode(&draft))
        .collect();
    State::from_events(&events)
}

fn decode(draft: &Draft) -> Event {
    model::decode_structured(draft.to_json().as_bytes(), Register::embedded()).unwrap()
}

/// Generates any events, in any order.
pub(crate) fn any_events(statements: usize) -> impl Strategy<Value = Vec<Event>> {
    testing::history(statements).prop_map(|drafts| drafts.iter().map(decode).collect())
}

/// Generates the state of any events.
pub(crate) fn any_state(statements: usize) -> impl Strategy<Value = State> {
    any_events(statements).prop_map(|events| State::from_events(&events))
}

/// Generates a day around which events lie.
pub(crate) fn day() -> impl Strategy<Value = jiff::civil::Date> {
    let days = prop_oneof![-60..1_600_i64, (0..26_i64).prop_map(|number| number * 61)];
    days.prop_map(|days| testing::pool::FIRST_DAY.saturating_add(jiff::Span::new().days(days)))
}

/// The current time of the tests.
fn now() -> Instant {
    Instant::parse("2027-01-01T00:00:00Z").unwrap()
}

/// Parses a link, which may repeat a parameter; returns the scope.
pub(crate) fn parse(link: &str) -> Result<Scope, Vec<api::InputViolation>> {
    let (path, pairs) = links::split(link);
    match path {
        "knelpunten/{id}" => Scope::parse(&pairs, now()),
        _ => links::scope(link, now()).unwrap(),
    }
}

/// Answers a valid link to a question of this type.
#[track_caller]
pub(crate) fn ask<Q: FromParameters>(link: &str, state: &State) -> (Q::Answer, Counted) {
    let (_, pairs) = links::split(link);
    let query = Query::<Q>::parse(&pairs, Register::embedded(), now());
    let query = query.unwrap_or_else(|violations| panic!("{link}: {violations:?}"));
    query
        .answer(&Population::new(state), Register::embedded())
        .unwrap_or_else(|error| panic!("{link}: {error:?}"))
}

/// Answers a valid link to a round.
#[track_caller]
pub(crate) fn ask_round(link: &str, state: &State) -> Result<RoundAnswer, QueryError> {
    let (path, pairs) = links::split(link);
    let slug = path.strip_prefix("rounds/").unwrap();
    let query: Query<RoundQuestion> =
        Query::parse_round(slug, &pairs, Register::embedded(), now()).unwrap();
    let answered = query.answer(&Population::new(state), Register::embedded());
    answered.map(|(answer, _)| answer)
}

/// Answers a valid link; returns the answer as JSON.
#[track_caller]
pub(crate) fn json(link: &str, state: &State) -> Value {
    links::answer(link, now(), &Population::new(state))
        .unwrap()
        .0
}

/// Answers a valid link; returns the episodes counted.
#[track_caller]
pub(crate) fn counted(link: &str, state: &State) -> Counted {
    links::answer(link, now(), &Population::new(state))
        .unwrap()
        .1
}

/// Answers a valid link; returns the answer as a table.
#[track_caller]
pub(crate) fn table(link: &str, state: &State) -> Table {
    struct TableOver<'a>(&'a State);
    impl Visitor for TableOver<'_> {
        type Output = Table;

        fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Table {
            let answered = query.answer(&Population::new(self.0), Register::embedded());
            answered.unwrap().0.table()
        }
    }
    links::visit(link, now(), TableOver(state))
        .unwrap()
        .unwrap()
}

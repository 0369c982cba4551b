//! Memory and store answer like a replay of all events at once: as of any date, as known at any sequence, with views
//! just written and with views opened again.

use std::path::Path;

use fold::WrittenNames;
use model::Instant;
use proptest::{collection::vec, prelude::*, sample::select};
use questions::{KnelpuntScan, Population, Scope, testing};
use register::Register;
use serde_json::Value;
use state::State;
use views::{IndexedKnelpunt, OfflineViews, Views};

use crate::{
    logs::{Log, log},
    world::{ask, batches, open, scope},
};

/// Generates a date or an instant from before the first event to after the last.
fn as_of() -> impl Strategy<Value = String> {
    let clock = select(vec![
        "",
        "",
        "T12:30:00Z",
        "T23:00:00.000001Z",
        "T22:59:59.999999Z",
    ]);
    let day = prop_oneof![0..24_i64.pow(2), (0..40_i64).prop_map(|number| number * 61)];
    (day, clock).prop_map(|(days, clock)| {
        let first = model::testing::pool::FIRST_DAY;
        let day = first.saturating_add(jiff::Span::new().days(days - 40));
        format!("{day}{clock}")
    })
}

/// Generates a link, as of and as known at any time.
pub(crate) fn link() -> impl Strategy<Value = String> {
    let question = select(vec![
        "summary?",
        "summary?round=2013-02&round=none&",
        "summary?municipality=GM1979&division=2022-01-01&",
        "summary?category=supplier-delivery&source=urn:nld:oin:00000001823288444000:systeem:rondgang&",
        "summary?support=i-versneller&support=none&",
        "trend?every=year&support=i-coach&panel=2013-02&",
        "support-effect?support=i-versneller&curve=full&",
        "persisting?limit=1000&",
        "persisting?status=open&limit=1000&minAgeDays=30&",
        "persisting/matrix?",
        "persisting/matrix?buildingBlock=none&partyKind=supplier&partyKind=none&",
        "trend?every=quarter&",
        "trend?every=week&from=2013-01-01&to=2013-04-01&groupBy=party&",
        "resolution-times?curve=full&",
        "recurrence?groupBy=category&",
        "outlook?groupBy=none&limit=1000&",
        "movers?exposure=consultations&",
        "funnel?days=90&",
        "waiting-on?limit=1000&",
        "episodes?event=persisted&event=resolved&limit=1000&",
        "resolution-times?groupBy=category&horizonDays=100&",
        "rounds?",
        "rounds?category=capacity&province=PV26&",
        "rounds/2013-02?against=2012-09&",
        "rounds/2013-02?division=2022-01-01&",
        "resolution-times?groupBy=sizeClass&party=supplier:Fabriek%20IJssel&",
    ]);
    (question, as_of()).prop_map(|(question, as_of)| {
        let question = question.replace("%20", " ");
        format!("{question}asOf={as_of}")
    })
}

/// Removes the texts, which the state does not have.
pub(crate) fn without_texts(mut answer: Value) -> Value {
    for item in answer["items"].as_array_mut().into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.retain(|member, _| member != "description" && member != "firstDescription");
        }
    }
    answer
}

/// Compares every link and every knelpunt with a replay up to a sequence.
fn check(
    views: &Views,
    log: &Log,
    known_at: u64,
    up_to: Option<u64>,
    links: &[String],
) -> Result<(), TestCaseError> {
    let replayed = State::from_events(log.events(known_at));
    let reader = views.reader();
    let known = up_to.map_or_else(String::new, |at| format!("&knownAt={at}"));
    for link in links {
        let full = format!("{link}{known}");
        let expected = testing::answer(&full, Instant::LATEST, &Population::new(&replayed));
        let expected = expected.map(|(answer, counted)| (without_texts(answer), counted, known_at));
        let answered = ask(&reader, &full).map(|answered| {
            let answer = without_texts(answered.answer);
            (answer, answered.counted, answered.position)
        });
        prop_assert_eq!(answered, expected, "{}", &full);
        check_knelpunten(views, log, &replayed, &scope(&full))?;
    }
    Ok(())
}

/// Compares every knelpunt that any event names.
fn check_knelpunten(
    views: &Views,
    log: &Log,
    replayed: &State,
    scope: &Scope,
) -> Result<(), TestCaseError> {
    for id in log.subjects() {
        let expected = replayed.find(id).map(|row| {
            let knelpunt = &replayed.knelpunt(row);
            let scan =
                KnelpuntScan::new(scope, knelpunt, replayed.interner(), Register::embedded());
            (scan.answer, scan.counted)
        });
        let answered = views.reader().knelpunt(id, scope).unwrap();
        let answered = answered.map(|answered| {
            let mut answer = answered.answer;
            (answer.description, answer.reporter) = (None, None);
            answer.first_description = None;
            (answer, answered.counted)
        });
        prop_assert_eq!(answered, expected, "{}", id);
    }
    Ok(())
}

/// Lists what the open index must contain, in its order.
fn expected_open_index(log: &Log) -> Vec<IndexedKnelpunt> {
    let state = State::from_events(log.events(u64::MAX));
    let text = |symbol| state.interner().text(symbol).to_owned();
    let as_written = |symbol| model::written_name(state.interner().text(symbol));
    let indexed = |row: usize| -> Option<IndexedKnelpunt> {
        let knelpunt = state.knelpunt(row);
        let observed = knelpunt.facts().iter().map(|fact| fact.observation);
        let episode = fold::episodes(observed).last()?;
        let identity = knelpunt.identity.filter(|_| episode.end.is_none())?;
        let newest_first = knelpunt.facts().iter().rev().map(|fact| fact.observation);
        let written = WrittenNames::last(&identity, &newest_first, state.interner());
        let canonical_name = identity.party.map(|(_, name)| name);
        Some(IndexedKnelpunt {
            municipality: text(identity.municipality),
            since: episode.since,
            id: knelpunt.id,
            category: text(identity.category),
            building_block: identity.building_block.map(text),
            party: identity.party.map(|(kind, name)| (kind, text(name))),
            party_name: written.party.or(canonical_name).map(as_written),
            reference: identity.reference.map(text),
            reference_as_written: written.reference.or(identity.reference).map(as_written),
            opened_at: episode.opened_at,
            persists_from: episode.persists_from(),
        })
    };
    let mut index: Vec<IndexedKnelpunt> = state.roots().filter_map(indexed).collect();
    index.sort_by_key(|open| (open.municipality.clone(), open.since, open.id));
    index
}

/// Lists what the open index of closed views contains.
fn open_index(folder: &Path) -> Vec<IndexedKnelpunt> {
    let views = OfflineViews::open(folder).unwrap();
    views.check().unwrap();
    let index = views.open_knelpunten().unwrap();
    index.collect::<Result<_, _>>().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_answer_at_every_commit_equals_a_replay(log in log(20), links in vec(link(), 4), at in vec(any::<prop::sample::Index>(), 3)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("views");
        let mut views = open(&path);
        for (number, batch) in batches(&log.arrivals(), &log).into_iter().enumerate() {
            let position = views.commit(batch, None).unwrap().position;
            check(&views, &log, position, None, &links[number % links.len()..][..1])?;
        }
        let known: Vec<u64> = at.iter().map(|at| log.first - 1 + at.index(log.messages.len() + 1) as u64).collect();
        for known in &known {
            check(&views, &log, *known, Some(*known), &links)?;
        }
        let before = views.reader().status().unwrap();
        views.close().unwrap();
        let views = open(&path);
        prop_assert_eq!(views.reader().status().unwrap(), before);
        check(&views, &log, log.last(), None, &links)?;
        for known in &known {
            check(&views, &log, *known, Some(*known), &links)?;
        }
        views.close().unwrap();
        prop_assert_eq!(open_index(&path), expected_open_index(&log));
    }
}

//! What a replica must answer once it has folded the whole log, by a replay and by the publishers' own record.

use std::collections::BTreeMap;

use anyhow::{bail, ensure};
use api::KnelpuntEvents;
use model::{Event, Instant, KnelpuntId, Subject};
use questions::{Population, testing};
use serde_json::Value;
use state::State;

use crate::{Random, Replayed, Server, difference, overall_links};

/// Every report and resolution that was lost, duplicated or invented changes one of these answers, or of every question
/// without parameters of its own.
const LINKS: [&str; 3] = [
    "/v1/persisting?asOf=2015-07-01&status=open&limit=1000",
    "/v1/trend?asOf=2016-12-31&every=year&groupBy=category",
    "/v1/resolution-times?asOf=2016-12-31&groupBy=sizeClass",
];
/// For how many knelpunten to compare the ids of their events.
const HISTORIES: usize = 6;

/// The expected answers.
#[derive(Debug)]
pub(super) struct Expected {
    /// By link.
    answers: Vec<(String, Value)>,
    /// By subject, the sources and ids of all its events, each once.
    histories: BTreeMap<KnelpuntId, Vec<(String, String)>>,
}

/// Computes the answers from a set of events, without the log or the views.
pub(super) fn expected(events: &[&Event], random: &mut Random) -> anyhow::Result<Expected> {
    let state = State::from_events(events.iter().copied());
    let links = LINKS.map(str::to_owned).into_iter();
    let links = links.chain(overall_links("asOf=2016-12-31"));
    let answers = links.map(|link| Ok((link.clone(), answer(&link, &state)?)));
    let mut subjects: Vec<KnelpuntId> = events.iter().filter_map(|event| subject(event)).collect();
    random.shuffle(&mut subjects);
    subjects.truncate(HISTORIES);
    let history = |id: KnelpuntId| (id, history(id, events));
    Ok(Expected {
        answers: answers.collect::<anyhow::Result<_>>()?,
        histories: subjects.into_iter().map(history).collect(),
    })
}

/// Compares the answers of a replica with the expected ones.
pub(super) fn replica(
    replica: &Server,
    replayed: &Replayed,
    expected: &Expected,
) -> anyhow::Result<()> {
    let reported = Replayed::from(replica.status()?);
    ensure!(
        reported == *replayed,
        "/v1/position: expected {replayed:?}, not {reported:?}"
    );
    for (link, answer) in &expected.answers {
        if let Some(found) = difference(link, answer, &replica.json(link)?) {
            bail!("{found}");
        }
    }
    for (id, due) in &expected.histories {
        let link = format!("/v1/knelpunten/{id}/events");
        let answered = answered_history(*id, replica.answer(&link)?);
        ensure!(
            answered == *due,
            "{link}: expected {due:?}, not {answered:?}"
        );
    }
    Ok(())
}

fn answer(link: &str, state: &State) -> anyhow::Result<Value> {
    let answered = testing::answer(link, Instant::LATEST, &Population::new(state));
    let (mut answer, _) = answered.map_err(anyhow::Error::msg)?;
    // Texts are in the views only.
    for item in answer["items"].as_array_mut().into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.retain(|member, _| member != "description" && member != "firstDescription");
        }
    }
    Ok(answer)
}

fn subject(event: &Event) -> Option<KnelpuntId> {
    match event.subject {
        Subject::Knelpunt(id) => Some(id),
        Subject::InMunicipality { .. } => None,
    }
}

fn history(id: KnelpuntId, events: &[&Event]) -> Vec<(String, String)> {
    let own = events.iter().filter(|event| subject(event) == Some(id));
    // The replacement of a redacted event counts, even if the event itself has not arrived.
    let both = own.flat_map(|event| [Some(*event), event.replacement.as_deref()]);
    let mut ids: Vec<_> = both
        .flatten()
        .map(|event| (event.source.clone(), event.id.clone()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Returns the sources and ids in a history, duplicates included.
fn answered_history(id: KnelpuntId, answered: KnelpuntEvents) -> Vec<(String, String)> {
    let items = answered.items.into_iter();
    let own = items.filter(|item| item.subject == id.to_string());
    let mut ids: Vec<_> = own.map(|item| (item.source, item.id)).collect();
    ids.sort_unstable();
    ids
}

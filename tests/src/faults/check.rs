//! What a replica must say when it has folded all of the log: by a replay, and by the publishers' own record.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use model::{Event, Instant, KnelpuntId, Subject};
use questions::{Columns, Query};
use register::Register;
use serde_json::{Value, json};

use crate::{Knelpunt, Random, Replayed, difference};

/// What is asked: every report and resolution that was lost, doubled or invented changes one of these.
const LINKS: [&str; 4] = [
    "/v1/summary?asOf=2016-12-31",
    "/v1/persisting?asOf=2015-07-01&status=open&limit=1000",
    "/v1/trend?asOf=2016-12-31&every=year&groupBy=category",
    "/v1/resolution-times?asOf=2016-12-31&groupBy=sizeClass",
];
/// Of how many knelpunten each event is asked by id.
const HISTORIES: usize = 6;

/// What is to come out.
#[derive(Debug)]
pub(super) struct Expected {
    /// By link.
    answers: Vec<(&'static str, Value)>,
    /// By subject, the sources and ids of all its events, each once.
    histories: BTreeMap<KnelpuntId, Vec<(String, String)>>,
}

/// Works out what a set of events comes to, without anything that could have been lost.
pub(super) fn expected(events: &[&Event], random: &mut Random) -> anyhow::Result<Expected> {
    let columns = Columns::from_events(events.iter().copied());
    let answers = LINKS.map(|link| Ok((link, answer(link, &columns)?)));
    let mut subjects: Vec<KnelpuntId> = events.iter().filter_map(|event| subject(event)).collect();
    random.shuffle(&mut subjects);
    subjects.truncate(HISTORIES);
    let history = |id: KnelpuntId| (id, history(id, events));
    Ok(Expected {
        answers: answers.into_iter().collect::<anyhow::Result<_>>()?,
        histories: subjects.into_iter().map(history).collect(),
    })
}

/// Compares what a replica says with what it must.
pub(super) fn replica(
    replica: &Knelpunt,
    replayed: &Replayed,
    expected: &Expected,
) -> anyhow::Result<()> {
    let standing = replica.json("/v1/position")?;
    let checkpoint =
        |(position, digest): &(u64, String)| json!({"position": position, "digest": digest});
    let checkpoints: Vec<Value> = replayed.checkpoints.iter().map(checkpoint).collect();
    let due = json!({
        "position": replayed.position,
        "digest": replayed.digest,
        "checkpoints": checkpoints,
        "quarantined": replayed.quarantined,
        "duplicates": replayed.duplicates,
        "conflicts": replayed.conflicts,
    });
    same("/v1/position", &due, &standing)?;
    for (link, answer) in &expected.answers {
        same(link, answer, &replica.json(link)?)?;
    }
    for (id, due) in &expected.histories {
        let link = format!("/v1/knelpunten/{id}/events");
        let told = told_history(*id, &replica.json(&link)?)?;
        ensure!(told == *due, "{link}: expected {due:?}, not {told:?}");
    }
    Ok(())
}

fn same(link: &str, due: &Value, told: &Value) -> anyhow::Result<()> {
    match difference(link, due, told) {
        None => Ok(()),
        Some(found) => anyhow::bail!("{found}"),
    }
}

fn answer(link: &str, columns: &Columns) -> anyhow::Result<Value> {
    let (path, query) = link.split_once('?').context("a link asks something")?;
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=')?;
        Some((key.to_owned(), value.to_owned()))
    };
    let pairs: Vec<(String, String)> = query.split('&').filter_map(pair).collect();
    let (path, register) = (path.trim_start_matches("/v1/"), Register::embedded());
    let asked = Query::parse(path, &pairs, register, Instant::LATEST).context("no question")?;
    let asked = asked.map_err(|problems| anyhow::anyhow!("{link}: {problems:?}"))?;
    let answered = asked.answer(&columns.population(), register);
    let (answer, _) = answered.map_err(|problem| anyhow::anyhow!("{link}: {problem:?}"))?;
    let mut answer = serde_json::to_value(answer)?;
    // Texts are read from the views alone.
    for item in answer["items"].as_array_mut().into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.remove("description");
        }
    }
    Ok(answer)
}

fn subject(event: &Event) -> Option<KnelpuntId> {
    match event.subject {
        Subject::Knelpunt(id) => Some(id),
        Subject::Consultation { .. } => None,
    }
}

fn history(id: KnelpuntId, events: &[&Event]) -> Vec<(String, String)> {
    let own = events.iter().filter(|event| subject(event) == Some(id));
    // What stands in the place of a redacted event counts, also where that has not come.
    let both = own.flat_map(|event| [Some(*event), event.replacement.as_deref()]);
    let mut ids: Vec<_> = both
        .flatten()
        .map(|event| (event.source.clone(), event.id.clone()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Gives the sources and ids that a history has, as often as it has them.
fn told_history(id: KnelpuntId, told: &Value) -> anyhow::Result<Vec<(String, String)>> {
    let items = told["items"].as_array().context("a history has items")?;
    let own = items
        .iter()
        .filter(|item| item["subject"] == id.to_string().as_str());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut ids: Vec<_> = own
        .map(|item| (text(&item["source"]), text(&item["id"])))
        .collect();
    ids.sort_unstable();
    Ok(ids)
}

//! One look at the server: what the questions of the rules find now.

use std::sync::Arc;

use api::{
    AnswerEnvelope, ViewsReadiness,
    answers::{Movers, Municipalities, Persisting, RoundAnswer, Rounds},
};
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use crate::{
    findings,
    news::{RuleFinding, When},
    rules::RuleQuestion,
};

/// Asks the API a question: a path and its parameters. Returns the answer as JSON, or why there is none.
pub type Ask = Arc<dyn Fn(&str, &[(String, String)]) -> Result<String, String> + Send + Sync>;

/// The most items of a page.
const PAGE: &str = "1000";

/// Checks that the answers are about all of the log: of a part of it, what is missing would look new later.
///
/// # Errors
///
/// Why they are not.
pub(crate) fn check_ready(ask: &Ask) -> Result<(), String> {
    let views: ViewsReadiness = json(ask, "/health/ready", &[])?;
    let last = views.last_sequence.unwrap_or(u64::MAX);
    if views.position < last {
        return Err(format!(
            "cannot look yet: the server has read {} of {last} events; wait a moment",
            views.position
        ));
    }
    Ok(())
}

/// Returns what a question finds.
///
/// # Errors
///
/// Why the server does not answer.
pub(crate) fn find(
    ask: &Ask,
    question: &RuleQuestion,
    today: Date,
) -> Result<Vec<RuleFinding>, String> {
    let pairs = question.filter.to_pairs();
    match question.when {
        When::Persists => list(ask, &pairs, "persisting", findings::persisting),
        When::Recurred => list(ask, &pairs, "open", findings::recurred),
        When::Mover => {
            let movers: AnswerEnvelope<Movers> = json(ask, "/v1/movers", &pairs)?;
            let Movers {
                items, from, to, ..
            } = movers.answer;
            Ok(findings::movers(&items, from, to))
        }
        When::NotReached => {
            let mut answers = Vec::new();
            for round in slugs(ask)? {
                answers.push(self::round(ask, &round)?);
            }
            let selected = selected(ask, question, today)?;
            Ok(findings::not_reached(&answers, &selected, today))
        }
        When::RoundMissed => {
            let Some(newest) = slugs(ask)?.into_iter().next() else {
                return Ok(Vec::new());
            };
            let selected = selected(ask, question, today)?;
            let round = self::round(ask, &newest)?;
            Ok(findings::round_missed(&round, &selected, today)
                .into_iter()
                .collect())
        }
    }
}

fn list(
    ask: &Ask,
    filter: &[(String, String)],
    status: &str,
    find: fn(&[api::answers::PersistingItem]) -> Vec<RuleFinding>,
) -> Result<Vec<RuleFinding>, String> {
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let mut pairs = filter.to_vec();
        pairs.push(pair("status", status));
        pairs.push(pair("limit", PAGE));
        pairs.extend(cursor.map(|cursor: String| pair("cursor", &cursor)));
        let page: AnswerEnvelope<Persisting> = json(ask, "/v1/persisting", &pairs)?;
        found.extend(find(&page.answer.items));
        cursor = page.answer.next_cursor;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}

/// Returns the rounds, the newest first.
fn slugs(ask: &Ask) -> Result<Vec<String>, String> {
    let rounds: AnswerEnvelope<Rounds> = json(ask, "/v1/rounds", &[])?;
    let items = rounds.answer.items.into_iter();
    Ok(items.map(|item| item.round).collect())
}

fn round(ask: &Ask, slug: &str) -> Result<RoundAnswer, String> {
    let round: AnswerEnvelope<RoundAnswer> = json(ask, &format!("/v1/rounds/{slug}"), &[])?;
    Ok(round.answer)
}

fn selected(
    ask: &Ask,
    question: &RuleQuestion,
    today: Date,
) -> Result<std::collections::BTreeMap<String, String>, String> {
    let all: Municipalities = json(ask, "/v1/municipalities", &[])?;
    Ok(findings::selected(all.items, &question.filter, today))
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn json<T: DeserializeOwned>(
    ask: &Ask,
    path: &str,
    pairs: &[(String, String)],
) -> Result<T, String> {
    let text = ask(path, pairs)?;
    serde_json::from_str(&text).map_err(|_| {
        format!("cannot read the answer of {path}: the server is probably of another version; use the same program")
    })
}

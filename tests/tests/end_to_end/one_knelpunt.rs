//! One knelpunt and its history over HTTP, also merged, withdrawn and redacted.

use anyhow::{bail, ensure};
use api::{
    AnswerEnvelope, HistoryItem, KnelpuntEvents,
    answers::{KnelpuntAnswer, KnelpuntStatus, Persisting, Summary},
};
use serde_json::{Value, json};
use tests::{Server, data};

const SOURCE: &str = "urn:nld:oin:00000001823288444000:systeem:rondgang";
const FUNDING: &str = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";
const CAPACITY: &str = "2b42e65b-a485-58cc-8731-f9bbf8123f3c";

fn event(id: &str, event_type: &str, subject: &str, data: &Value) -> String {
    json!({
        "specversion": "1.0", "id": id, "source": SOURCE, "type": format!("nl.knelpunten.{event_type}.v1"),
        "subject": subject, "time": "2016-01-01T00:00:00Z", "data": data,
    })
    .to_string()
}

fn report(id: &str, category: &str, observed_at: &str, description: &str) -> String {
    let subject = if category == "funding" {
        FUNDING
    } else {
        CAPACITY
    };
    let data = json!({
        "municipality": "GM0344", "category": category, "observedAt": observed_at, "description": description,
        "reporter": {"role": format!("role of {id}")},
    });
    event(id, "knelpunt-reported", subject, &data)
}

fn withdrawal(id: &str, subject: &str, withdrawn: &str) -> String {
    let data = json!({ "event": {"source": SOURCE, "id": withdrawn}, "municipality": "GM0344", "reason": "vergissing" });
    event(id, "event-withdrawn", subject, &data)
}

fn redaction(id: &str, redacted: &str) -> String {
    let data = json!({
        "event": {"source": SOURCE, "id": redacted}, "municipality": "GM0344", "reason": "verzoek",
        "replacement": {
            "type": "nl.knelpunten.knelpunt-reported.v1", "time": "2016-01-01T00:00:00Z",
            "data": {"municipality": "GM0344", "category": "capacity", "observedAt": "2013-01-01"},
        },
    });
    event(id, "event-redacted", CAPACITY, &data)
}

fn merge(id: &str) -> String {
    let data = json!({ "municipality": "GM0344", "category": "capacity", "into": {"category": "funding"}, "reason": "hetzelfde" });
    event(id, "knelpunt-merged", CAPACITY, &data)
}

fn history() -> Vec<String> {
    vec![
        report("a1", "capacity", "2013-01-01", "tekst met een naam"),
        report("b1", "funding", "2013-02-01", "geen geld"),
        report("b2", "funding", "2013-03-01", "nog steeds geen geld"),
        withdrawal("w1", FUNDING, "b2"),
        merge("m1"),
        redaction("r1", "a1"),
    ]
}

#[test]
fn a_merged_knelpunt_answers_as_its_target() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(history())?;
    let link = format!("/v1/knelpunten/{CAPACITY}?asOf=2013-06-01");
    let answer: KnelpuntAnswer = knelpunt.answer(&link)?;
    let category = answer.category.as_deref();
    ensure!(
        answer.id.to_string() == FUNDING && category == Some("funding"),
        "{answer:?}"
    );
    let [merged] = &answer.merged_from[..] else {
        bail!("{answer:?}");
    };
    ensure!(
        merged.to_string() == CAPACITY && answer.status == KnelpuntStatus::Open,
        "{answer:?}"
    );
    let [episode] = &answer.episodes[..] else {
        bail!("{answer:?}");
    };
    ensure!(
        episode.reports == 2 && episode.opened_at.to_string() == "2012-12-31T23:00:00Z",
        "{answer:?}"
    );
    let role = answer.reporter.as_ref().map(|reporter| &*reporter.role);
    ensure!(
        answer.description.as_deref() == Some("geen geld") && role == Some("role of b1"),
        "{answer:?}"
    );
    let names = (&answer.category_name, &answer.municipality_name);
    let (Some(category), Some(municipality)) = names else {
        bail!("{answer:?}");
    };
    ensure!(
        category == "Te weinig financiële middelen" && municipality == "Utrecht",
        "{answer:?}"
    );
    Ok(())
}

#[test]
fn its_events_are_listed_in_order_with_withdrawals_and_redactions() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(history())?;
    let KnelpuntEvents { items } = knelpunt.answer(&format!("/v1/knelpunten/{FUNDING}/events"))?;
    let ids: Vec<&str> = items.iter().map(|item| &*item.id).collect();
    ensure!(
        ids[..3] == ["a1", "b1", "b2"],
        "observations in order of observation: {ids:?}"
    );
    let mut corrections = ids[3..].to_vec();
    corrections.sort_unstable();
    ensure!(
        corrections == ["m1", "r1", "w1"],
        "then what was recorded later: {ids:?}"
    );
    let flags = |item: &HistoryItem| (item.withdrawn, item.redacted);
    ensure!(
        flags(&items[0]) == (false, true)
            && flags(&items[1]) == (false, false)
            && flags(&items[2]) == (true, false),
        "{items:?}"
    );
    ensure!(
        items[0].sequence == 1 && items[0].subject == CAPACITY,
        "{items:?}"
    );
    ensure!(
        items[0].observed_at.as_deref() == Some("2012-12-31T23:00:00Z")
            && items[3].observed_at.is_none(),
        "{items:?}"
    );
    ensure!(
        items[1].event_type == "nl.knelpunten.knelpunt-reported.v1" && items[1].source == SOURCE,
        "{items:?}"
    );
    Ok(())
}

#[test]
fn a_redacted_text_is_shown_nowhere_not_even_as_known_before() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(history())?;
    for link in [
        format!("/v1/knelpunten/{CAPACITY}/events"),
        format!("/v1/knelpunten/{CAPACITY}/events?knownAt=1"),
        format!("/v1/knelpunten/{CAPACITY}?knownAt=1"),
        "/v1/persisting?status=open&knownAt=1&asOf=2013-02-01".to_owned(),
        format!("/knelpunten/{CAPACITY}"),
        format!("/knelpunten/{CAPACITY}?knownAt=1"),
        "/gemeenten/GM0344?knownAt=1".to_owned(),
    ] {
        let answer = knelpunt.get(&link)?;
        ensure!(
            answer.status == 200,
            "{link}: {} {}",
            answer.status,
            answer.body
        );
        ensure!(
            !answer.body.contains("met een naam"),
            "{link} shows what was redacted"
        );
    }
    Ok(())
}

#[test]
fn a_query_known_at_before_a_merge_returns_the_unmerged_knelpunt() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(history())?;
    let link = format!("/v1/knelpunten/{CAPACITY}?asOf=2013-06-01&knownAt=4");
    let before: AnswerEnvelope<KnelpuntAnswer> = knelpunt.json(&link)?;
    ensure!(
        before.answer.id.to_string() == CAPACITY && before.answer.merged_from.is_empty(),
        "{before:?}"
    );
    ensure!(
        before.position == 4 && before.digest.is_none(),
        "{before:?}"
    );
    let unknown = knelpunt.get(&format!("/v1/knelpunten/{FUNDING}?knownAt=1"))?;
    ensure!(
        unknown.status == 404,
        "nobody had told of it by then: {}",
        unknown.body
    );
    Ok(())
}

#[test]
fn a_malformed_id_is_400_and_an_unknown_one_404() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(history())?;
    for (id, status) in [
        ("not-a-uuid", 400),
        ("00000000-0000-5000-8000-000000000000", 404),
    ] {
        for link in [
            format!("/v1/knelpunten/{id}"),
            format!("/v1/knelpunten/{id}/events"),
        ] {
            let answer = knelpunt.get(&link)?;
            ensure!(answer.status == status, "{link}: {}", answer.status);
            ensure!(
                answer
                    .header("content-type")
                    .is_some_and(|line| line.starts_with("application/problem+json")),
                "{link}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_pages_of_a_list_add_up_to_the_list() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(data("rules/history.ndjson").lines())?;
    let link = "/v1/persisting?status=open&asOf=2014-06-01&limit";
    let whole: Persisting = knelpunt.answer(&format!("{link}=1000"))?;
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Persisting = knelpunt.answer(&format!("{link}=7{cursor}"))?;
        ensure!(page.total == whole.total, "{page:?}");
        pages.extend(page.items);
        let Some(next) = page.next_cursor else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    ensure!(
        pages.len() > 20 && pages == whole.items,
        "pages differ from the whole"
    );
    Ok(())
}

#[test]
fn a_query_can_wait_for_an_event_that_was_just_published() -> anyhow::Result<()> {
    let (_nats, log, knelpunt) = Server::with_log(history())?;
    let later = report("b3", "funding", "2013-04-01", "weer");
    let sequence = log.append([later])?;
    let link = format!("/v1/summary?asOf=2013-06-01&atLeast={sequence}");
    let summary: AnswerEnvelope<Summary> = knelpunt.json(&link)?;
    ensure!(
        summary.answer.reports == 3 && summary.position >= sequence,
        "{summary:?}"
    );
    let beyond = knelpunt.get(&format!("/v1/summary?knownAt={}", sequence + 1))?;
    ensure!(
        beyond.status == 400,
        "what is not known yet: {}",
        beyond.body
    );
    let never = knelpunt.get(&format!("/v1/summary?atLeast={}", sequence + 1))?;
    ensure!(
        never.status == 503 && never.body.contains(&sequence.to_string()),
        "{}",
        never.body
    );
    Ok(())
}

//! One knelpunt and its history over HTTP, also merged, withdrawn and redacted.

use anyhow::{Context as _, ensure};
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
    let answer = knelpunt.json(&format!("/v1/knelpunten/{CAPACITY}?asOf=2013-06-01"))?;
    ensure!(
        answer["id"] == FUNDING && answer["category"] == "funding",
        "{answer}"
    );
    ensure!(
        answer["mergedFrom"] == json!([CAPACITY]) && answer["status"] == "open",
        "{answer}"
    );
    let episodes = answer["episodes"].as_array().context("episodes")?;
    ensure!(
        episodes.len() == 1 && episodes[0]["reports"] == 2,
        "{answer}"
    );
    ensure!(
        episodes[0]["openedAt"] == "2012-12-31T23:00:00Z",
        "{answer}"
    );
    ensure!(
        answer["description"] == "geen geld" && answer["reporter"]["role"] == "role of b1",
        "{answer}"
    );
    ensure!(
        answer["categoryName"] == "Te weinig financiële middelen"
            && answer["municipalityName"] == "Utrecht",
        "{answer}"
    );
    Ok(())
}

#[test]
fn its_events_are_listed_in_order_with_withdrawals_and_redactions() -> anyhow::Result<()> {
    let (_nats, _, knelpunt) = Server::with_log(history())?;
    let answer = knelpunt.json(&format!("/v1/knelpunten/{FUNDING}/events"))?;
    let items = answer["items"].as_array().context("items")?;
    let ids: Vec<&str> = items
        .iter()
        .filter_map(|item| item["id"].as_str())
        .collect();
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
    let flags = |item: &Value| (item["withdrawn"] == true, item["redacted"] == true);
    ensure!(
        flags(&items[0]) == (false, true)
            && flags(&items[1]) == (false, false)
            && flags(&items[2]) == (true, false),
        "{answer}"
    );
    ensure!(
        items[0]["sequence"] == 1 && items[0]["subject"] == CAPACITY,
        "{answer}"
    );
    ensure!(
        items[0]["observedAt"] == "2012-12-31T23:00:00Z" && items[3]["observedAt"].is_null(),
        "{answer}"
    );
    ensure!(
        items[1]["type"] == "nl.knelpunten.knelpunt-reported.v1" && items[1]["source"] == SOURCE,
        "{answer}"
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
    let before = knelpunt.json(&format!(
        "/v1/knelpunten/{CAPACITY}?asOf=2013-06-01&knownAt=4"
    ))?;
    ensure!(
        before["id"] == CAPACITY && before["mergedFrom"] == json!([]),
        "{before}"
    );
    ensure!(
        before["position"] == 4 && before["digest"].is_null(),
        "{before}"
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
    let whole = knelpunt.json(&format!("{link}=1000"))?;
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = knelpunt.json(&format!("{link}=7{cursor}"))?;
        ensure!(page["total"] == whole["total"], "{page}");
        pages.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(next) = page["nextCursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    ensure!(
        pages.len() > 20 && Value::from(pages) == whole["items"],
        "pages differ from the whole"
    );
    Ok(())
}

#[test]
fn a_query_can_wait_for_an_event_that_was_just_published() -> anyhow::Result<()> {
    let (_nats, log, knelpunt) = Server::with_log(history())?;
    let later = report("b3", "funding", "2013-04-01", "weer");
    let sequence = log.append([later])?;
    let answer = knelpunt.json(&format!("/v1/summary?asOf=2013-06-01&atLeast={sequence}"))?;
    ensure!(
        answer["reports"] == 3 && answer["position"].as_u64() >= Some(sequence),
        "{answer}"
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

//! Every rule and both histories, from raw messages on the stream to answers over HTTP.

use anyhow::ensure;
use serde_json::{Value, json};
use tests::{Nats, RuleCase, Server, check_answers, data, expected, question_links};

#[test]
fn every_rule_gives_its_answers_over_http() -> anyhow::Result<()> {
    let (nats, log) = Nats::with_stream()?;
    let mut wrong = Vec::new();
    for case in RuleCase::read_all()? {
        let last = log.append(case.lines())?;
        let server = Server::serve(&nats.url())?;
        server.reached(last)?;
        wrong.extend(case.wrong_answers(|link| answer_or_status(&server, link))?);
        drop(server);
        log.delete_stream()?;
        log.create_stream()?;
    }
    ensure!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}

/// Gets an answer, or the status that refuses it.
fn answer_or_status(server: &Server, link: &str) -> anyhow::Result<Value> {
    let response = server.get(link)?;
    match response.status {
        200 => response.json(),
        status => Ok(json!({ "status": status })),
    }
}

#[test]
fn the_made_up_histories_give_their_answers_over_http() -> anyhow::Result<()> {
    for (name, events, links) in [("history", 2_298, 52), ("questions-history", 2_470, 130)] {
        let (nats, log) = Nats::with_stream()?;
        let sequences = log.publish_lines(data(&format!("rules/{name}.ndjson")).lines())?;
        ensure!(
            sequences == (1..=events).collect::<Vec<u64>>(),
            "the sequence of an event is the number of its line"
        );
        let server = Server::serve(&nats.url())?;
        server.reached(events)?;
        let answers = format!("rules/{name}-answers.json");
        let found = expected(&answers).len();
        ensure!(found == links, "{found} links in {answers}");
        check_answers(&answers, |link| server.json(link))?;
    }
    Ok(())
}

#[test]
fn the_real_history_is_imported_and_answered() -> anyhow::Result<()> {
    let server = Server::up()?;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/problems/events.ndjson");
    let imported = server.run(&["events", "import", file])?.expect(0, &[])?;
    let digits: String = imported
        .out
        .chars()
        .filter(|character| !matches!(character, ' ' | ',' | '.'))
        .collect();
    ensure!(
        digits.contains("6660new") && digits.contains("200duplicate"),
        "{imported:?}"
    );
    server.reached(6_660)?;
    for file in [
        "problems/expected-2010-12-31.json",
        "problems/expected-2012-03-31.json",
    ] {
        check_answers(file, |link| server.json(link))?;
    }
    Ok(())
}

#[test]
fn a_link_with_as_of_and_known_at_returns_the_same_bytes_whatever_arrives_later()
-> anyhow::Result<()> {
    let history = data("rules/history.ndjson");
    let events: Vec<&str> = history.lines().collect();
    let (nats, log, knelpunt) = Server::with_log(&events[..1_500])?;
    let [one, as_of] = ["f876f8d3-a371-5e75-a72e-381898ccd30b", "asOf=2014-06-01"];
    let mut links = question_links(one, "2013-05", &format!("{as_of}&knownAt=1500"));
    links.extend([
        format!("/v1/persisting?{as_of}&knownAt=1500&limit=1000"),
        format!("/v1/trend?{as_of}&knownAt=1200&every=quarter&groupBy=category"),
        format!("/v1/resolution-times?{as_of}&knownAt=1500&groupBy=party"),
    ]);
    let ask = |link: &String| {
        knelpunt
            .get(link)
            .map(|answer| (answer.status, answer.body))
    };
    let before = links.iter().map(ask).collect::<anyhow::Result<Vec<_>>>()?;
    ensure!(
        before.iter().all(|(status, _)| *status == 200),
        "{before:?}"
    );
    // Only a redaction may change what is shown of the past.
    let later = events[1_500..]
        .iter()
        .copied()
        .filter(|line| !line.contains("event-redacted"));
    let last = log.append(later)?;
    knelpunt.reached(last)?;
    let after = links.iter().map(ask).collect::<anyhow::Result<Vec<_>>>()?;
    ensure!(before == after, "answers changed");
    let other = Server::serve(&nats.url())?;
    other.reached(last)?;
    for (link, (_, body)) in links.iter().zip(&before) {
        ensure!(
            other.get(link)?.body == *body,
            "{link} differs after a rebuild"
        );
    }
    Ok(())
}

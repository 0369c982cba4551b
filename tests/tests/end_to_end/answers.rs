//! Every rule and both histories, from raw messages on the stream to answers over HTTP.

use anyhow::ensure;
use serde_json::Value;
use tests::{Nats, Server, data, difference, expected};

/// Requests every link and returns the answers that differ.
fn wrong<'a>(
    knelpunt: &Server,
    asks: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (link, answer) in asks {
        if let Some(found) = difference("", answer, &knelpunt.json(link)?) {
            wrong.push(format!("{link}\n  {found}"));
        }
    }
    Ok(wrong)
}

#[test]
fn every_rule_gives_its_answers_over_http() -> anyhow::Result<()> {
    let cases: Vec<Value> = serde_json::from_str(&data("rules/cases.json"))?;
    ensure!(cases.len() == 38, "{} cases", cases.len());
    let nats = Nats::start()?;
    let log = tests::Log::connect(&nats.url())?;
    let mut all_wrong = Vec::new();
    for case in &cases {
        log.create_stream()?;
        let events = case["events"]
            .as_array()
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect::<Vec<_>>();
        let sequences = log.publish_lines(events.iter().map(String::as_str))?;
        let knelpunt = Server::serve(&nats.url())?;
        knelpunt.reached(sequences.last().copied().unwrap_or_default())?;
        let asks = case["asks"].as_array().into_iter().flatten();
        let asks = asks.map(|ask| (ask["link"].as_str().unwrap_or_default(), &ask["answer"]));
        all_wrong.extend(
            wrong(&knelpunt, asks)?
                .into_iter()
                .map(|found| format!("{}: {found}", case["name"])),
        );
        drop(knelpunt);
        log.delete_stream()?;
    }
    ensure!(
        all_wrong.is_empty(),
        "{} are wrong:\n{}",
        all_wrong.len(),
        all_wrong.join("\n")
    );
    Ok(())
}

#[test]
fn the_made_up_history_gives_its_answers_over_http() -> anyhow::Result<()> {
    let nats = Nats::start()?;
    let log = tests::Log::connect(&nats.url())?;
    log.create_stream()?;
    let history = data("rules/history.ndjson");
    let sequences = log.publish_lines(history.lines())?;
    ensure!(
        sequences == (1..=2_298).collect::<Vec<u64>>(),
        "sequence is the place of the line"
    );
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(2_298)?;
    let answers = expected("rules/history-answers.json");
    ensure!(answers.len() == 52, "{} links", answers.len());
    let wrong = wrong(
        &knelpunt,
        answers.iter().map(|(link, answer)| (link.as_str(), answer)),
    )?;
    ensure!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}

#[test]
fn the_real_history_is_imported_and_answered() -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/problems/events.ndjson");
    let output = knelpunt.run(&["events", "import", file])?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(
        output.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let digits: String = printed
        .chars()
        .filter(|character| !matches!(character, ' ' | ',' | '.'))
        .collect();
    ensure!(
        digits.contains("6660new") && digits.contains("200duplicate"),
        "it said: {printed}"
    );
    knelpunt.reached(6_660)?;
    for file in [
        "problems/expected-2010-12-31.json",
        "problems/expected-2012-03-31.json",
    ] {
        let answers = expected(file);
        ensure!(!answers.is_empty(), "{file} is empty");
        let wrong = wrong(
            &knelpunt,
            answers.iter().map(|(link, answer)| (link.as_str(), answer)),
        )?;
        ensure!(
            wrong.is_empty(),
            "{} of {file} are wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
    Ok(())
}

#[test]
fn a_link_with_as_of_and_known_at_returns_the_same_bytes_whatever_arrives_later()
-> anyhow::Result<()> {
    let nats = Nats::start()?;
    let log = tests::Log::connect(&nats.url())?;
    log.create_stream()?;
    let history = data("rules/history.ndjson");
    let events: Vec<&str> = history.lines().collect();
    log.publish_lines(events[..1_500].iter().copied())?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.reached(1_500)?;
    let links = [
        "/v1/summary?asOf=2014-06-01&knownAt=1500",
        "/v1/persisting?asOf=2014-06-01&knownAt=1500&limit=1000",
        "/v1/trend?asOf=2014-06-01&knownAt=1200&every=quarter&groupBy=category",
        "/v1/resolution-times?asOf=2014-06-01&knownAt=1500&groupBy=party",
    ];
    let ask = |link: &&str| {
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
    let last = log
        .publish_lines(later)?
        .last()
        .copied()
        .unwrap_or_default();
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

//! `show`: every question in every format, and what a question can be refused for.

use std::fs;

use anyhow::{Context as _, ensure};
use api::{
    AnswerEnvelope,
    answers::Persisting,
    operations::{self, Operation},
};
use tests::{Ended, Nats, Server, data};

/// The questions as arguments, the links that they become, and parts of their tables.
const QUESTIONS: [(&str, &str, &[&str]); 17] = [
    (
        "show summary",
        "/v1/summary?",
        &["Knelpunten", "Persisting", "Recurrences"],
    ),
    (
        "show persisting --limit 3",
        "/v1/persisting?limit=3&",
        &["Days", "Last", "3 of ", "--cursor "],
    ),
    (
        "show persisting --status open --min-age-days 10 --limit 1000",
        "/v1/persisting?status=open&minAgeDays=10&limit=1000&",
        &["persists", "does not persist yet"],
    ),
    (
        "show knelpunten --status resolved --limit 3",
        "/v1/knelpunten?status=resolved&limit=3&",
        &["Ended", "Outcome", "3 of "],
    ),
    (
        "show persisting --matrix",
        "/v1/persisting/matrix?",
        &["Persisting / open, by category:", "(funding)"],
    ),
    (
        "show trend --every year --group-by size-class",
        "/v1/trend?every=year&groupBy=sizeClass&",
        &["Period", "Group", "Open"],
    ),
    (
        "show resolution-times --group-by category",
        "/v1/resolution-times?groupBy=category&",
        &["Median", "Log-rank test: chi-squared"],
    ),
    (
        "show resolution-times --curve full",
        "/v1/resolution-times?curve=full&",
        &["Curve", "At risk", "Still open"],
    ),
    (
        "show recurrence --group-by category --curve full",
        "/v1/recurrence?groupBy=category&curve=full&",
        &["Recurred", "Still resolved", "Curve of"],
    ),
    (
        "show outlook --within-days 30 --limit 3",
        "/v1/outlook?withinDays=30&limit=3&",
        &["Still", "At risk", "3 of ", "--cursor "],
    ),
    (
        "show movers --measure reported --from 2014-01-01",
        "/v1/movers?measure=reported&from=2014-01-01&",
        &["Before", "Ratio", "Now is 2014-01-01 to 2016-01-01"],
    ),
    (
        "show funnel --group-by province --days 90",
        "/v1/funnel?groupBy=province&days=90&",
        &["Limits", "Share", "Over all groups: "],
    ),
    (
        "show waiting-on --limit 2",
        "/v1/waiting-on?limit=2&",
        &["Party", "Municipalities", "2 of ", "--cursor "],
    ),
    (
        "show episodes --event recurred --limit 2",
        "/v1/episodes?event=recurred&limit=2&",
        &["recurred", "episode 2", "2 of ", "--cursor "],
    ),
    (
        "show support-effect --support i-versneller",
        "/v1/support-effect?support=i-versneller&",
        &["Supported", "not assigned at random"],
    ),
    (
        "rounds status --category funding",
        "/v1/rounds?category=funding&",
        &["Reached", "Still", "2013-05", "Filter: category funding."],
    ),
    (
        "rounds status --round 2013-05 --against 2013-01",
        "/v1/rounds/2013-05?against=2013-01&",
        &["Municipality", "Total", "reached in both rounds ("],
    ),
];

fn serving() -> anyhow::Result<(Nats, Server)> {
    let (nats, _, knelpunt) = Server::with_log(data("rules/history.ndjson").lines())?;
    Ok((nats, knelpunt))
}

fn show(knelpunt: &Server, question: &str, more: &[&str]) -> anyhow::Result<Ended> {
    ask(knelpunt, &format!("show {question}"), more)
}

fn ask(knelpunt: &Server, arguments: &str, more: &[&str]) -> anyhow::Result<Ended> {
    let arguments: Vec<&str> = arguments.split(' ').collect();
    knelpunt.run(&[&arguments[..], more].concat())
}

#[test]
fn the_list_has_every_question_except_those_about_one_knelpunt() {
    let mut left = operations::questions();
    let asks = |question: &Operation, link: &str| {
        let path = question.path().replace("{round}", "2013-05");
        link.starts_with(&format!("{path}?"))
    };
    left.retain(|question| QUESTIONS.iter().all(|(_, link, _)| !asks(question, link)));
    let left: Vec<&str> = left.iter().map(Operation::path).collect();
    assert_eq!(left, ["/v1/knelpunten/{id}", "/v1/knelpunten/{id}/events"]);
}

#[test]
fn every_question_is_answered_in_every_format() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    for (question, link, parts) in QUESTIONS {
        let when = ["--as-of", "2016-01-01"];
        let table = ask(&knelpunt, question, &when)?.expect(0, parts)?;
        let about = ["n = ", "(censored)", "as of 2016-01-01, position "];
        let table = table.expect(0, &about)?;
        ensure!(
            !table.out.contains('\u{1b}'),
            "{question} has colours where there is no terminal: {}",
            table.out
        );

        let wide = table
            .out
            .lines()
            .find(|line| line.chars().count() > 80 && !line.contains("--cursor"));
        ensure!(wide.is_none(), "{question} is wider than 80: {wide:?}");

        let link = format!("{link}asOf=2016-01-01");
        let json = ask(
            &knelpunt,
            question,
            &[&when[..], &["--format", "json"]].concat(),
        )?
        .expect(0, &[])?;
        ensure!(
            json.out.trim_end() == knelpunt.get(&link)?.body,
            "{question} differs from {link}"
        );
        let csv = ask(
            &knelpunt,
            question,
            &[&when[..], &["--format", "csv"]].concat(),
        )?
        .expect(0, &[])?;
        let answer = knelpunt.get_with(&link, &[("Accept", "text/csv")])?.body;
        ensure!(
            csv.out.trim_end() == answer.trim_end() && csv.out.contains(','),
            "{question} differs from {link}"
        );
    }
    Ok(())
}

#[test]
fn tables_and_exports_are_written_into_files_as_the_api_gives_them() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let folder = tempfile::tempdir()?;
    let file = |name: &str| folder.path().join(name);
    for (arguments, name, link) in [
        (
            "show persisting --format csv",
            "a.csv",
            "/v1/persisting?format=csv&",
        ),
        ("show summary --format json", "a.json", "/v1/summary?"),
        (
            "export episodes --format ndjson",
            "a.ndjson",
            "/v1/exports/episodes?format=ndjson&",
        ),
        (
            "export knelpunten",
            "b.ndjson",
            "/v1/exports/knelpunten?format=ndjson&",
        ),
        (
            "export events --format ndjson",
            "c",
            "/v1/exports/events?format=ndjson&",
        ),
    ] {
        let out = file(name);
        let more = ["--as-of", "2016-01-01", "--out", &out.display().to_string()];
        ask(&knelpunt, arguments, &more)?.expect(0, &[])?;
        let answer = knelpunt.get(&format!("{link}asOf=2016-01-01"))?.body;
        let written = fs::read_to_string(&out)?;
        ensure!(
            written.trim_end() == answer.trim_end() && written.len() > 2,
            "{arguments}: {written}"
        );
    }
    for (arguments, name, start) in [
        ("show persisting --format xlsx", "a.xlsx", &b"PK"[..]),
        ("export episodes", "a.parquet", &b"PAR1"[..]),
    ] {
        let out = file(name);
        ask(&knelpunt, arguments, &["--out", &out.display().to_string()])?.expect(0, &[])?;
        ensure!(fs::read(&out)?.starts_with(start), "{arguments}");
    }
    ensure!(
        fs::read_dir(folder.path())?.count() == 7,
        "a partial file is left"
    );
    let wrong = file("no/a.parquet").display().to_string();
    ask(&knelpunt, "export episodes", &["--out", &wrong])?
        .refuses(64, &["cannot create", "correct --out"])?;
    let out = file("a.parquet").display().to_string();
    let refused = ask(
        &knelpunt,
        "export episodes --province PV99",
        &["--out", &out],
    )?;
    refused.refuses(64, &["--province \"PV99\""])?;
    ensure!(
        fs::read(&out)?.starts_with(b"PAR1"),
        "the file of before is gone"
    );
    Ok(())
}

#[test]
fn the_next_page_follows_the_first() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let question = "persisting --limit 2 --as-of 2016-01-01";
    let first = show(&knelpunt, question, &[])?
        .expect(0, &["--cursor "])?
        .out;
    let cursor = first
        .split("--cursor ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    let next = show(
        &knelpunt,
        question,
        &["--cursor", cursor.context("no cursor")?],
    )?
    .expect(0, &["2 of "])?
    .out;
    let both: AnswerEnvelope<Persisting> = show(
        &knelpunt,
        "persisting --limit 4 --as-of 2016-01-01",
        &["--format", "json"],
    )?
    .json()?;
    for (index, item) in both.answer.items.iter().enumerate() {
        let id = &*item.id.to_string();
        let (here, there) = if index < 2 {
            (&first, &next)
        } else {
            (&next, &first)
        };
        ensure!(
            here.contains(id) && !there.contains(id),
            "{id} is on the wrong page"
        );
    }
    Ok(())
}

#[test]
fn one_knelpunt_is_shown_with_its_history() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let listed: AnswerEnvelope<Persisting> = show(
        &knelpunt,
        "persisting --status open --limit 1",
        &["--format", "json"],
    )?
    .json()?;
    let id = &*listed.answer.items[0].id.to_string();
    show(&knelpunt, "knelpunt", &[id])?.expect(0, &[id, "Episodes", "open"])?;
    show(&knelpunt, "knelpunt", &[id, "--format", "csv"])?
        .expect(0, &["openedAt,since,endedAt,outcome"])?;
    show(&knelpunt, "history", &[id])?.expect(0, &["reported", "Source, and id of the event"])?;
    show(&knelpunt, "history", &[id, "--format", "csv"])?
        .expect(0, &["sequence,key,type,source,id"])?;
    let link = format!("/v1/knelpunten/{id}/events?asOf=2016-01-01");
    let json = show(
        &knelpunt,
        "history",
        &[id, "--as-of", "2016-01-01", "--format", "json"],
    )?;
    ensure!(
        json.out.trim_end() == knelpunt.get(&link)?.body,
        "it differs from {link}"
    );
    Ok(())
}

#[test]
fn every_violation_of_a_query_is_reported_at_once() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let wrong = "summary --municipality GM9999 --category gold --as-of yesterday --known-at soon";
    let parts = [
        "\n  --municipality \"GM9999\"",
        "\n  --category \"gold\"",
        "\n  --as-of \"yesterday\"",
        "\n  --known-at \"soon\"",
    ];
    show(&knelpunt, wrong, &[])?.refuses(64, &parts)?;
    show(
        &knelpunt,
        "history 00000000-0000-5000-8000-000000000000",
        &[],
    )?
    .refuses(1, &["no event is about a knelpunt with this id"])?;
    ask(&knelpunt, "rounds status --round 1999-01", &[])?.refuses(1, &["names this round"])?;
    ask(
        &knelpunt,
        "rounds status --round 2013-05 --against 1999-01",
        &[],
    )?
    .refuses(64, &["--against is a round without consultations"])?;
    show(&knelpunt, "summary --known-at 999999", &[])?
        .refuses(64, &["--known-at 999999 is beyond the current position"])?;
    Ok(())
}

#[test]
fn the_filter_is_shown_below_the_table() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let question = "summary --category funding --category staff --party";
    let party = "supplier: Fabriek  IJSSEL ";
    let ended = show(&knelpunt, question, &[party]);
    // A code that is not in the catalogue is refused; those that are come back as they are compared.
    ended?.refuses(64, &["--category \"staff\""])?;
    let filter = ["Filter: category funding and party supplier:fabriek ijssel."];
    show(&knelpunt, "summary --category funding --party", &[party])?.expect(0, &filter)?;
    Ok(())
}

//! Every plausible mistake on the command line, with its answer and exit code: `mistakes.md`, a list to be read as a
//! whole.
//!
//! The test compares the list with what the binary prints now. With `KNELPUNT_REWRITE=1` it rewrites the list instead.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    thread,
};

use tempfile::TempDir;
use tests::{Nats, Replacements, Server, compare_reviewed, data, knelpunt_command, stable};

use crate::running::invalid;

/// How many commands run at a time: some wait for a server that is not there.
const AT_A_TIME: usize = 8;
const LIST: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/command_line/mistakes.md"
);
const INTRODUCTION: &str = "\
# Mistakes on the command line

Each command is followed by its exit code and by what it prints. Written by the test `mistakes`, which fails when an answer
changes; `KNELPUNT_REWRITE=1 cargo nextest run -p tests --test command_line mistakes` rewrites the list. Read it as a whole
when you do: every message says what is wrong, where, and what to do.
";

/// Without a server: the options alone are wrong.
const OPTIONS: &[&str] = &[
    "repport",
    "show persistng",
    "rounds shet",
    "events imprt events.ndjson",
    "quarantine retri",
    "report --municpality GM0344 --category funding",
    "report --municipality GM0344",
    "resolve --municipality GM0344 --category funding",
    "resolve --municipality GM0344 --category funding --outcome fixed",
    "consult --municipality GM0344 --round 2013-02 --outcome called",
    "merge --municipality GM0344 --category funding",
    "withdraw --event-id 17",
    "withdraw --event-id 17 --knelpunt GM0344",
    "withdraw --event-id 17 --event-source urn:a --municipality GM0344 --subject gm0344",
    "show trend --group-by municipalty",
    "show trend --every fortnight",
    "show persisting --status gone",
    "show persisting --matrix --limit 5",
    "show resolution-times --curve half",
    "show knelpunt GM0344",
    "show history",
    "show summary --format xml",
    "show summary --server 127.0.0.1:7420",
    "show summary --server https://example.nl",
    "rounds status --against 2013-02",
    "schema knelpunt-closed",
    "catalogue municipality",
    "completions tcsh",
    "man shwo",
    "init --nats nats://127.0.0.1:4222 --replicas 2",
    "serve",
    "outbox list --limit 0",
    "up --listen 7420",
    "up --listen 0.0.0.0:7420",
    "up --demo=yes",
    "up extra",
];

/// Without a server: the event would be invalid.
const EVENTS: &[&str] = &[
    "report --municipality Utregt --category funding --dry-run",
    "report --municipality GM3444 --category funding --dry-run",
    "report --municipality GM0344 --category fundin --dry-run",
    "report --municipality GM0344 --category funding --building-block bagg --dry-run",
    "report --municipality GM0344 --category funding --party Logius --dry-run",
    "report --municipality GM0344 --category funding --party suplier:Logius --dry-run",
    "report --municipality GM0344 --category funding --party 'supplier: ' --dry-run",
    "report --municipality GM0344 --category funding --observed-at yesterday --dry-run",
    "report --municipality GM0344 --category funding --observed-at 12-02-2013 --dry-run",
    "report --municipality GM0344 --category funding --observed-at 2999-01-01 --dry-run",
    "report --municipality GM0344 --category funding --observed-at 2013-02-12 --known-since 2013-03-01 --dry-run",
    "report --municipality GM0344 --category funding --round 'Q1 2013' --dry-run",
    "report --municipality GM0344 --category funding --reference 'the printer' --dry-run",
    "report --municipality GM0344 --category funding --description '' --dry-run",
    "report --municipality GM0344 --category funding --time today --dry-run",
    "report --municipality GM0344 --category funding --time 2999-01-01T00:00:00Z --dry-run",
    "report --municipality GM0344 --category funding --source coaches --dry-run",
    "report --municipality GM9999 --category gold --observed-at soon --reporter-role '' --dry-run",
    "resolve --municipality GM0344 --category funding --outcome solved --remedy suplier-fix --dry-run",
    "consult --municipality GM0344 --round 2013-02 --outcome reached --topic fundng --dry-run",
    "merge --municipality GM0344 --category funding --into-category funding --dry-run",
];

/// Without a server: a file is missing or wrong. They are made by `files`.
const FILES: &[&str] = &[
    "events import missing.ndjson",
    "events import .",
    "events export --out no/events.ndjson --nats nats://127.0.0.1:1",
    "simulate --until 2016-01-01 --out no/history.ndjson",
    "simulate --events many --years 21 --seed=-1 --until 2016-02-30",
    "simulate",
    "rounds import missing.xlsx",
    "rounds import empty.xlsx",
    "rounds import empty.csv",
    "rounds import reports.csv",
    "rounds import reports.csv --map municipality=Plaats,category==funding,observedAt=Datum",
    "rounds import reports.csv --map town=Gemeente,category==funding,observedAt=Datum",
    "rounds import reports.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --dry-run",
    "rounds import reports.csv --map municipality=Gemeente,category=Soort,observedAt=Datum --cleared",
    "rounds import reports.csv --delimiter ;;",
    "rounds import one.xlsx two.xlsx",
    "rounds import one.xlsx --map municipality=Gemeente",
    "rounds import reports.csv empty.csv --map municipality=Gemeente",
    "rounds sheet --round 2013_06 --municipality Utrect --province Utrech --as-of 2013-06-01 --out sheet.xlsx",
    "rounds sheet --round 2013-06 --as-of tomorrow --out sheet.xlsx",
    "rounds sheet --round 2013-06 --as-of 2999-01-01 --out sheet.xlsx",
    "notify",
    "notify --check missing.toml",
    "notify --check broken.toml",
    "notify --check rules.toml",
    "schema --catalogue missing.toml",
    "schema --catalogue broken.toml",
    "schema --catalogue invalid.toml",
    "schema --out reports.csv",
    "up --listen 127.0.0.1:0 --data reports.csv",
    "up --data other --listen 127.0.0.1:0 --nats-server-bin /no/such/nats-server",
    "rebuild --data rebuilt --nats-server-bin /no/such/nats-server",
];

/// With a server that is not there.
const UNAVAILABLE: &[&str] = &[
    "notify --dry-run correct.toml",
    "show summary",
    "report --municipality GM0344 --category funding",
    "report --municipality GM0344 --category funding --nats nats://127.0.0.1:1",
    "report --municipality GM0344 --category funding --nats 'nats://a b'",
    "events import events.ndjson",
    "quarantine list",
    "outbox list",
    "verify",
    "init --nats nats://127.0.0.1:1",
    "rounds sheet --round 2013-06 --out sheet.xlsx",
];

/// With a running server.
const RUNNING: &[&str] = &[
    "show summary --municipality GM9999 --category gold --as-of yesterday --known-at soon",
    "show resolution-times --as-of 2999-01-01",
    "show trend --from 2999-01-01",
    "rounds status --as-of 2999-01-01",
    "show summary --province Utrecht --size-class 9 --party-kind vendor --building-block bagg",
    "show summary --party Logius",
    "show summary --round 'Q1 2013'",
    "show summary --known-at 999999",
    "show summary --at-least 999999",
    "show persisting --limit 5000",
    "show persisting --cursor nonsense",
    "show persisting --min-age-days many",
    "show trend --from 2013-05-01 --to 2013-01-01",
    "show resolution-times --horizon-days 0",
    "show knelpunt 00000000-0000-5000-8000-000000000000",
    "rounds status --round 1999-01",
    "rounds status --round 2013-05 --against 1999-01",
    "quarantine list --limit 0",
    "withdraw --knelpunt 00000000-0000-5000-8000-000000000000 --event-id 17",
    "events import invalid.ndjson",
    "up --listen {listen}",
    "serve --nats {nats} --listen 127.0.0.1:0 --data {data}",
    "show summary --server http://{nats-address}",
    "rebuild --server http://127.0.0.1:1 --data {data}",
];

/// Files of every wrong kind.
fn files() -> anyhow::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
    write("empty.csv", "")?;
    write("empty.xlsx", "")?;
    write("one.xlsx", "")?;
    write("two.xlsx", "")?;
    write("events.ndjson", "")?;
    write("invalid.ndjson", &format!("{}\n{{\n", invalid("1")))?;
    write(
        "reports.csv",
        "Gemeente;Soort;Datum\nUtrecht;funding;12-02-2013\nUtrecht;fundin;12-02-2013\nAtlantis;funding;morgen\n",
    )?;
    write("broken.toml", "[[category]\n")?;
    write(
        "rules.toml",
        "[mail]\nserver = \"smtp\"\npassword = \"a\"\n[destination.team]\nmail = \"team\"\nsend = \"dayly\"\n\
         [[rule]]\nwhen = \"persists\"\nto = \"teem\"\nprovince = \"Utrecht\"\n",
    )?;
    write(
        "correct.toml",
        "[mail]\nserver = \"localhost\"\nfrom = \"a@example.nl\"\n[destination.team]\nmail = \"b@example.nl\"\n\
         [[rule]]\nwhen = \"persists\"\nto = \"team\"\n",
    )?;
    write(
        "invalid.toml",
        "[[category]]\ncode = \"Wi Fi\"\nnl = \"a\"\n[remedy]\na = \"b\"\n",
    )?;
    Ok(folder)
}

/// Splits a line into arguments; single quotes group.
fn arguments(line: &str) -> Vec<String> {
    let (mut all, mut current, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for letter in line.chars() {
        match letter {
            '\'' => (quoted, any) = (!quoted, true),
            ' ' if !quoted => {
                if any || !current.is_empty() {
                    all.push(std::mem::take(&mut current));
                }
                any = false;
            }
            letter => current.push(letter),
        }
    }
    if any || !current.is_empty() {
        all.push(current);
    }
    all
}

fn command(folder: &Path, url: &str, line: &str) -> anyhow::Result<Command> {
    let mut command = knelpunt_command()?;
    command
        .args(arguments(line))
        .current_dir(folder)
        .env("KNELPUNT_URL", url)
        .env("KNELPUNT_DATA", folder.join("data"))
        .env("KNELPUNT_SOURCE", "urn:example:test")
        .env("COLUMNS", "100")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null());
    Ok(command)
}

/// Returns the answer to a command, without what is different in every run.
fn answer(line: &str, output: &Output, replacements: &Replacements) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text += &String::from_utf8_lossy(&output.stderr);
    let code = output
        .status
        .code()
        .map_or("none".to_owned(), |code| code.to_string());
    let mut answer = format!("\n### `knelpunt {line}`\n\nExit code {code}\n\n```text\n");
    for line in text.lines() {
        let _ = writeln!(answer, "{}", without_rate(line.trim_end()));
    }
    answer += "```\n";
    stable(&answer, replacements)
}

/// Leaves out how long an import took, and the time of a line in the log.
fn without_rate(line: &str) -> String {
    let start = line.find(" in ").filter(|_| line.contains("events/s"));
    if let (Some(start), Some(end)) = (start, line.find("events/s")) {
        return format!("{} in … s, … {}", &line[..start], &line[end..]);
    }
    match line.split_once("Z ") {
        Some((time, rest)) if time.len() > 20 && time.starts_with("20") => format!("TIME {rest}"),
        _ => line.to_owned(),
    }
}

pub(crate) fn section(
    title: &str,
    lines: &'static [&'static str],
    folder: &Path,
    url: &str,
    replacements: &Replacements,
) -> anyhow::Result<String> {
    let mut section = format!("\n## {title}\n");
    for chunk in lines.chunks(AT_A_TIME) {
        let answers: Vec<anyhow::Result<String>> = thread::scope(|scope| {
            let run = |line: &'static str| {
                scope.spawn(move || -> anyhow::Result<String> {
                    let mut called = line.to_owned();
                    for (found, stable) in replacements {
                        called = called.replace(stable, found);
                    }
                    let output = command(folder, url, &called)?.output()?;
                    Ok(answer(line, &output, replacements))
                })
            };
            let running: Vec<_> = chunk.iter().copied().map(run).collect();
            let ended = running.into_iter().map(std::thread::ScopedJoinHandle::join);
            ended
                .map(|one| one.unwrap_or_else(|_| anyhow::bail!("a thread panicked")))
                .collect()
        });
        for answer in answers {
            section += &answer?;
        }
    }
    Ok(section)
}

#[test]
fn every_mistake_has_an_answer_that_was_read() -> anyhow::Result<()> {
    let folder = files()?;
    let path = folder.path();
    let nobody = "http://127.0.0.1:1";
    let here = vec![(path.display().to_string(), "DIR")];
    let mut list = INTRODUCTION.to_owned();
    list += &section("Commands and options", OPTIONS, path, nobody, &here)?;
    list += &section("Events", EVENTS, path, nobody, &here)?;
    list += &section("Files", FILES, path, nobody, &here)?;
    list += &section(
        "Servers that are not available",
        UNAVAILABLE,
        path,
        nobody,
        &here,
    )?;

    let (nats, log) = Nats::with_stream()?;
    log.publish_lines(data("rules/history.ndjson").lines().take(200))?;
    let server = Server::serve(&nats.url())?;
    server.reached(200)?;
    let address = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
    let replacements = vec![
        (server.data().display().to_string(), "{data}"),
        (path.display().to_string(), "DIR"),
        (nats.url(), "{nats}"),
        (address(&nats.url()), "{nats-address}"),
        (address(server.url()), "{listen}"),
    ];
    list += &section(
        "A running server",
        RUNNING,
        path,
        server.url(),
        &replacements,
    )?;
    compare_reviewed(LIST, &list)
}

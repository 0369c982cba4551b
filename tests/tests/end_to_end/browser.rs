//! The pages in a real browser; the forms with script and without, from a page elsewhere, and while the log is away.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anyhow::{Context as _, anyhow, ensure};
use api::{
    AnswerEnvelope, KnelpuntEvents, OutboxPage,
    answers::{KnelpuntAnswer, KnelpuntStatus, Persisting, Rounds},
};
use serde_json::Value;
use tests::{Log, Nats, Server, command::printed, python, until};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser")
}

/// Runs a browser script, and returns the JSON that it prints.
fn go(script: &str, arguments: &[&str]) -> anyhow::Result<Value> {
    let mut command = Command::new("node");
    command.arg(folder().join(script)).args(arguments);
    let printed = printed(&mut command)?;
    serde_json::from_str(&printed).with_context(|| format!("{script} said {printed}"))
}

fn text<'a>(printed: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    printed[name]
        .as_str()
        .with_context(|| format!("{name} is told"))
}

/// Counts the messages in the log.
fn messages(knelpunt: &Server) -> anyhow::Result<usize> {
    Ok(knelpunt.log()?.messages()?.len())
}

/// Reports, corrects, resolves and merges through the forms, and checks that the log has exactly these events.
fn check_story(knelpunt: &Server, municipality: &str, mode: &str) -> anyhow::Result<()> {
    let before = messages(knelpunt)?;
    let printed = go("forms.js", &[knelpunt.url(), municipality, mode])?;
    let sent = messages(knelpunt)? - before;
    ensure!(printed["sent"] == sent, "{printed}, but {sent} events");
    let (first, second) = (text(&printed, "first")?, text(&printed, "second")?);
    let merged: KnelpuntAnswer = knelpunt.answer(&format!("/v1/knelpunten/{second}"))?;
    let party = merged.party.as_ref().map(|party| party.name.as_str());
    ensure!(
        merged.id.to_string() == first && merged.status == KnelpuntStatus::Open,
        "{merged:?}"
    );
    ensure!(party == Some("fabriek ijssel"), "{merged:?}");
    let events: KnelpuntEvents = knelpunt.answer(&format!("/v1/knelpunten/{first}/events"))?;
    let of_type = |name: &str| {
        let event_type = format!("nl.knelpunten.{name}.v1");
        let items = events.items.iter();
        items.filter(|item| item.event_type == event_type).count()
    };
    let counts = [
        "knelpunt-reported",
        "knelpunt-merged",
        "knelpunt-resolved",
        "event-withdrawn",
    ]
    .map(of_type);
    ensure!(counts == [5, 1, 1, 1], "{counts:?} of {events:?}");
    let joined = "De koppeling is er niet. Er is nog geen datum.";
    let has_joined = events
        .items
        .iter()
        .any(|item| item.data["description"] == joined);
    ensure!(has_joined, "lines are joined: {events:?}");
    Ok(())
}

#[test]
fn knelpunten_are_reported_and_corrected_by_form_with_script_and_without() -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    check_story(&knelpunt, "GM0344", "on")?;
    check_story(&knelpunt, "GM0363", "off")
}

/// The pages, but those about one party or knelpunt.
const PAGES: [&str; 27] = [
    "/",
    "/gemeenten",
    "/gemeenten/GM0183",
    "/categorieen",
    "/categorieen/capacity",
    "/bouwstenen",
    "/bouwstenen/digid",
    "/partijen",
    "/knelpunten",
    "/rondes",
    "/vooruitblik",
    "/ondersteuning",
    "/vergelijken",
    "/kaart",
    "/matrix",
    "/ondersteuning/i-coach",
    "/kaart?asOf=2026-01-01",
    "/maandberichten",
    "/zoeken?q=koppeling",
    "/begrippen",
    "/melden",
    "/melden?municipality=Bergen",
    "/inlezen",
    "/beheer",
    "/toegankelijkheid",
    "/privacy",
    "/gemeenten/GM0183/melden",
];

/// Returns the pages about one party, knelpunt, round and month.
fn own_pages(full: &Server) -> anyhow::Result<[String; 4]> {
    let listed: AnswerEnvelope<Persisting> =
        full.json("/v1/persisting?limit=1&partyKind=supplier")?;
    let first = listed.answer.items.first().context("nothing persists")?;
    let party = first.party.as_ref().context("it waits on nobody")?;
    let rounds: AnswerEnvelope<Rounds> = full.json("/v1/rounds")?;
    // That of the newest round may not have ended.
    let round = &rounds.answer.items.get(1).context("one round")?.round;
    Ok([
        format!("/knelpunten/{}", first.id),
        format!("/partijen/supplier:{}", party.name.replace(' ', "%20")),
        format!("/rondes/{round}"),
        format!("/maandberichten/{}", &round[..7]),
    ])
}

/// Checks every page with axe.
fn check_pages(full: &Server, empty: &Server) -> anyhow::Result<()> {
    let own = own_pages(full)?;
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    for (server, pages) in [(full, [&PAGES[..], &own].concat()), (empty, PAGES.to_vec())] {
        let looked = go("pages.js", &[&[server.url()], &pages[..]].concat())?;
        ensure!(looked == 2 * pages.len(), "{looked} of {}", pages.len());
    }
    let report = own.last().context("a report")?;
    let pages = [
        *report,
        "/",
        "/vergelijken",
        "/gemeenten/GM0183",
        "/vooruitblik",
    ];
    check_paper(full, &pages, 6)?;
    // The map has a table of all municipalities.
    check_paper(
        empty,
        &["/maandberichten", "/", "/vergelijken", "/kaart"],
        16,
    )
}

/// Prints pages: each has its headings, and no more sheets than `most`.
fn check_paper(server: &Server, paths: &[&str], most: u64) -> anyhow::Result<()> {
    let printed = go("paper.js", &[&[server.url()], paths].concat())?;
    let printed = printed.as_array().context("a list")?;
    ensure!(printed.len() == paths.len(), "{printed:?}");
    for page in printed {
        let headings = page["headings"].as_array().context("headings")?;
        let sheets = page["sheets"].as_u64().context("sheets")?;
        ensure!((1..=most).contains(&sheets), "{page}");
        ensure!(!headings.is_empty(), "{page}");
        if text(page, "path")?.starts_with("/maandberichten/2") {
            let has = |text: &str| headings.iter().any(|heading| heading == text);
            ensure!(
                has("Verloop") && has("In cijfers") && has("Ronde"),
                "{page}"
            );
        }
    }
    Ok(())
}

/// Returns a server with one knelpunt, that waits on nobody, and a municipality that got support.
fn with_one_knelpunt() -> anyhow::Result<Server> {
    let one = Server::up()?;
    let what = ["--category", "integration", "--building-block", "digid"];
    let text = [
        "--reference",
        "TOP-1234",
        "--description",
        "De koppeling met DigiD werkt niet.",
    ];
    let report = [
        "report",
        "--municipality",
        "GM0344",
        "--observed-at",
        "2026-01-10",
    ];
    let support = [
        "support",
        "--municipality",
        "GM0344",
        "--support",
        "i-versneller",
    ];
    for arguments in [[&report[..], &what, &text].concat(), support.to_vec()] {
        one.run(&arguments)?.expect(0, &[])?;
    }
    one.reached(2)?;
    Ok(one)
}

/// Does every task on every log: each on a screen and on a phone, with script and without.
fn check_tasks(full: &Server, one: &Server, empty: &Server) -> anyhow::Result<()> {
    let listed: AnswerEnvelope<Persisting> = full.json("/v1/persisting?status=open&limit=1000")?;
    let mut references = listed
        .answer
        .items
        .iter()
        .filter_map(|item| item.reference.as_deref());
    let reference = references.next().context("nothing has a reference")?;
    let logs = [
        (full, "demo", reference),
        (one, "one", "TOP-1234"),
        (empty, "empty", "TOP-1234"),
    ];
    thread::scope(|scope| {
        let runs = logs.map(|(server, log, reference)| {
            scope.spawn(move || go("tasks.js", &[server.url(), log, reference]))
        });
        for run in runs {
            let done = run.join().map_err(|_| anyhow!("a browser panicked"))??;
            ensure!(done["done"] == 4 * 12, "{done}");
        }
        Ok(())
    })
}

/// Starts a server with the history of the demo.
fn demo() -> anyhow::Result<Server> {
    let full = Server::start_in_new_folder(&["up", "--demo", "--paused"])?;
    full.reached(4_000)?;
    Ok(full)
}

#[test]
fn the_pages_keep_nobody_out() -> anyhow::Result<()> {
    check_pages(&demo()?, &Server::up()?)
}

#[test]
fn every_task_takes_three_clicks_or_one_search() -> anyhow::Result<()> {
    check_tasks(&demo()?, &with_one_knelpunt()?, &Server::up()?)
}

/// Enters the first knelpunten by form or file in each way, on an empty log each, that has so many events in the end.
fn check_first(task: &str, sent: usize) -> anyhow::Result<()> {
    let servers = [Server::up()?, Server::up()?, Server::up()?, Server::up()?];
    let python = python().display().to_string();
    let arguments = [task, &python].into_iter();
    let arguments: Vec<&str> = arguments.chain(servers.iter().map(Server::url)).collect();
    let done = go("first.js", &arguments)?;
    ensure!(done == servers.len(), "{done}");
    for server in &servers {
        let found = messages(server)?;
        ensure!(found == sent, "{task}: {found} events");
    }
    Ok(())
}

#[test]
fn the_first_knelpunt_the_first_table_and_the_first_call_sheet_take_three_clicks()
-> anyhow::Result<()> {
    for (task, sent) in [("report", 1), ("table", 3), ("call-sheet", 5)] {
        check_first(task, sent)?;
    }
    Ok(())
}

#[test]
fn an_open_page_shows_what_is_reported_elsewhere() -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    let shown = go("live.js", &[knelpunt.url(), "GM0344"])?;
    ensure!(shown == "2", "{shown}");
    Ok(())
}

#[test]
fn a_form_on_a_page_of_another_origin_is_refused_and_publishes_nothing() -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    knelpunt.reached(0)?;
    let shown = go("foreign.js", &[knelpunt.url(), "GM0344"])?;
    for shown in shown.as_array().context("each name has its answer")? {
        let heading = "Dat kan alleen vanaf een pagina hier";
        ensure!(
            shown["status"] == 403 && shown["heading"] == heading,
            "{shown}"
        );
    }
    let outbox: OutboxPage = knelpunt.json("/v1/outbox")?;
    ensure!(outbox.waiting == 0 && outbox.dead == 0, "{outbox:?}");
    ensure!(messages(&knelpunt)? == 0, "something was published");
    Ok(())
}

#[test]
fn a_form_sent_while_the_log_is_unavailable_is_stored_and_published_later() -> anyhow::Result<()> {
    let (mut nats, _) = Nats::with_stream()?;
    let knelpunt = Server::start_in_new_folder(&["serve", "--intake", "--nats", &nats.url()])?;
    knelpunt.reached(0)?;
    nats.kill()?;
    until("the log is said to be away", || {
        let form = knelpunt.get_with("/gemeenten/GM0344/melden", &[("accept", "text/html")]);
        form.ok()?.body.contains("logboek is weg").then_some(())
    })?;
    let receipt = go("away.js", &[knelpunt.url(), "GM0344", "Bewaard"])?;
    let receipt = receipt.as_str().context("a page")?;
    ensure!(receipt.contains("/verstuurd/"), "{receipt}");
    nats.start_again()?;
    let there = go("away.js", &[receipt])?;
    let there = there.as_str().context("a page")?;
    ensure!(there.contains("/knelpunten/"), "{there}");
    ensure!(messages(&knelpunt)? == 1, "it counts once");
    Ok(())
}

#[test]
fn a_form_that_the_log_denies_is_stored_and_shown_with_the_reason() -> anyhow::Result<()> {
    let nats = Nats::start_denying("knelpunten.knelpunt-reported.GM0363")?;
    Log::connect(&nats.url())?.create_stream()?;
    let knelpunt = Server::start_in_new_folder(&["serve", "--intake", "--nats", &nats.url()])?;
    knelpunt.reached(0)?;
    let arguments = [knelpunt.url(), "GM0363", "Nog niet gepubliceerd"];
    let page = go("away.js", &arguments)?;
    let page = page.as_str().context("a page")?;
    let path = page
        .strip_prefix(knelpunt.url())
        .context("a page of ours")?;
    let shown = knelpunt.get_with(path, &[("accept", "text/html")])?;
    ensure!(shown.body.contains("no permission"), "{}", shown.body);
    ensure!(knelpunt.json::<OutboxPage>("/v1/outbox")?.dead == 1);
    ensure!(messages(&knelpunt)? == 0, "nothing published");
    Ok(())
}

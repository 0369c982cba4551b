//! The forms in a real browser: with script and without, from a page elsewhere, and while the log is away.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::{Knelpunt, Log, Nats, until};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser")
}

/// Has somebody go through the pages; gives what the script says of it.
fn go(script: &str, words: &[&str]) -> anyhow::Result<Value> {
    let mut command = Command::new("node");
    command.arg(folder().join(script)).args(words);
    let output = command
        .output()
        .context("node does not start: run tests/run, which sets it up")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(
        output.status.success(),
        "{script} failed: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&said).with_context(|| format!("{script} said {said}"))
}

fn text<'a>(said: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    said[name]
        .as_str()
        .with_context(|| format!("{name} is told"))
}

/// Counts what the log has.
fn messages(knelpunt: &Knelpunt) -> anyhow::Result<usize> {
    Ok(knelpunt.log()?.messages()?.len())
}

/// Checks what was said in one round through the forms, and that it is all that is in the log since.
fn check_story(knelpunt: &Knelpunt, municipality: &str, mode: &str) -> anyhow::Result<()> {
    let before = messages(knelpunt)?;
    let said = go("forms.js", &[knelpunt.url(), municipality, mode])?;
    let sent = messages(knelpunt)? - before;
    ensure!(said["sent"] == sent, "{said}, but {sent} events");
    let (first, second) = (text(&said, "first")?, text(&said, "second")?);
    let stands = knelpunt.json(&format!("/v1/knelpunten/{second}"))?;
    ensure!(
        stands["id"] == first && stands["status"] == "open",
        "{stands}"
    );
    ensure!(stands["party"]["name"] == "fabriek ijssel", "{stands}");
    let events = knelpunt.json(&format!("/v1/knelpunten/{first}/events"))?;
    let of_type = |name: &str| {
        let items = events["items"].as_array().into_iter().flatten();
        items
            .filter(|item| item["type"] == format!("nl.knelpunten.{name}.v1"))
            .count()
    };
    let counts = [
        "knelpunt-reported",
        "knelpunt-merged",
        "knelpunt-resolved",
        "event-withdrawn",
    ]
    .map(of_type);
    ensure!(counts == [5, 1, 1, 1], "{counts:?} of {events}");
    let joined = "De koppeling is er niet. Er is nog geen datum.";
    ensure!(
        events.to_string().contains(joined),
        "lines are joined: {events}"
    );
    Ok(())
}

#[test]
fn knelpunten_are_reported_and_corrected_by_form_with_script_and_without() -> anyhow::Result<()> {
    let knelpunt = Knelpunt::up()?;
    check_story(&knelpunt, "GM0344", "on")?;
    check_story(&knelpunt, "GM0363", "off")
}

#[test]
fn a_form_on_a_page_of_another_origin_is_refused_and_publishes_nothing() -> anyhow::Result<()> {
    let knelpunt = Knelpunt::up()?;
    knelpunt.reached(0)?;
    let shown = go("foreign.js", &[knelpunt.url(), "GM0344"])?;
    for shown in shown.as_array().context("each name has its answer")? {
        let heading = "Dat kan alleen vanaf een pagina hier";
        ensure!(
            shown["status"] == 403 && shown["heading"] == heading,
            "{shown}"
        );
    }
    let outbox = knelpunt.json("/v1/outbox")?;
    ensure!(outbox["waiting"] == 0 && outbox["dead"] == 0, "{outbox}");
    ensure!(messages(&knelpunt)? == 0, "something was published");
    Ok(())
}

#[test]
fn what_is_sent_while_the_log_is_away_is_kept_said_to_be_and_published() -> anyhow::Result<()> {
    let mut nats = Nats::start()?;
    Log::connect(&nats.url())?.create_stream()?;
    let knelpunt = Knelpunt::start_anew(&["serve", "--intake", "--nats", &nats.url()])?;
    knelpunt.reached(0)?;
    nats.kill()?;
    until("the log is said to be away", || {
        let form = knelpunt.get_with("/gemeenten/GM0344/melden", &[("accept", "text/html")]);
        form.ok()?.body.contains("logboek is weg").then_some(())
    })?;
    let kept = go("away.js", &[knelpunt.url(), "GM0344", "Bewaard"])?;
    let kept = kept.as_str().context("a page")?;
    ensure!(kept.contains("/verstuurd/"), "{kept}");
    nats.start_again()?;
    let there = go("away.js", &[kept])?;
    let there = there.as_str().context("a page")?;
    ensure!(there.contains("/knelpunten/"), "{there}");
    ensure!(messages(&knelpunt)? == 1, "it counts once");
    Ok(())
}

#[test]
fn what_the_log_does_not_take_is_said_to_be_kept_and_why() -> anyhow::Result<()> {
    let nats = Nats::start_denying("knelpunten.knelpunt-reported.GM0363")?;
    Log::connect(&nats.url())?.create_stream()?;
    let knelpunt = Knelpunt::start_anew(&["serve", "--intake", "--nats", &nats.url()])?;
    knelpunt.reached(0)?;
    let words = [knelpunt.url(), "GM0363", "Nog niet gepubliceerd"];
    let page = go("away.js", &words)?;
    let page = page.as_str().context("a page")?;
    let path = page
        .strip_prefix(knelpunt.url())
        .context("a page of ours")?;
    let shown = knelpunt.get_with(path, &[("accept", "text/html")])?;
    ensure!(shown.body.contains("no permission"), "{}", shown.body);
    ensure!(knelpunt.json("/v1/outbox")?["dead"] == 1);
    ensure!(messages(&knelpunt)? == 0, "nothing was published");
    Ok(())
}

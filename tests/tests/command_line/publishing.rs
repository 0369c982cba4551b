//! `report`, `resolve`, `merge`, `withdraw` and `consult`, and what the running server then answers.

use anyhow::{Context as _, ensure};
use api::{
    AnswerEnvelope,
    answers::{KnelpuntAnswer, KnelpuntStatus},
};
use serde_json::Value;
use tests::{Ended, Log, Nats, Server};

use crate::running::{run, run_with};

const FUNDING: &str = "--municipality GM0344 --category funding";

/// Serves over an empty log.
fn serving() -> anyhow::Result<(Nats, Server)> {
    let (nats, _) = Nats::with_stream()?;
    let knelpunt = Server::serve(&nats.url())?;
    knelpunt.nats_url()?;
    Ok((nats, knelpunt))
}

/// Runs a line of arguments, none with a blank in it, with this server; it must succeed.
fn done(knelpunt: &Server, line: &str) -> anyhow::Result<Ended> {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    knelpunt.run(&arguments)?.expect(0, &[])
}

/// Publishes, and waits until it is folded; returns its JSON.
fn publish(knelpunt: &Server, line: &str) -> anyhow::Result<Value> {
    let outcome: Value = done(knelpunt, &format!("{line} --format json"))?.json()?;
    knelpunt.reached(outcome["position"].as_u64().context("no position")?)?;
    Ok(outcome)
}

/// Returns the state of a knelpunt, by the command that shows it.
fn shown(knelpunt: &Server, id: &str) -> anyhow::Result<KnelpuntAnswer> {
    let show = format!("show knelpunt {id} --format json");
    let shown: AnswerEnvelope<KnelpuntAnswer> = done(knelpunt, &show)?.json()?;
    Ok(shown.answer)
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

#[test]
fn what_is_reported_and_resolved_is_answered() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let when = "--observed-at 2013-02-12 --known-since 2012-06-01 --round 2013-02";
    let report = publish(&knelpunt, &format!("report {FUNDING} {when}"))?;
    ensure!(
        report["position"] == 1 && report["duplicate"] == false,
        "{report}"
    );
    let id = text(&report, "subject");
    let parts = [
        "Utrecht (GM0344)",
        "open, persisting",
        "2012-06-01",
        "as of 2013-02-28, position 1",
    ];
    done(&knelpunt, &format!("show knelpunt {id} --as-of 2013-02-28"))?.expect(0, &parts)?;

    let gone = "--observed-at 2013-03-01 --outcome solved --remedy supplier-fix";
    publish(&knelpunt, &format!("resolve {FUNDING} {gone}"))?;
    let parts = [
        "reported",
        "resolved",
        "solved;",
        "supplier-fix",
        "2013-03-01",
    ];
    done(&knelpunt, &format!("show history {id}"))?.expect(0, &parts)?;

    let consultation = "--municipality GM0344 --round 2013-02 --outcome reached --topic funding";
    done(&knelpunt, &format!("consult {consultation}"))?
        .expect(0, &["Published at position 3.", "GM0344/2013-02"])
        .map(drop)
}

#[test]
fn what_is_merged_is_answered_as_one() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let wrong = publish(&knelpunt, &format!("report {FUNDING}"))?;
    let right = publish(&knelpunt, &format!("report {FUNDING} --building-block bag"))?;
    let into = "--into-category funding --into-building-block bag --reason vergeten";
    let merge = publish(&knelpunt, &format!("merge {FUNDING} {into}"))?;
    let absorbed = text(&wrong, "subject");
    let merged = shown(&knelpunt, absorbed)?;
    ensure!(
        merged.id.to_string() == text(&right, "subject") && merged.episodes[0].reports == 2,
        "{merged:?}"
    );

    // The merge taken back, named in full.
    let (id, source) = (text(&merge, "id"), text(&merge, "source"));
    let named = format!("--subject {absorbed} --municipality GM0344 --event-source {source}");
    publish(&knelpunt, &format!("withdraw {named} --event-id {id}"))?;
    let apart = shown(&knelpunt, absorbed)?;
    ensure!(
        apart.id.to_string() == absorbed && apart.episodes[0].reports == 1,
        "{apart:?}"
    );
    Ok(())
}

#[test]
fn an_event_is_withdrawn_by_its_knelpunt_and_its_id() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let report = publish(&knelpunt, &format!("report {FUNDING}"))?;
    let (subject, id) = (text(&report, "subject"), text(&report, "id"));
    publish(
        &knelpunt,
        &format!("withdraw --knelpunt {subject} --event-id {id}"),
    )?;
    done(&knelpunt, &format!("show history {subject}"))?.expect(0, &["reported,", "withdrawn"])?;
    let withdrawn = shown(&knelpunt, subject)?;
    ensure!(withdrawn.status == KnelpuntStatus::None, "{withdrawn:?}");
    let missing = [
        "withdraw",
        "--knelpunt",
        subject,
        "--event-id",
        "another",
        "--source",
        "urn:example:a",
    ];
    knelpunt
        .run(&missing)?
        .refuses(1, &["cannot find event another"])?;
    Ok(())
}

#[test]
fn the_same_event_again_is_a_duplicate() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let same =
        format!("report {FUNDING} --id 1 --source urn:example:a --time 2013-02-14T09:12:31Z");
    done(&knelpunt, &same)?.expect(0, &["Published at position 1."])?;
    let parts = ["Duplicate: this event is in the log already, at position 1."];
    done(&knelpunt, &same)?.expect(0, &parts)?;
    Ok(())
}

#[test]
fn an_installation_has_one_source_for_ever() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let first = publish(&knelpunt, &format!("report {FUNDING}"))?;
    let second = publish(&knelpunt, &format!("report {FUNDING}"))?;
    let source = text(&first, "source");
    ensure!(
        source.starts_with("urn:uuid:") && source == text(&second, "source"),
        "{first}, then {second}"
    );
    let target = std::fs::read_to_string(knelpunt.data().join("installation"))?;
    ensure!(target.trim() == source, "{target} is kept, not {source}");
    Ok(())
}

#[test]
fn a_dry_run_prints_what_an_import_takes() -> anyhow::Result<()> {
    let (nats, knelpunt) = serving()?;
    let printed = done(&knelpunt, &format!("report {FUNDING} --dry-run"))?.out;
    model::decode_structured(printed.trim().as_bytes(), register::Register::embedded())?;
    ensure!(
        Log::connect(&nats.url())?.last_sequence()? == 0,
        "it was published"
    );
    let import = ["events", "import", "-", "--server", knelpunt.url()];
    run_with(&import, &printed)?.expect(0, &["1 new, 0 duplicates"])?;
    Ok(())
}

#[test]
fn an_event_that_is_not_valid_is_refused_with_every_reason() -> anyhow::Result<()> {
    let (nats, _) = Nats::with_stream()?;
    let url = nats.url();
    let refused = |line: &str, parts: &[&str]| -> anyhow::Result<()> {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let to = ["--source", "urn:example:a", "--nats", &url];
        run(&[&arguments[..], &to].concat())?
            .refuses(64, parts)
            .map(drop)
    };
    refused(
        "report --municipality GM9999 --category gold --reference a? --observed-at yesterday --round Q1",
        &[
            "knelpunt: cannot report; correct:",
            "\n  --municipality \"GM9999\"",
            "\n  --category \"gold\"",
            "\n  --reference \"a?\"",
            "\n  --observed-at \"yesterday\"",
            "\n  --round \"Q1\"",
        ],
    )?;
    refused(
        &format!("report {FUNDING} --time 2999-01-01T00:00:00Z"),
        &["--time ", "more than 5 minutes ahead"],
    )?;
    ensure!(
        Log::connect(&url)?.last_sequence()? == 0,
        "something was published"
    );
    Ok(())
}

#[test]
fn with_the_address_of_nats_no_server_is_needed() -> anyhow::Result<()> {
    let (nats, _) = Nats::with_stream()?;
    let line = format!(
        "report {FUNDING} --source urn:example:a --nats {}",
        nats.url()
    );
    let arguments: Vec<&str> = line.split_whitespace().collect();
    run(&arguments)?.expect(0, &["Published at position 1."])?;
    Ok(())
}

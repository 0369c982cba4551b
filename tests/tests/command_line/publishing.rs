//! `report`, `resolve`, `merge`, `withdraw` and `consult`, and what the running server then answers.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::{Knelpunt, Log, Nats};

use crate::running::{Ended, run, run_with};

const FUNDING: [&str; 5] = [
    "--municipality",
    "GM0344",
    "--category",
    "funding",
    "--format=json",
];

/// Serves over an empty log.
fn serving() -> anyhow::Result<(Nats, Knelpunt)> {
    let nats = Nats::start()?;
    Log::connect(&nats.url())?.create_stream()?;
    let knelpunt = Knelpunt::serve(&nats.url())?;
    knelpunt.nats_url()?;
    Ok((nats, knelpunt))
}

/// Runs a word that asks this server; it must succeed.
fn done(knelpunt: &Knelpunt, words: &[&str]) -> anyhow::Result<Ended> {
    Ended::from(knelpunt.run(words)?).expect(0, &[])
}

/// Publishes with `--format json`, and waits until it is folded.
fn publish(knelpunt: &Knelpunt, word: &str, options: &[&str]) -> anyhow::Result<Value> {
    let outcome = done(knelpunt, &[&[word], options].concat())?.json()?;
    knelpunt.reached(outcome["position"].as_u64().context("no position")?)?;
    Ok(outcome)
}

#[test]
fn what_is_reported_and_resolved_is_answered() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let report = publish(
        &knelpunt,
        "report",
        &[
            &FUNDING[..],
            &[
                "--observed-at",
                "2013-02-12",
                "--known-since",
                "2012-06-01",
                "--round",
                "2013-02",
            ],
        ]
        .concat(),
    )?;
    ensure!(
        report["position"] == 1 && report["duplicate"] == false,
        "{report}"
    );
    let id = report["subject"].as_str().context("no subject")?;
    done(
        &knelpunt,
        &["show", "knelpunt", id, "--as-of", "2013-02-28"],
    )?
    .expect(
        0,
        &[
            "Utrecht (GM0344)",
            "open, persisting",
            "2012-06-01",
            "as of 2013-02-28, at position 1",
        ],
    )?;
    publish(
        &knelpunt,
        "resolve",
        &[
            &FUNDING[..],
            &[
                "--observed-at",
                "2013-03-01",
                "--outcome",
                "solved",
                "--remedy",
                "supplier-fix",
            ],
        ]
        .concat(),
    )?;
    done(&knelpunt, &["show", "history", id])?.expect(
        0,
        &["reported", "resolved", "solved; supplier-fix", "2013-03-01"],
    )?;
    let consulted = done(
        &knelpunt,
        &[
            "consult",
            "--municipality",
            "GM0344",
            "--round",
            "2013-02",
            "--outcome",
            "reached",
            "--topic",
            "funding",
        ],
    )?;
    consulted
        .expect(0, &["Published at position 3.", "GM0344/2013-02"])
        .map(drop)
}

#[test]
fn what_is_merged_and_withdrawn_is_answered() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let wrong = publish(&knelpunt, "report", &FUNDING)?;
    let right = publish(
        &knelpunt,
        "report",
        &[&FUNDING[..], &["--building-block", "bag"]].concat(),
    )?;
    let merge = publish(
        &knelpunt,
        "merge",
        &[
            &FUNDING[..],
            &[
                "--into-category",
                "funding",
                "--into-building-block",
                "bag",
                "--reason",
                "vergeten",
            ],
        ]
        .concat(),
    )?;
    let (absorbed, into) = (
        wrong["subject"].as_str().unwrap_or_default(),
        right["subject"].as_str().unwrap_or_default(),
    );
    let shown = done(
        &knelpunt,
        &["show", "knelpunt", absorbed, "--format", "json"],
    )?
    .json()?;
    ensure!(
        shown["id"] == into && shown["episodes"][0]["reports"] == 2,
        "{shown}"
    );

    // Looked up in the history of the knelpunt.
    let wrong_id = wrong["id"].as_str().unwrap_or_default();
    publish(
        &knelpunt,
        "withdraw",
        &[
            "--knelpunt",
            into,
            "--event-id",
            wrong_id,
            "--format",
            "json",
        ],
    )?;
    let history = done(&knelpunt, &["show", "history", into, "--format", "json"])?.json()?;
    let items = history["items"].as_array().context("no items")?;
    let withdrawn = items
        .iter()
        .find(|item| item["id"] == wrong_id)
        .context("it is gone")?;
    ensure!(withdrawn["withdrawn"] == true, "{withdrawn}");

    // Named in full.
    let of = |event: &Value, name: &str| event[name].as_str().unwrap_or_default().to_owned();
    let (id, source) = (of(&merge, "id"), of(&merge, "source"));
    let named = [
        "--subject",
        absorbed,
        "--municipality",
        "GM0344",
        "--event-source",
        &source,
        "--event-id",
        &id,
    ];
    publish(
        &knelpunt,
        "withdraw",
        &[&named[..], &["--format", "json"]].concat(),
    )?;
    let shown = done(
        &knelpunt,
        &["show", "knelpunt", absorbed, "--format", "json"],
    )?
    .json()?;
    ensure!(
        shown["id"] == absorbed && shown["status"] == "none",
        "{shown}"
    );
    Ok(())
}

#[test]
fn the_same_event_again_is_a_duplicate() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let same = [
        "--id",
        "1",
        "--source",
        "urn:example:a",
        "--time",
        "2013-02-14T09:12:31Z",
    ];
    let words = [&["report"][..], &FUNDING[..4], &same].concat();
    done(&knelpunt, &words)?.expect(0, &["Published at position 1."])?;
    done(&knelpunt, &words)?.expect(
        0,
        &["Duplicate: the log has this very event already, at position 1."],
    )?;
    Ok(())
}

#[test]
fn an_installation_has_one_source_for_ever() -> anyhow::Result<()> {
    let (_nats, knelpunt) = serving()?;
    let source = |event: Value| event["source"].as_str().unwrap_or_default().to_owned();
    let first = source(publish(&knelpunt, "report", &FUNDING)?);
    let second = source(publish(&knelpunt, "report", &FUNDING)?);
    ensure!(
        first.starts_with("urn:uuid:") && first == second,
        "{first}, then {second}"
    );
    let kept = std::fs::read_to_string(knelpunt.data().join("installation"))?;
    ensure!(kept.trim() == first, "{kept} is kept, not {first}");
    Ok(())
}

#[test]
fn a_dry_run_prints_what_an_import_takes() -> anyhow::Result<()> {
    let (nats, knelpunt) = serving()?;
    let printed = done(
        &knelpunt,
        &[&["report"][..], &FUNDING[..4], &["--dry-run"]].concat(),
    )?
    .out;
    model::decode_structured(printed.trim().as_bytes(), register::Register::embedded())?;
    ensure!(
        Log::connect(&nats.url())?.last_sequence()? == 0,
        "it was published"
    );
    run_with(
        &["events", "import", "-", "--server", knelpunt.url()],
        &printed,
    )?
    .expect(0, &["1 new, 0 duplicates"])?;
    Ok(())
}

#[test]
fn an_event_that_is_not_valid_is_refused_with_every_reason() -> anyhow::Result<()> {
    let nats = Nats::start()?;
    Log::connect(&nats.url())?.create_stream()?;
    let words = [
        "report",
        "--municipality",
        "GM9999",
        "--category",
        "gold",
        "--reference",
        "a sentence",
        "--observed-at",
        "yesterday",
    ];
    let rest = [
        "--source",
        "urn:example:a",
        "--round",
        "Q1 2013",
        "--reporter-role",
        " ",
        "--nats",
    ];
    run(&[&words[..], &rest, &[&nats.url()]].concat())?.refuses(
        1,
        &[
            "knelpunt: failed to publish the event, for it is not valid:",
            "\n  /data/municipality \"GM9999\"",
            "\n  /data/category \"gold\"",
            "\n  /data/reference \"a sentence\"",
            "\n  /data/observedAt \"yesterday\"",
            "\n  /data/round \"Q1 2013\"",
            "\n  /data/reporter/role ",
        ],
    )?;
    let ahead = [
        &["report"][..],
        &FUNDING[..4],
        &[
            "--source",
            "urn:example:a",
            "--time",
            "2999-01-01T00:00:00Z",
            "--nats",
            &nats.url(),
        ],
    ];
    run(&ahead.concat())?.refuses(1, &["/time ", "more than 5 minutes ahead"])?;
    ensure!(
        Log::connect(&nats.url())?.last_sequence()? == 0,
        "something was published"
    );
    Ok(())
}

#[test]
fn with_the_address_of_nats_no_server_is_needed() -> anyhow::Result<()> {
    let nats = Nats::start()?;
    Log::connect(&nats.url())?.create_stream()?;
    let to = ["--source", "urn:example:a", "--nats", &nats.url()];
    run(&[&["report"][..], &FUNDING[..4], &to].concat())?
        .expect(0, &["Published at position 1."])?;
    Ok(())
}

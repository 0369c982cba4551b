//! Four programs that report the same knelpunt, each with its own implementation of the identity.

use std::{
    collections::BTreeSet,
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail, ensure};
use api::answers::{KnelpuntAnswer, KnelpuntStatus, Summary};
use tests::{Server, python};

use super::foreign::{folder, run, script, validate};

/// The Rust example, which is built with these tests.
fn rust() -> anyhow::Result<Command> {
    let test = env::current_exe()?;
    let built = test.ancestors().nth(2).context("it lies in a folder")?;
    let example = built.join("examples/report");
    ensure!(
        example.is_file(),
        "the example is not built: run `cargo build -p tests --example report`, or tests/run"
    );
    Ok(Command::new(example))
}

/// The shell, with the Python of these tests in its path, and the `nats` of this machine or its stand-in.
fn shell() -> anyhow::Result<Command> {
    let mut path: Vec<PathBuf> = Path::new(&python())
        .parent()
        .map(Path::to_owned)
        .into_iter()
        .collect();
    let given: OsString = env::var_os("PATH").unwrap_or_default();
    path.extend(env::split_paths(&given));
    path.push(folder().join("stand-in"));
    let mut command = script("command-line/report.sh");
    command.env("PATH", env::join_paths(path)?);
    Ok(command)
}

#[test]
fn four_languages_that_share_nothing_report_one_knelpunt() -> anyhow::Result<()> {
    let knelpunt = Server::up()?;
    let mut ids = BTreeSet::new();
    for mut command in [
        rust()?,
        script("python/report.py"),
        script("javascript/report.js"),
    ] {
        command.arg(knelpunt.nats_url()?);
        let printed = run(command, &[])?;
        ids.extend(printed.split(' ').next().map(str::to_owned));
    }
    let mut shell = shell()?;
    shell.arg(knelpunt.nats_url()?);
    run(shell, &[])?;
    knelpunt.reached(4)?;
    ensure!(knelpunt.status()?.quarantined == 0);

    let (Some(id), 1) = (ids.first(), ids.len()) else {
        bail!("they say different ids: {ids:?}");
    };
    let found: KnelpuntAnswer = knelpunt.answer(&format!("/v1/knelpunten/{id}"))?;
    ensure!(found.status == KnelpuntStatus::Open, "{found:?}");
    let summary: Summary = knelpunt.answer("/v1/summary")?;
    ensure!(
        summary.knelpunten == 1 && summary.reports == 4,
        "{summary:?}"
    );
    for message in &knelpunt.log()?.messages()? {
        let expected = journal::message_id(&message.subject, &message.payload);
        ensure!(
            message.header("Nats-Msg-Id") == Some(&expected.to_string()),
            "{message:?}"
        );
    }
    let violations = validate(&knelpunt.log()?)?;
    ensure!(violations.iter().all(Vec::is_empty), "{violations:?}");
    Ok(())
}

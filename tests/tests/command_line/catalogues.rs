//! `--catalogue`: categories, building blocks and remedies of one's own, in every command that validates or answers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::ensure;
use api::answers::Persisting;
use serde_json::{Value, json};
use tests::{Ended, OwnCatalogue, Server, knelpunt_command};

use crate::running::run;

const OWN: &str = "\
[[category]]\ncode = \"wifi\"\nnl = \"Geen wifi\"\nen = \"No wifi\"\n\
[[category]]\ncode = \"capacity\"\nnl = \"Te weinig handen\"\nen = \"Too few hands\"\n\
[building_blocks]\nhal = \"De hal\"\n[remedies]\nantenna = \"Antenne\"\n";
const REPORT: &str =
    "report --municipality GM0344 --category wifi --building-block hal --time 2016-01-01T00:00:00Z";

/// Starts a server on a folder; it is not compared with a replay, which uses the built-in catalogue.
fn serving(data: PathBuf, more: &[&str]) -> anyhow::Result<Server> {
    let mut knelpunt = Server::start(&[&["up"], more].concat(), data, None)?;
    knelpunt.do_not_compare();
    Ok(knelpunt)
}

fn arguments(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

#[test]
fn a_server_answers_with_the_names_of_its_own_catalogue_and_refuses_other_codes()
-> anyhow::Result<()> {
    let catalogue = OwnCatalogue::new(OWN)?;
    let own = ["--catalogue", catalogue.path()];
    let knelpunt = serving(catalogue.folder().join("data"), &own)?;
    knelpunt.run(&arguments(REPORT))?.refuses(
        64,
        &["--category \"wifi\" is not a category in the catalogue"],
    )?;
    knelpunt
        .run(&[&arguments(REPORT)[..], &own].concat())?
        .expect(0, &["position 1."])?;
    knelpunt.reached(1)?;

    let link = "/v1/persisting?status=open&category=wifi&asOf=2016-02-01";
    let Persisting { items, .. } = knelpunt.answer(link)?;
    ensure!(
        items[0].category_name == "Geen wifi"
            && items[0].building_block_name.as_deref() == Some("De hal"),
        "{items:?}"
    );
    ensure!(
        knelpunt.get("/")?.body.contains("Geen wifi"),
        "the page does not name it"
    );
    let refused = knelpunt.get("/v1/persisting?category=funding")?;
    ensure!(refused.status == 400, "{}", refused.body);
    knelpunt
        .run(&arguments(
            "show persisting --status open --as-of 2016-02-01",
        ))?
        .expect(0, &["Geen wifi"])?;

    let version = knelpunt.status()?.versions.catalogue;
    let looked = knelpunt.run(&[&["doctor"], &own[..]].concat())?;
    ensure!(
        looked.out.contains(&format!("catalogue {version}"))
            && !looked.out.contains("WRONG  catalogue"),
        "{looked:#?}"
    );
    knelpunt
        .run(&["doctor"])?
        .expect(1, &["WRONG  catalogue", "--catalogue"])?;
    Ok(())
}

#[test]
fn views_notice_that_the_catalogue_is_another() -> anyhow::Result<()> {
    let catalogue = OwnCatalogue::new(OWN)?;
    let own = ["--catalogue", catalogue.path()];
    let data = catalogue.folder().join("data");
    let status = |knelpunt: &Server| -> anyhow::Result<(u64, String)> {
        knelpunt.reached(1)?;
        let status = knelpunt.status()?;
        Ok((status.quarantined, status.versions.catalogue))
    };
    let mut knelpunt = serving(data.clone(), &own)?;
    knelpunt
        .run(&[&arguments(REPORT)[..], &own].concat())?
        .expect(0, &[])?;
    let (quarantined, with_own) = status(&knelpunt)?;
    ensure!(quarantined == 0, "it does not go by its own catalogue");
    knelpunt.end("TERM")?;
    let mut knelpunt = serving(data.clone(), &[])?;
    let (quarantined, built_in) = status(&knelpunt)?;
    ensure!(
        quarantined == 1 && built_in != with_own,
        "{quarantined} by {built_in}"
    );
    knelpunt.end("TERM")?;
    let knelpunt = serving(data, &own)?;
    let back = status(&knelpunt)?;
    ensure!(back == (0, with_own), "{back:?}");
    Ok(())
}

#[test]
fn imports_exports_and_simulations_go_by_it() -> anyhow::Result<()> {
    let catalogue = OwnCatalogue::new(OWN)?;
    let own = ["--catalogue", catalogue.path()];
    let history = catalogue
        .folder()
        .join("history.ndjson")
        .display()
        .to_string();
    let simulate = arguments("simulate --events 300 --until 2016-01-01 --out");
    run(&[&simulate[..], &[&history], &own].concat())?.expect(0, &[])?;
    let simulated = fs::read_to_string(&history)?;
    ensure!(
        simulated.contains("\"category\":\"capacity\""),
        "no category that both have"
    );
    ensure!(
        !simulated.contains("\"category\":\"funding\""),
        "a category that it lacks"
    );
    let knelpunt = serving(catalogue.folder().join("data"), &own)?;
    let dry = knelpunt.run(&[&arguments(REPORT)[..], &own, &["--dry-run"]].concat())?;
    fs::write(&history, simulated + &dry.expect(0, &[])?.out)?;
    let import = ["events", "import", history.as_str()];
    knelpunt
        .run(&[&import[..], &own].concat())?
        .expect(0, &["301 new, 0 duplicates, 0 rejected"])?;
    knelpunt.run(&import)?.expect(1, &["1 rejected"])?;
    knelpunt
        .run(&[&["events", "export"], &own[..]].concat())?
        .refuses(0, &["301 events exported."])?;
    knelpunt
        .run(&["events", "export"])?
        .refuses(1, &["1 invalid message left out"])?;
    Ok(())
}

#[test]
fn published_schemas_have_its_codes_only_with_the_option() -> anyhow::Result<()> {
    let catalogue = OwnCatalogue::new(OWN)?;
    let schema = ["schema", "knelpunt-reported.v1"];
    let category = |ended: Ended| -> anyhow::Result<_> {
        let path = "/$defs/KnelpuntReported/properties/category/enum";
        Ok(ended
            .expect(0, &[])?
            .json::<Value>()?
            .pointer(path)
            .cloned())
    };
    ensure!(
        category(run(&schema)?)?.is_none(),
        "the published schema has codes"
    );
    let own = category(run(
        &[&schema[..], &["--catalogue", catalogue.path()]].concat()
    )?)?;
    ensure!(own == Some(json!(["capacity", "wifi"])), "{own:?}");
    Ok(())
}

#[test]
fn every_violation_in_it_is_reported_at_once_by_every_command() -> anyhow::Result<()> {
    let catalogue =
        OwnCatalogue::new("[[category]]\ncode = \"Wi Fi\"\nnl = \"a\"\n[remedy]\na = \"b\"\n")?;
    let file = catalogue.path();
    let parts = [
        format!("cannot use the catalogue {file}; correct it:"),
        "\n  category 1 (\"Wi Fi\"): en is missing".to_owned(),
        "\n  category 1 (\"Wi Fi\"): code \"Wi Fi\" is malformed".to_owned(),
        "\n  \"remedy\" is not a known table".to_owned(),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let data = catalogue.folder().join("data").display().to_string();
    for line in [
        &format!("up --data {data}"),
        "serve --nats nats://127.0.0.1:1",
        "report --municipality GM0344 --category wifi",
        "events import -",
        "events export",
        "simulate --until 2016-01-01",
        "schema",
        "doctor",
    ] {
        run(&[&arguments(line)[..], &["--catalogue", file]].concat())?.refuses(64, &parts)?;
    }
    fs::write(file, "[[category]\n")?;
    let parts = ["TOML parse error at line 1", "[[category]"];
    run(&["schema", "--catalogue", file])?.refuses(64, &parts)?;
    let missing = format!("{file}.not");
    run(&["schema", "--catalogue", &missing])?
        .refuses(64, &["cannot read the catalogue", &missing])?;
    let mut command = knelpunt_command()?;
    command.arg("schema").env("KNELPUNT_CATALOGUE", &missing);
    Ended::run(&mut command)?.refuses(64, &["cannot read the catalogue", &missing])?;
    Ok(())
}

#[test]
fn a_catalogue_that_cannot_be_simulated_is_reported() -> anyhow::Result<()> {
    let catalogue = OwnCatalogue::new(&OWN.replace("capacity", "hands"))?;
    let own = ["--catalogue", catalogue.path()];
    let printed =
        ["cannot simulate with this --catalogue: it has none of the simulated categories"];
    run(&[&arguments("simulate --until 2016-01-01")[..], &own].concat())?.refuses(64, &printed)?;
    let data = catalogue.folder().join("data").display().to_string();
    run(&[&["up", "--demo", "--data", &data][..], &own].concat())?.refuses(64, &printed)?;
    ensure!(!Path::new(&data).exists(), "it began");
    Ok(())
}

//! The map in ARCHITECTURE.md is the map of the code: the crates, and who may know whom.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, ensure};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Our crates, each with those of ours that it depends on when it runs.
fn edges() -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let output = Command::new("cargo")
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"]
        .as_array()
        .context("metadata has packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ours: BTreeSet<String> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    let edges = packages.iter().map(|package| {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let running = dependencies.filter(|dependency| dependency["kind"].is_null());
        let own = running
            .map(|dependency| text(&dependency["name"]))
            .filter(|name| ours.contains(name));
        (text(&package["name"]), own.collect())
    });
    Ok(edges.collect())
}

/// The rows of the map: `| name | may know | ... |`.
fn map() -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        let path = cells.next()?.trim_end_matches('`');
        let name = path.rsplit('/').next()?.to_owned();
        let known = cells
            .next()?
            .split(',')
            .map(|known| known.trim().trim_matches('`').to_owned());
        path.contains('/').then(|| {
            (
                name,
                known
                    .filter(|known| !known.is_empty() && known != "—")
                    .collect(),
            )
        })
    });
    Ok(rows.collect())
}

#[test]
fn the_map_names_every_crate_and_every_edge_between_them() -> anyhow::Result<()> {
    let mut edges = edges()?;
    edges.remove("tests");
    edges.remove("bench");
    let map = map()?;
    let names: BTreeSet<&String> = edges.keys().chain(map.keys()).collect();
    for name in names {
        let (code, mapped) = (edges.get(name), map.get(name));
        ensure!(
            code == mapped,
            "{name} knows {code:?} in the code and {mapped:?} in ARCHITECTURE.md"
        );
    }
    Ok(())
}

#[test]
fn services_do_not_know_each_other_and_shared_knows_no_service() -> anyhow::Result<()> {
    let folders = |folder: &str| -> anyhow::Result<BTreeSet<String>> {
        let entries = fs::read_dir(root().join(folder))?;
        Ok(entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect())
    };
    let services = folders("services")?;
    for (name, known) in edges()? {
        let binary_or_tests = ["knelpunt", "tests", "bench"].contains(&name.as_str());
        ensure!(
            binary_or_tests || known.is_disjoint(&services),
            "{name} knows a service: {known:?}"
        );
    }
    Ok(())
}

#[test]
fn async_nats_sled_and_redb_are_named_in_one_crate_each() -> anyhow::Result<()> {
    for (library, home) in [
        ("async-nats", "shared/journal"),
        ("sled", "shared/views"),
        ("redb", "shared/outbox"),
    ] {
        for folder in ["shared", "services"] {
            for entry in fs::read_dir(root().join(folder))?.flatten() {
                let path = entry.path();
                let manifest = fs::read_to_string(path.join("Cargo.toml"))?;
                let names = manifest
                    .lines()
                    .any(|line| line.split(['.', ' ']).next() == Some(library));
                ensure!(
                    !names || path.ends_with(home),
                    "{} names {library}",
                    path.display()
                );
            }
        }
    }
    Ok(())
}

#[test]
fn the_pure_crates_depend_on_nothing_that_waits_or_stores() -> anyhow::Result<()> {
    for crate_name in ["model", "register", "fold", "questions"] {
        let manifest =
            fs::read_to_string(root().join("shared").join(crate_name).join("Cargo.toml"))?;
        for impure in [
            "tokio",
            "async-nats",
            "sled",
            "redb",
            "axum",
            "ureq",
            "rustix",
        ] {
            let names = manifest
                .lines()
                .any(|line| line.split(['.', ' ']).next() == Some(impure));
            ensure!(!names, "{crate_name} depends on {impure}");
        }
    }
    Ok(())
}

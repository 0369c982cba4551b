//! The map in ARCHITECTURE.md is the map of the code: the crates, and who may know whom.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use anyhow::ensure;
use conventions::{Edges, code_edges, map_differences, map_edges, workspace_root};

fn workspace_edges() -> anyhow::Result<Edges> {
    let output = Command::new("cargo")
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(workspace_root())
        .output()?;
    code_edges(&serde_json::from_slice(&output.stdout)?)
}

#[test]
fn the_map_names_every_crate_and_every_edge_between_them() -> anyhow::Result<()> {
    let mut code = workspace_edges()?;
    code.retain(|name, _| !["tests", "bench", "conventions"].contains(&name.as_str()));
    let map = map_edges(&fs::read_to_string(
        workspace_root().join("ARCHITECTURE.md"),
    )?);
    let differences = map_differences(&code, &map);
    ensure!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}

#[test]
fn services_do_not_know_each_other_and_shared_knows_no_service() -> anyhow::Result<()> {
    let services: BTreeSet<String> = fs::read_dir(workspace_root().join("services"))?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    for (name, known) in workspace_edges()? {
        let binary_or_tests = ["knelpunt", "tests", "bench"].contains(&name.as_str());
        ensure!(
            binary_or_tests || known.is_disjoint(&services),
            "{name} knows a service: {known:?}"
        );
    }
    Ok(())
}

/// Whether a manifest has a line for a library.
fn depends_on(crate_folder: &Path, library: &str) -> anyhow::Result<bool> {
    let manifest = fs::read_to_string(crate_folder.join("Cargo.toml"))?;
    let mut names = manifest.lines().map(|line| line.split(['.', ' ']).next());
    Ok(names.any(|name| name == Some(library)))
}

#[test]
fn async_nats_sled_and_redb_are_named_in_one_crate_each() -> anyhow::Result<()> {
    for (library, home) in [
        ("async-nats", "shared/journal"),
        ("sled", "shared/views"),
        ("redb", "shared/outbox"),
    ] {
        for folder in ["shared", "services"] {
            for entry in fs::read_dir(workspace_root().join(folder))?.flatten() {
                let path = entry.path();
                ensure!(
                    depends_on(&path, library)? == path.ends_with(home),
                    "{} and {library}: only {home} depends on it",
                    path.display()
                );
            }
        }
    }
    Ok(())
}

#[test]
fn the_pure_crates_depend_on_nothing_that_waits_or_stores() -> anyhow::Result<()> {
    for name in [
        "api",
        "fold",
        "model",
        "questions",
        "register",
        "splitmix",
        "texts",
    ] {
        let folder = workspace_root().join("shared").join(name);
        for impure in [
            "tokio",
            "async-nats",
            "sled",
            "redb",
            "axum",
            "ureq",
            "rustix",
        ] {
            ensure!(!depends_on(&folder, impure)?, "{name} depends on {impure}");
        }
    }
    Ok(())
}

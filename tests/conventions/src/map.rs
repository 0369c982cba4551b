//! The map in ARCHITECTURE.md, and the crates as they are.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use serde_json::Value;

/// Crates, each with the crates of the workspace that it depends on when it runs.
pub type Edges = BTreeMap<String, BTreeSet<String>>;

/// Returns the crates that `cargo metadata` lists, with their edges.
///
/// # Errors
///
/// If there are no packages in it.
pub fn code_edges(metadata: &Value) -> anyhow::Result<Edges> {
    let packages = metadata["packages"].as_array();
    let packages = packages.context("the metadata has packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ours: BTreeSet<String> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    let edges = packages.iter().map(|package| {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let at_run_time = dependencies.filter(|dependency| dependency["kind"].is_null());
        let own = at_run_time
            .map(|dependency| text(&dependency["name"]))
            .filter(|name| ours.contains(name));
        (text(&package["name"]), own.collect())
    });
    Ok(edges.collect())
}

/// Returns the rows of the map: `| name | may know | … |`.
pub fn map_edges(architecture: &str) -> Edges {
    let rows = architecture.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        let path = cells.next()?.trim_end_matches('`');
        let (_, name) = path.rsplit_once('/')?;
        let known = cells
            .next()?
            .split(',')
            .map(|known| known.trim().trim_matches('`').to_owned())
            .filter(|known| !known.is_empty() && known != "—");
        Some((name.to_owned(), known.collect()))
    });
    rows.collect()
}

/// Returns a line for each crate that the code and the map do not agree on.
pub fn map_differences(code: &Edges, map: &Edges) -> Vec<String> {
    let names: BTreeSet<&String> = code.keys().chain(map.keys()).collect();
    let differences = names.into_iter().filter_map(|name| {
        let (in_code, in_map) = (code.get(name), map.get(name));
        (in_code != in_map)
            .then(|| format!("{name} knows {in_code:?} in the code and {in_map:?} in the map"))
    });
    differences.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Compares a map with a workspace in which `fold` depends on `model`, and on `tokio` in its tests.
    #[track_caller]
    fn check(map: &str, expected: &[&str]) {
        let metadata = json!({ "packages": [
            { "name": "model", "dependencies": [] },
            { "name": "fold", "dependencies": [
                { "name": "model", "kind": null },
                { "name": "serde", "kind": null },
                { "name": "tests", "kind": "dev" },
            ] },
        ] });
        let code = code_edges(&metadata).expect("the metadata is complete");
        assert_eq!(map_differences(&code, &map_edges(map)), expected);
    }

    #[test]
    fn a_map_that_is_right_differs_in_nothing() {
        check(
            "| crate | may know | why |\n|---|---|---|\n| `shared/model` | — | a |\n| `shared/fold` | `model` | b |",
            &[],
        );
    }

    #[test]
    fn an_edge_too_many_or_too_few_and_a_crate_that_lacks_are_found() {
        check(
            "| `shared/model` | `fold` | a |\n| `shared/fold` | — | b |",
            &[
                r#"fold knows Some({"model"}) in the code and Some({}) in the map"#,
                r#"model knows Some({}) in the code and Some({"fold"}) in the map"#,
            ],
        );
        check(
            "| `shared/fold` | `model` | b |\n| `shared/gone` | — | c |",
            &[
                "gone knows None in the code and Some({}) in the map",
                "model knows Some({}) in the code and None in the map",
            ],
        );
    }
}

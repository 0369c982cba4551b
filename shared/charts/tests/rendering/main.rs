//! Every chart, drawn by a real browser: wide and narrow, light and dark. Nothing sticks out, no text covers another, no
//! chart is blank.

mod samples;

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, ensure};
use charts::STYLE;

#[test]
fn every_chart_is_drawn_by_a_browser_without_overflow_overlap_or_blanks() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let tokens = include_str!("tokens.css");
    let figures = samples::all().into_iter().map(|(name, svg)| {
        format!("<figure data-name=\"{name}\"><figcaption>{name}</figcaption>{svg}</figure>\n")
    });
    let figures: Vec<String> = figures.collect();
    let figures = figures.concat();
    let html = format!(
        "<!doctype html><html lang=\"nl\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Charts</title><style>{tokens}{STYLE}body{{margin:16px;font-family:var(--utrecht-document-font-family);background:var(--kn-paper);color:var(--kn-ink)}}figure{{margin:0 0 32px}}.two{{display:grid;grid-template-columns:1fr 1fr;gap:16px;max-width:620px}}</style>{figures}</html>"
    );
    fs::write(folder.path().join("charts.html"), html)?;
    for (name, svg) in samples::files() {
        fs::write(folder.path().join(name), svg)?;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser/charts.js");
    let output = Command::new("node")
        .arg(script)
        .arg(folder.path())
        .output()
        .context("cannot run node")?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let found: Vec<String> = serde_json::from_slice(&output.stdout)?;
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

//! Lists of messages, such as every mistake with its answer, that are reviewed as a whole: a file beside the test.

use std::{fs, path::Path};

use anyhow::{Context as _, ensure};

/// Set, the list is rewritten instead of compared.
const REWRITE: &str = "KNELPUNT_REWRITE";

/// Text that differs in every run, with its stable replacement.
pub type Replacements = Vec<(String, &'static str)>;

/// Returns a text with everything replaced that differs in every run: what the test knows, and the time or day of this
/// clock in messages about the future.
pub fn stable(text: &str, replacements: &Replacements) -> String {
    let clock = "local clock (";
    let without_time = |line: &str| match line.split_once(clock) {
        Some((before, rest)) => {
            let rest = rest.split_once(')').map_or("", |(_, rest)| rest);
            format!("{before}{clock}…){rest}\n")
        }
        None => format!("{}\n", without_today(line)),
    };
    let text: String = text.lines().map(without_time).collect();
    replacements
        .iter()
        .fold(text, |text, (found, stable)| text.replace(found, stable))
}

/// Replaces the current day in a message about one that is still to come.
fn without_today(line: &str) -> String {
    const TODAY: &str = "later than today, ";
    match line.split_once(TODAY) {
        Some((before, rest)) => {
            let after = rest.get("2026-01-01".len()..).unwrap_or_default();
            format!("{before}{TODAY}…{after}")
        }
        None => line.to_owned(),
    }
}

/// Compares a list with the reviewed one at `path`; with `KNELPUNT_REWRITE=1` it rewrites the file instead.
///
/// # Errors
///
/// If they differ: names the first difference.
pub fn compare_reviewed(path: &str, list: &str) -> anyhow::Result<()> {
    ensure!(!list.contains("panicked"), "something panicked: {list}");
    if std::env::var_os(REWRITE).is_some() {
        return Ok(fs::write(path, list)?);
    }
    let reviewed = fs::read_to_string(path)
        .with_context(|| format!("cannot read {path}; write it with {REWRITE}=1"))?;
    let changed = reviewed
        .lines()
        .zip(list.lines())
        .find(|(old, new)| old != new);
    let name = Path::new(path).file_name().unwrap_or_default().display();
    ensure!(
        reviewed == list,
        "{name} changed, first {changed:?}; rewrite it with {REWRITE}=1, and review the difference"
    );
    Ok(())
}

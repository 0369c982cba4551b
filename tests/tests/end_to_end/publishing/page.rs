//! The page shows exactly the files that the tests run.

use std::{collections::BTreeMap, fs};

use anyhow::ensure;

use super::foreign::folder;

/// Used by tests and npm only: not on the page.
const NOT_SHOWN: [&str; 5] = [
    "javascript/every.js",
    "javascript/package-lock.json",
    "javascript/package.json",
    "javascript/validate.js",
    "python/every.py",
];

/// The code blocks of the page by the file that the line above them names: `[path](path)`.
fn shown(page: &str) -> BTreeMap<String, String> {
    let mut blocks = BTreeMap::new();
    let mut parts = page.split("\n```");
    let mut before = parts.next().unwrap_or_default();
    while let (Some(block), Some(after)) = (parts.next(), parts.next()) {
        let title = before.trim_end().lines().next_back().unwrap_or_default();
        let path = title
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'));
        if let (Some((path, _)), Some((_, code))) = (path, block.split_once('\n')) {
            blocks.insert(path.to_owned(), format!("{code}\n"));
        }
        before = after;
    }
    blocks
}

/// The files of the examples, by path.
fn files() -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for language in ["command-line", "javascript", "python", "rust"] {
        for entry in fs::read_dir(folder().join(language))?.flatten() {
            let path = format!("{language}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_file() && !NOT_SHOWN.contains(&path.as_str()) {
                files.insert(path, fs::read_to_string(entry.path())?);
            }
        }
    }
    Ok(files)
}

#[test]
fn the_page_shows_exactly_the_files_that_run() -> anyhow::Result<()> {
    let shown = shown(&fs::read_to_string(folder().join("README.md"))?);
    let files = files()?;
    for (path, code) in &files {
        ensure!(
            shown.get(path) == Some(code),
            "tests/publishing/README.md shows {path} otherwise than it is: copy the file into the page\n{:?}\n{code:?}",
            shown.get(path)
        );
    }
    ensure!(
        shown.keys().eq(files.keys()),
        "the page shows files that are not there: {:?}",
        shown.keys()
    );
    Ok(())
}

#[test]
fn the_examples_do_not_use_our_crates() -> anyhow::Result<()> {
    for (path, code) in files()? {
        for ours in ["model", "journal", "register", "views"] {
            ensure!(
                !code.contains(&format!("{ours}::")),
                "{path} names our crate {ours}"
            );
        }
    }
    Ok(())
}

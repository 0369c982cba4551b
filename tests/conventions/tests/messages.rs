//! Messages of the pages: every id that code or a template uses exists, and every message is used.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Context as _;
use conventions::workspace_root;

/// The beginnings of ids that stand ready for every page: terms, and the links around the content.
const FOR_EVERY_PAGE: [&str; 3] = ["term-", "nav-", "footer-"];

/// Returns the ids of the catalogue in Dutch; a test of the catalogue compares the languages.
fn ids(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        for line in fs::read_to_string(entry?.path())?.lines() {
            let starts = line.starts_with(|letter: char| letter.is_ascii_alphabetic());
            if let Some((id, _)) = line.split_once(" =").filter(|_| starts) {
                ids.insert(id.to_owned());
            }
        }
    }
    Ok(ids)
}

/// Collects the texts in quotes of the code and the templates below a folder.
fn collect_quoted(folder: &Path, quoted: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect_quoted(&path, quoted)?;
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let name = path.display().to_string();
        let texts = text.split('"').map(|text| (name.clone(), text.to_owned()));
        quoted.extend(texts);
    }
    Ok(())
}

#[test]
fn every_message_is_used_and_every_id_has_a_message() -> anyhow::Result<()> {
    let root = workspace_root();
    let ids = ids(&root.join("shared/texts/messages/nl"))?;
    let mut quoted = Vec::new();
    for folder in [
        "services/notify/src",
        "services/web/src",
        "services/web/templates",
        "shared/rounds/src",
        "shared/texts/src",
    ] {
        collect_quoted(&root.join(folder), &mut quoted)?;
    }
    let used: BTreeSet<&str> = quoted.iter().map(|(_, text)| text.as_str()).collect();
    let is_unused = |id: &&String| {
        let is_shared = FOR_EVERY_PAGE.iter().any(|start| id.starts_with(start));
        !is_shared && !used.contains(id.as_str())
    };
    let unused: Vec<&String> = ids.iter().filter(is_unused).collect();
    assert!(unused.is_empty(), "nothing uses these messages: {unused:?}");
    let calls = [".text(", ".with(", ".text_with(", ".name(", "Problem::new("];
    let unknown: Vec<&(String, String)> = quoted
        .windows(2)
        .filter(|pair| calls.iter().any(|call| pair[0].1.ends_with(call)))
        .map(|pair| &pair[1])
        .filter(|(_, id)| id.contains('-') && !ids.contains(id))
        .collect();
    assert!(unknown.is_empty(), "these ids have no message: {unknown:?}");
    Ok(())
}

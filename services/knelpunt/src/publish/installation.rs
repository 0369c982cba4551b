//! The id of this installation, created once: the default source of events.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::Path,
};

use anyhow::{Context as _, ensure};

use crate::{
    clock,
    settings::{BadUsage, DataArgs},
};

/// The file with the id, in the data folder.
const FILE: &str = "installation";

/// Returns the id, a URN; creates it if there is none.
///
/// # Errors
///
/// When it cannot be stored, or the stored one is not a URN.
pub(crate) fn source(data: &Path) -> anyhow::Result<String> {
    let path = data.join(FILE);
    let advice = "choose another folder with --data, or give --source";
    if !path.exists() {
        make(data, &path).with_context(|| {
            format!(
                "cannot write the id of this installation to {}; {advice}",
                path.display()
            )
        })?;
    }
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "cannot read the id of this installation from {}; {advice}",
            path.display()
        )
    })?;
    let urn = text.trim();
    let is_urn =
        urn.len() > "urn:".len() && urn.starts_with("urn:") && !urn.contains(char::is_whitespace);
    ensure!(
        is_urn,
        "cannot use the id of this installation in {}: it is not a URN; remove the file to get a new one",
        path.display()
    );
    Ok(urn.to_owned())
}

/// Returns the given source, or the id of this installation.
///
/// # Errors
///
/// When the given source is not a URN; or as [`source`].
pub(crate) fn source_or_default(given: Option<&String>, data: &DataArgs) -> anyhow::Result<String> {
    match given {
        Some(source) => Ok(check(source)?.to_owned()),
        None => source(data.create()?),
    }
}

/// Checks that a text can be the source of an event: every event with another one would be invalid.
fn check(source: &str) -> Result<&str, BadUsage> {
    let is_urn = source.len() > "urn:".len()
        && source.starts_with("urn:")
        && source.chars().count() <= 200
        && !source.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    if is_urn {
        return Ok(source);
    }
    Err(BadUsage(format!(
        "cannot use --source {source:?}: it is not a URN; give one of at most 200 characters, such as urn:example:coaches"
    )))
}

/// Writes a temporary file and links it under its name: of several processes that do so at once, one succeeds, and none
/// reads half an id.
fn make(data: &Path, path: &Path) -> std::io::Result<()> {
    let id = clock::new_id();
    let temporary = data.join(format!("{FILE}.{id}"));
    let mut file = File::create_new(&temporary)?;
    writeln!(file, "urn:uuid:{id}")?;
    file.sync_all()?;
    let linked = fs::hard_link(&temporary, path);
    fs::remove_file(&temporary)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => File::open(data)?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_id_is_created_once_and_is_a_urn() {
        let data = tempfile::tempdir().unwrap();
        let first = source(data.path()).unwrap();
        assert!(first.starts_with("urn:uuid:0"), "{first}");
        assert_eq!(source(data.path()).unwrap(), first);
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 1);
    }

    #[test]
    fn processes_that_ask_at_once_get_the_same_id() {
        let data = tempfile::tempdir().unwrap();
        let ids: BTreeSet<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| source(data.path()).unwrap()))
                .collect();
            threads.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 1, "{ids:?}");
    }

    #[test]
    fn a_file_without_a_urn_is_an_error_with_advice() {
        let data = tempfile::tempdir().unwrap();
        for text in ["", "urn:", "knelpunt", "urn:a b"] {
            fs::write(data.path().join(FILE), text).unwrap();
            let error = source(data.path()).unwrap_err().to_string();
            assert!(error.contains("remove the file"), "{text:?}: {error}");
        }
    }

    #[test]
    fn a_source_is_a_urn() {
        assert!(check("urn:nld:oin:1:systeem:a").is_ok());
        let long = format!("urn:{}", "a".repeat(200));
        for text in ["", "urn:", "coaches", "urn:a b", long.as_str()] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}

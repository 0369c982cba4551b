//! The id of this installation: the source of what is published without another one, made once.

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

/// The file beside the data.
const FILE: &str = "installation";

/// Gives the id, and makes it if there is none: a URN.
///
/// # Errors
///
/// When it cannot be kept, or what is kept is no URN.
pub(crate) fn source(data: &Path) -> anyhow::Result<String> {
    let path = data.join(FILE);
    let advice = "choose another folder with --data, or say --source";
    if !path.exists() {
        make(data, &path).with_context(|| {
            format!(
                "keep the id of this installation in {}: {advice}",
                path.display()
            )
        })?;
    }
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "read the id of this installation in {}: {advice}",
            path.display()
        )
    })?;
    let urn = text.trim();
    let right =
        urn.len() > "urn:".len() && urn.starts_with("urn:") && !urn.contains(char::is_whitespace);
    ensure!(
        right,
        "read the id of this installation in {}: it is no URN; remove the file to have a new one made",
        path.display()
    );
    Ok(urn.to_owned())
}

/// Gives the source that was told, or the id of this installation.
///
/// # Errors
///
/// When what was told is no URN; or as [`source`].
pub(crate) fn source_or_default(told: Option<&String>, data: &DataArgs) -> anyhow::Result<String> {
    match told {
        Some(source) => Ok(check(source)?.to_owned()),
        None => source(data.make()?),
    }
}

/// Refuses what could not be the source of an event: every event would be.
fn check(source: &str) -> Result<&str, BadUsage> {
    let right = source.len() > "urn:".len()
        && source.starts_with("urn:")
        && source.chars().count() <= 200
        && !source.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    if right {
        return Ok(source);
    }
    Err(BadUsage(format!(
        "use {source:?} as --source: give a URN of at most 200 characters, such as urn:example:coaches"
    )))
}

/// Writes the file whole and links it under its name, which succeeds for one of those who do so at the same time.
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
    fn it_is_made_once_and_is_a_urn() {
        let data = tempfile::tempdir().unwrap();
        let first = source(data.path()).unwrap();
        assert!(first.starts_with("urn:uuid:0"), "{first}");
        assert_eq!(source(data.path()).unwrap(), first);
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 1);
    }

    #[test]
    fn all_who_ask_at_once_are_told_the_same() {
        let data = tempfile::tempdir().unwrap();
        let told: BTreeSet<String> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| source(data.path()).unwrap()))
                .collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn what_is_no_urn_is_refused_with_what_to_do() {
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
        for wrong in ["", "urn:", "coaches", "urn:a b", long.as_str()] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}

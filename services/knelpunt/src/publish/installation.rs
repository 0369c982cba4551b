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
        make(data, &path, &format!("urn:uuid:{}", clock::new_id())).with_context(|| {
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

/// Stores a given source as the id of this installation, so that its events have it from now on.
///
/// # Errors
///
/// When it is not a URN, or its OIN is wrong; when the installation has another id already, or it cannot be stored.
pub(crate) fn keep(given: &str, data: &DataArgs) -> anyhow::Result<()> {
    check_oin(check(given)?)?;
    let data = data.create()?;
    let path = data.join(FILE);
    if !path.exists() {
        make(data, &path, given).with_context(|| {
            let shown = path.display();
            format!("cannot write the source to {shown}; choose another folder with --data")
        })?;
    }
    let stored = source(data)?;
    if stored == given {
        return Ok(());
    }
    let shown = path.display();
    Err(BadUsage(format!(
        "cannot change the source to {given}: this installation publishes as {stored}, and what it published keeps that; \
         remove {shown} to publish as another one from now on"
    ))
    .into())
}

/// Checks the form of a source with an OIN, by the NL GOV profile for `CloudEvents`; another URN has none.
fn check_oin(source: &str) -> Result<(), BadUsage> {
    let Some(rest) = source.strip_prefix("urn:nld:oin:") else {
        return Ok(());
    };
    let (oin, system) = rest.split_once(':').unwrap_or((rest, "systeem:-"));
    let is_number = oin.len() == 20 && oin.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = system
        .strip_prefix("systeem:")
        .is_some_and(|name| !name.is_empty());
    if is_number && is_named {
        return Ok(());
    }
    Err(BadUsage(format!(
        "cannot use --source {source:?}: an OIN has 20 digits, and the name of a system follows it; give one such as \
         urn:nld:oin:00000001234567890000:systeem:knelpunten"
    )))
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
fn make(data: &Path, path: &Path, urn: &str) -> std::io::Result<()> {
    let temporary = data.join(format!("{FILE}.{}", clock::new_id()));
    let mut file = File::create_new(&temporary)?;
    writeln!(file, "{urn}")?;
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
    fn a_given_source_is_kept_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataArgs {
            data: folder.path().join("new"),
        };
        let ours = "urn:nld:oin:00000001234567890000:systeem:knelpunten";
        for _ in 0..2 {
            keep(ours, &data).unwrap();
            assert_eq!(source_or_default(None, &data).unwrap(), ours);
        }
        let error = keep("urn:example:other", &data).unwrap_err().to_string();
        assert!(error.contains(ours) && error.contains("remove "), "{error}");
        assert!(keep("coaches", &data).is_err());
    }

    #[test]
    fn an_oin_has_twenty_digits_and_a_system() {
        let oin = "urn:nld:oin:00000001234567890000";
        for valid in [oin, &format!("{oin}:systeem:a"), "urn:example:a"] {
            assert!(check_oin(valid).is_ok(), "{valid}");
        }
        for invalid in [
            "urn:nld:oin:1",
            &format!("{oin}1"),
            &format!("{oin}:a"),
            &format!("{oin}:systeem:"),
        ] {
            let error = check_oin(invalid).unwrap_err().to_string();
            assert!(error.contains("20 digits"), "{error}");
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

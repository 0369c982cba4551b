//! This machine: the program, the data folder, the nats-server that would be started.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use register::Register;
use tokio::process::Command;

use super::finding::Finding;
use crate::{clock, nats_server::executable};

/// Less room than this is wrong: a log grows, and views are built beside those that are.
const LEAST_FREE_BYTES: u64 = 1024 * 1024 * 1024;

/// Says what this program is.
pub(super) fn version(register: &Register) -> Finding {
    let (program, catalogue) = (env!("CARGO_PKG_VERSION"), register.catalogue().version());
    Finding::ok(
        "version",
        format!(
            "knelpunt {program}, register {}, catalogue {catalogue}",
            register.version()
        ),
    )
}

/// Looks whether the data folder can be written, and has room.
pub(super) fn data(folder: &Path) -> Vec<Finding> {
    let shown = folder.display();
    let to_do = "choose another folder with --data, or mend this one";
    let Some(there) = folder.ancestors().find(|ancestor| ancestor.exists()) else {
        // A relative path has the current folder as its first.
        return data(&Path::new(".").join(folder));
    };
    let what = if there == folder {
        "can be written"
    } else {
        "is not there yet, and can be made"
    };
    let written = match write(there) {
        Ok(()) => Finding::ok("data folder", format!("{shown} {what}")),
        Err(error) => Finding::wrong(
            "data folder",
            format!("{shown} cannot be written ({error})"),
            to_do,
        ),
    };
    vec![written, free(there)]
}

fn write(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".doctor-{}", clock::new_id()));
    File::create_new(&probe)?;
    fs::remove_file(probe)
}

fn free(folder: &Path) -> Finding {
    match rustix::fs::statvfs(folder) {
        Ok(system) => room(system.f_bavail.saturating_mul(system.f_frsize)),
        Err(error) => Finding::wrong("free space", format!("cannot be told ({error})"), ""),
    }
}

fn room(free_bytes: u64) -> Finding {
    let said = format!("{} MiB", free_bytes / (1024 * 1024));
    let to_do = "make room: a full disk stops the log and the views";
    Finding::when(free_bytes >= LEAST_FREE_BYTES, "free space", said, to_do)
}

/// Looks for the nats-server that `up` would start.
pub(super) async fn nats_server(given: Option<PathBuf>) -> Finding {
    let executable = match executable::find(given).await {
        Ok(executable) => executable,
        Err(error) => return Finding::wrong("nats-server", format!("{error:#}"), ""),
    };
    let said = Command::new(&executable).arg("--version").output().await;
    let version = said.map_or_else(
        |error| error.to_string(),
        |said| String::from_utf8_lossy(&said.stdout).trim().to_owned(),
    );
    let version = version.trim_start_matches("nats-server:").trim();
    Finding::ok(
        "nats-server",
        format!("{} is {version}", executable.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_can_be_written_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!data(folder.path())[0].is_wrong());
        let new = folder.path().join("a/b");
        assert!(data(&new)[0].to_string().contains("is not there yet"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_no_folder_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let found = data(&file.join("below"));
        assert!(
            found[0].is_wrong() && found[0].to_string().contains("--data"),
            "{}",
            found[0]
        );
    }

    #[test]
    fn a_relative_folder_is_looked_for_from_here() {
        assert!(!data(Path::new("never-made-by-doctor/a"))[0].is_wrong());
    }

    #[test]
    fn little_room_is_wrong() {
        assert!(room(LEAST_FREE_BYTES - 1).is_wrong());
        assert_eq!(
            room(LEAST_FREE_BYTES).to_string(),
            "ok     free space   1024 MiB"
        );
    }

    #[tokio::test]
    async fn a_nats_server_that_is_not_there_says_what_to_do() {
        let found = nats_server(Some(PathBuf::from("/no/such/nats-server"))).await;
        assert!(
            found.is_wrong() && found.to_string().contains("deploy/up"),
            "{found}"
        );
    }
}

//! Checks this machine: the program, the data folder, the nats-server that `up` would start.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use register::Register;
use tokio::process::Command;

use super::finding::Finding;
use crate::{clock, nats_server::executable};

/// Less free space than this is wrong: the log grows, and a rebuild needs space for a second set of views.
const LEAST_FREE_BYTES: u64 = 1024 * 1024 * 1024;

/// Returns the versions of this program, the register and the catalogue.
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

/// Checks that the data folder is writable and has free space.
pub(super) fn data(folder: &Path) -> Vec<Finding> {
    let shown = folder.display();
    let advice = "choose another folder with --data, or make this one writable";
    let Some(there) = folder.ancestors().find(|ancestor| ancestor.exists()) else {
        // A relative path has no ancestor that exists: look from the current folder.
        return data(&Path::new(".").join(folder));
    };
    let state = if there == folder {
        "is writable"
    } else {
        "does not exist yet and can be created"
    };
    let written = match write(there) {
        Ok(()) => Finding::ok("data folder", format!("{shown} {state}")),
        Err(error) => Finding::wrong(
            "data folder",
            format!("{shown} is not writable ({error})"),
            advice,
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
        Ok(system) => free_space(system.f_bavail.saturating_mul(system.f_frsize)),
        Err(error) => Finding::wrong("free space", format!("unknown ({error})"), ""),
    }
}

fn free_space(free_bytes: u64) -> Finding {
    let state = format!("{} MiB", free_bytes / (1024 * 1024));
    let advice = "free some space: a full disk stops the log and the views";
    Finding::when(free_bytes >= LEAST_FREE_BYTES, "free space", state, advice)
}

/// Checks the nats-server that `up` would start.
pub(super) async fn nats_server(given: Option<PathBuf>) -> Finding {
    let executable = match executable::find(given).await {
        Ok(executable) => executable,
        Err(error) => return Finding::wrong("nats-server", format!("{error:#}"), ""),
    };
    let output = Command::new(&executable).arg("--version").output().await;
    let version = output.map_or_else(
        |error| error.to_string(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
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
    fn a_writable_folder_is_left_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!data(folder.path())[0].is_wrong());
        let new = folder.path().join("a/b");
        assert!(data(&new)[0].to_string().contains("does not exist yet"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_below_a_file_is_not_writable() {
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
    fn a_relative_folder_is_relative_to_the_current_one() {
        assert!(!data(Path::new("never-made-by-doctor/a"))[0].is_wrong());
    }

    #[test]
    fn too_little_free_space_is_wrong() {
        assert!(free_space(LEAST_FREE_BYTES - 1).is_wrong());
        assert_eq!(
            free_space(LEAST_FREE_BYTES).to_string(),
            "ok     free space   1024 MiB"
        );
    }

    #[tokio::test]
    async fn a_missing_nats_server_comes_with_advice() {
        let found = nats_server(Some(PathBuf::from("/no/such/nats-server"))).await;
        assert!(
            found.is_wrong() && found.to_string().contains("deploy/up"),
            "{found}"
        );
    }
}

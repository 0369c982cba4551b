//! Finds a `nats-server` executable that is new enough.

use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::{bail, ensure};
use tokio::process::Command;

/// The oldest version with what the journal needs: stream compression and consumers without acknowledgement.
const OLDEST: (u32, u32) = (2, 10);
const ADVICE: &str =
    "install one, run deploy/up, which installs one, or use a running server with --nats URL";

/// Returns the given executable, or else the name to look up in PATH, after checking its version.
///
/// # Errors
///
/// When it does not exist, does not run or is too old.
pub(crate) async fn find(given: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let executable = given.unwrap_or_else(|| PathBuf::from("nats-server"));
    let shown = executable.display();
    let output = match Command::new(&executable).arg("--version").output().await {
        Ok(output) => output,
        Err(e) if e.kind() == ErrorKind::NotFound => bail!("cannot find {shown}: {ADVICE}"),
        Err(e) => bail!("cannot run {shown} ({e}): {ADVICE}"),
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let Some(version) = version(&text) else {
        bail!("cannot use {shown}, which prints no version of nats-server: {ADVICE}");
    };
    let (major, minor) = OLDEST;
    ensure!(
        version >= OLDEST,
        "cannot use {shown}, which is {}, older than {major}.{minor}: {ADVICE}",
        text.trim()
    );
    Ok(executable)
}

/// Returns the major and minor version in `nats-server: v2.15.1`.
fn version(text: &str) -> Option<(u32, u32)> {
    let (_, version) = text.trim().strip_prefix("nats-server:")?.split_once('v')?;
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_compared_by_number() {
        assert_eq!(version("nats-server: v2.15.1\n"), Some((2, 15)));
        assert_eq!(version("nats-server: v2.9.25"), Some((2, 9)));
        assert_eq!(version("nats-server: v2.12.0-RC.1"), Some((2, 12)));
        assert_eq!(version("something else"), None);
        assert!((2, 9) < OLDEST && (3, 0) > OLDEST);
    }

    #[tokio::test]
    async fn a_missing_server_comes_with_advice() {
        let error = find(Some("/nowhere/nats-server".into())).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot find /nowhere/nats-server: {ADVICE}")
        );
    }
}

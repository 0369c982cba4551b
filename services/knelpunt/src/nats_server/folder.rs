//! The folder of a `nats-server`: its files, and the configuration.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

/// An absolute, existing folder, with a path that fits into the configuration.
#[derive(Clone, Debug)]
pub(super) struct NatsFolder {
    path: String,
}

impl NatsFolder {
    /// Creates the folder if it does not exist.
    ///
    /// # Errors
    ///
    /// When it cannot be created, or its path is not UTF-8.
    pub(super) fn create(dir: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir).with_context(|| {
            format!(
                "cannot create the folder {}; choose another with --data",
                dir.display()
            )
        })?;
        let path =
            std::path::absolute(dir).with_context(|| format!("cannot find {}", dir.display()))?;
        let path = path.into_os_string().into_string();
        let path = path.map_err(|_| {
            anyhow!(
                "cannot use the folder {}: its path is not UTF-8; choose another with --data",
                dir.display()
            )
        })?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        Path::new(&self.path)
    }

    /// Returns the path of the lock, which is locked as long as a server or its guard runs.
    pub(super) fn lock(&self) -> PathBuf {
        self.path().join("nats.lock")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.path().join("nats-server.log")
    }

    pub(super) fn configuration(&self) -> PathBuf {
        self.path().join("nats.conf")
    }

    /// Returns the text of the configuration. `sync_interval: always` syncs after each message: on a single server nothing
    /// else preserves acknowledged messages when the machine loses power.
    pub(super) fn configuration_text(&self, port: u16, name: &str) -> String {
        let [name, log] = [name, &format!("{}/nats-server.log", self.path)].map(quoted);
        let store = quoted(&format!("{}/jetstream", self.path));
        format!(
            "# Written by `knelpunt up` at each start.\n\
             host: \"127.0.0.1\"\n\
             port: {port}\n\
             server_name: {name}\n\
             log_file: {log}\n\
             logfile_size_limit: 8MB\n\
             logfile_max_num: 3\n\
             jetstream {{\n  store_dir: {store}\n  sync_interval: always\n}}\n"
        )
    }
}

/// Returns a string in double quotes, as the configuration of NATS reads it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_end_a_string_are_escaped() {
        assert_eq!(
            quoted("a \"b\" $c {d} #e\\f\n"),
            r#""a \"b\" $c {d} #e\\f\n""#
        );
    }

    #[test]
    fn the_configuration_binds_loopback_and_syncs_always() {
        let folder = NatsFolder {
            path: "/x y".to_owned(),
        };
        let text = folder.configuration_text(4222, "knelpunt-1");
        for line in [
            "host: \"127.0.0.1\"",
            "port: 4222",
            "server_name: \"knelpunt-1\"",
            "  store_dir: \"/x y/jetstream\"",
            "  sync_interval: always",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
        }
    }
}

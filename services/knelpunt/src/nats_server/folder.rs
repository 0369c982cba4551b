//! The folder of one `nats-server`: what lies where in it, and the configuration written there.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

/// An absolute folder that exists, with a path that the configuration can hold.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: String,
}

impl Folder {
    /// Makes the folder if it is not there.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be made, or if its path is no UTF-8.
    pub(super) fn create(dir: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("cannot make the folder {}; choose another", dir.display()))?;
        let path =
            std::path::absolute(dir).with_context(|| format!("cannot find {}", dir.display()))?;
        let path = path.into_os_string().into_string();
        let path = path.map_err(|_| {
            anyhow!(
                "the path {} is no UTF-8; choose another folder",
                dir.display()
            )
        })?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        Path::new(&self.path)
    }

    /// Locked for as long as a server, or its guard, lives.
    pub(super) fn lock(&self) -> PathBuf {
        self.path().join("nats.lock")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.path().join("nats-server.log")
    }

    pub(super) fn configuration(&self) -> PathBuf {
        self.path().join("nats.conf")
    }

    /// The text of the configuration. On one server nothing but a sync after each message keeps what it
    /// acknowledged when the machine loses power.
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

/// A string in double quotes as the configuration of NATS reads it.
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
    fn what_ends_a_string_is_escaped() {
        assert_eq!(
            quoted("a \"b\" $c {d} #e\\f\n"),
            r#""a \"b\" $c {d} #e\\f\n""#
        );
    }

    #[test]
    fn the_configuration_binds_loopback_and_syncs_always() {
        let folder = Folder {
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

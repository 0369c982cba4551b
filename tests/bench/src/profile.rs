//! A profile of a process while something is measured: `perf record`, where it is asked for.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use anyhow::Context as _;
use tests::signal;

/// How often a second the stack is looked at: no multiple of what beats by itself.
const FREQUENCY: &str = "499";

/// Where profiles go, if they are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Profiles(pub(crate) Option<PathBuf>);

/// A profile that is being taken until it is dropped.
pub(crate) struct Profile(Child);

impl Profiles {
    /// Starts to profile a process, under a name for the file; nothing where no profiles are wanted.
    pub(crate) fn of(&self, pid: u32, name: &str) -> anyhow::Result<Option<Profile>> {
        let Some(folder) = &self.0 else {
            return Ok(None);
        };
        std::fs::create_dir_all(folder)?;
        let file = folder.join(format!("{name}.perf"));
        let mut command = Command::new("perf");
        command.args([
            "record",
            "--quiet",
            "-F",
            FREQUENCY,
            "-g",
            "-p",
            &pid.to_string(),
            "-o",
        ]);
        let child = command
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let child = child
            .spawn()
            .context("run perf: install it, or leave out --perf")?;
        eprintln!("profile: perf report -i {}", file.display());
        Ok(Some(Profile(child)))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // It writes its file when it is interrupted; by itself it ends with the process that it looks at.
        let _ = signal("INT", self.0.id());
        let _ = self.0.wait();
    }
}

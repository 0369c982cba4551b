//! A profile of a process during a measurement: `perf record`, if requested.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use anyhow::Context as _;
use tests::signal;

/// Samples of the stack a second: no multiple of common timer rates.
const FREQUENCY: &str = "499";

/// The folder for profiles, if they are requested.
#[derive(Debug, Clone)]
pub(crate) struct Profiles(pub(crate) Option<PathBuf>);

/// A profile that is being recorded until this is dropped.
pub(crate) struct Profile(Child);

impl Profiles {
    /// Starts to profile a process into a file of this name; none if no profiles are requested.
    pub(crate) fn start(&self, pid: u32, name: &str) -> anyhow::Result<Option<Profile>> {
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
            .context("cannot run perf: install it, or leave out --perf")?;
        eprintln!("profile: perf report -i {}", file.display());
        Ok(Some(Profile(child)))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // perf writes its file when it is interrupted; otherwise it ends with the profiled process.
        let _ = signal("INT", self.0.id());
        let _ = self.0.wait();
    }
}

//! A disk small enough to fill: a tmpfs for one test.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

/// How much to write at once while filling it.
const PIECE_BYTES: usize = 64 * 1024;
/// The file that fills it.
const FILLER: &str = "filler";

/// A mounted tmpfs; unmounted on drop.
#[derive(Debug)]
pub struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    /// Creates a folder and mounts a tmpfs of `mebibytes` there; none where mounting is not permitted.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made.
    pub fn mount(at: &Path, mebibytes: usize) -> anyhow::Result<Option<Self>> {
        fs::create_dir_all(at)?;
        let mounted = Command::new("mount")
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={mebibytes}m"),
                "knelpunt-test",
            ])
            .arg(at)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let mounted = mounted.is_ok_and(|status| status.success());
        Ok(mounted.then(|| Self { at: at.to_owned() }))
    }

    /// Returns its path.
    pub fn path(&self) -> &Path {
        &self.at
    }

    /// Fills it with a file, except for `left_bytes`.
    ///
    /// # Errors
    ///
    /// If writing fails for another reason than a full disk.
    pub fn fill(&self, left_bytes: usize) -> anyhow::Result<()> {
        let path = self.at.join(FILLER);
        let mut filler = File::create(&path).context("cannot create the filling file")?;
        let piece = vec![1_u8; PIECE_BYTES];
        loop {
            match filler.write(&piece) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => bail!("cannot fill {}: {error}", self.at.display()),
            }
        }
        let length = filler.metadata()?.len();
        filler.set_len(length.saturating_sub(left_bytes as u64))?;
        Ok(())
    }

    /// Removes the file that fills it.
    ///
    /// # Errors
    ///
    /// If it was not filled.
    pub fn free_space(&self) -> anyhow::Result<()> {
        fs::remove_file(self.at.join(FILLER)).context("it was not filled")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("-l")
            .arg(&self.at)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

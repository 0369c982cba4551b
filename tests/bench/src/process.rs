//! The memory of a process, and the size of a folder.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path};

use anyhow::Context as _;

/// Bytes of a block as `stat` counts them (POSIX `st_blocks` on Linux).
const BLOCK_BYTES: u64 = 512;

/// Memory of a process, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProcessMemory {
    /// Resident now.
    pub(crate) resident: u64,
    /// Resident at most, since it started.
    pub(crate) peak: u64,
}

/// Reads the memory of a process.
pub(crate) fn memory(pid: u32) -> anyhow::Result<ProcessMemory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))
        .with_context(|| format!("process {pid} is gone"))?;
    Ok(ProcessMemory {
        resident: kilobytes(&status, "VmRSS:")? * 1024,
        peak: kilobytes(&status, "VmHWM:")? * 1024,
    })
}

fn kilobytes(status: &str, name: &str) -> anyhow::Result<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    let number = number.with_context(|| format!("/proc does not have {name}"))?;
    Ok(number.parse()?)
}

/// Adds up the size on disk of the files below a folder; a file that vanishes meanwhile counts as nothing.
pub(crate) fn disk_bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => disk_bytes(&entry.path()),
        Ok(metadata) => metadata.blocks() * BLOCK_BYTES,
        Err(_) => 0,
    });
    bytes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_never_more_than_its_peak() {
        let memory = memory(std::process::id()).unwrap();
        assert!(0 < memory.resident && memory.resident <= memory.peak);
    }

    #[test]
    fn files_in_folders_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/b"), vec![1; 100_000]).unwrap();
        assert!(disk_bytes(folder.path()) >= 100_000);
        assert_eq!(disk_bytes(&folder.path().join("none")), 0);
    }
}

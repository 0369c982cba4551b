//! Where and when figures were measured: without it they mean nothing.

use std::{fs, path::Path, process::Command, thread};

use anyhow::ensure;

use crate::{UNOPTIMISED, clock};

/// The most bytes that an event takes on disk, in the log and in the views.
const NEEDED_BYTES_PER_EVENT: u64 = 3_000;

/// Returns the machine, date, commit and command of the figures.
pub(crate) fn description(command: &str) -> String {
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or("?");
    let unoptimised = if UNOPTIMISED {
        "- build: not optimised, so a figure says no more than that it can be had\n"
    } else {
        ""
    };
    format!(
        "- machine: {}, {} cores, {} GiB of memory, Linux {}; load average {load} when it began\n\
         - date: {}\n\
         - commit: {}\n\
         - command: `{command}`\n\
         {unoptimised}",
        value_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned()),
        thread::available_parallelism().map_or(0, std::num::NonZero::get),
        memory_gib(),
        read("/proc/sys/kernel/osrelease").trim(),
        clock::today().map_or_else(|| "unknown".to_owned(), |day| day.to_string()),
        commit(),
    )
}

/// Checks that there is enough space on disk for so many events.
///
/// # Errors
///
/// If there is not: how much there is and how much they take.
pub(crate) fn ensure_disk_space(folder: &Path, events: usize) -> anyhow::Result<()> {
    let disk = rustix::fs::statvfs(folder)?;
    let (free, needed) = (
        disk.f_bavail * disk.f_frsize,
        events as u64 * NEEDED_BYTES_PER_EVENT,
    );
    ensure!(
        free >= needed,
        "{events} events take up to {} MB on disk and {} has {} MB; free some, or choose another folder with --folder",
        needed / 1_000_000,
        folder.display(),
        free / 1_000_000
    );
    Ok(())
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn value_of(path: &str, name: &str) -> Option<String> {
    let text = read(path);
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn memory_gib() -> u64 {
    let kilobytes = value_of("/proc/meminfo", "MemTotal");
    let number = kilobytes.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or_default().div_ceil(1024 * 1024)
}

/// The commit, and whether there were changes since.
fn commit() -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let value = ["-C", root, "describe", "--always", "--dirty", "--exclude=*"];
    let output = Command::new("git").args(value).output();
    let output = output.ok().filter(|output| output.status.success());
    output.map_or_else(
        || "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

//! The end of the server's log, for the person who must know why it did not start.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

const TAIL_MAX_BYTES: u64 = 16 * 1024;
const SHOWN_LINES: usize = 4;

/// How long the log is now; what follows is of the server that starts next.
pub(super) fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// What the server complained of since the log was `from` bytes long, the last things; empty if of nothing.
pub(super) fn complaints(path: &Path, from: u64) -> String {
    let text = tail(path, from).unwrap_or_default();
    let complaints: Vec<&str> = text.lines().filter_map(complaint).collect();
    complaints[complaints.len().saturating_sub(SHOWN_LINES)..].join("; ")
}

/// What to do about a complaint that people meet, to follow it; empty if there is no telling.
pub(super) fn advice(complaints: &str) -> &'static str {
    let complaints = complaints.to_lowercase();
    let has = |needle| complaints.contains(needle);
    if has("no space left") {
        "; make room on the disk, or choose another folder with --data"
    } else if has("permission denied") || has("read-only file system") {
        "; make the folder writable, or choose another with --data"
    } else {
        ""
    }
}

fn tail(path: &Path, from: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    // A log that is shorter than it was has been rotated.
    let from = if from > length { 0 } else { from };
    file.seek(SeekFrom::Start(
        from.max(length.saturating_sub(TAIL_MAX_BYTES)),
    ))?;
    let mut bytes = Vec::new();
    file.take(TAIL_MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// `[12] 2026/11/23 15:47:06.956 [FTL] text` is `text`; a line from before the log was opened is all complaint.
fn complaint(line: &str) -> Option<&str> {
    if !line.starts_with('[') {
        return Some(line);
    }
    let mut parts = line.splitn(5, ' ').skip(3);
    let is_complaint = matches!(parts.next()?, "[FTL]" | "[ERR]");
    parts.next().filter(|_| is_complaint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "[1] 2026/11/23 15:47:06.955994 [INF] Starting JetStream\n\
                       [1] 2026/11/23 15:47:06.956342 [FTL] Can't start JetStream: permission denied\n";

    #[track_caller]
    fn check(text: &str, from: u64, expected: &str) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        std::fs::write(&path, text).unwrap();
        assert_eq!(complaints(&path, from), expected);
    }

    #[test]
    fn complaints_are_shown_without_their_stamp() {
        check(LOG, 0, "Can't start JetStream: permission denied");
    }

    #[test]
    fn what_comes_before_the_log_is_opened_is_a_complaint() {
        check("nats-server: parse error\n", 0, "nats-server: parse error");
    }

    #[test]
    fn what_an_earlier_server_said_is_left_out() {
        check(&format!("{LOG}later\n"), LOG.len() as u64, "later");
    }

    #[test]
    fn a_log_without_complaint_says_nothing() {
        check(
            "[1] 2026/11/23 15:47:06.955994 [INF] Server is ready\n",
            0,
            "",
        );
    }

    #[test]
    fn a_missing_log_says_nothing() {
        assert_eq!(complaints(Path::new("/nowhere/log"), 0), "");
    }
}

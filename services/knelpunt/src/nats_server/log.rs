//! Reads the end of the server's log, which says why it did not start.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

const TAIL_MAX_BYTES: u64 = 16 * 1024;
const SHOWN_LINES: usize = 4;

/// Returns the length of the log; what follows is from the server that starts next.
pub(super) fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// Returns the last complaints of the server since the log was `from` bytes long; empty if there are none.
pub(super) fn complaints(path: &Path, from: u64) -> String {
    let text = tail(path, from).unwrap_or_default();
    let complaints: Vec<&str> = text.lines().filter_map(complaint).collect();
    complaints[complaints.len().saturating_sub(SHOWN_LINES)..].join("; ")
}

/// Returns what to do about frequent complaints; empty for others.
pub(super) fn advice(complaints: &str) -> &'static str {
    let complaints = complaints.to_lowercase();
    let has = |needle| complaints.contains(needle);
    if has("no space left") {
        "; free some disk space, or choose another folder with --data"
    } else if has("permission denied") || has("read-only file system") {
        "; make the folder writable, or choose another with --data"
    } else {
        ""
    }
}

fn tail(path: &Path, from: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    // A log that became shorter was rotated.
    let from = if from > length { 0 } else { from };
    file.seek(SeekFrom::Start(
        from.max(length.saturating_sub(TAIL_MAX_BYTES)),
    ))?;
    let mut bytes = Vec::new();
    file.take(TAIL_MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns `text` of `[12] 2026/11/23 15:47:06.956 [FTL] text`; a line without a stamp, from before the log was opened, is
/// a complaint as a whole.
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
    fn a_line_before_the_log_is_opened_is_a_complaint() {
        check("nats-server: parse error\n", 0, "nats-server: parse error");
    }

    #[test]
    fn the_lines_of_an_earlier_server_are_left_out() {
        check(&format!("{LOG}later\n"), LOG.len() as u64, "later");
    }

    #[test]
    fn a_log_without_complaint_is_empty() {
        check(
            "[1] 2026/11/23 15:47:06.955994 [INF] Server is ready\n",
            0,
            "",
        );
    }

    #[test]
    fn a_missing_log_is_empty() {
        assert_eq!(complaints(Path::new("/nowhere/log"), 0), "");
    }
}

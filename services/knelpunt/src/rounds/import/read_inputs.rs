//! Reads the inputs of an import: the file, and what the log has of its source.

use std::{io::Read as _, path::Path, str};

use anyhow::Context as _;
use journal::{Journal, Message};
use model::{Envelope, Violation};
use register::Register;
use rounds::{FilledSheet, SourceHistory};

use crate::{clock, events::open_file, progress, violations::field_of};

/// The largest workbook that is read.
const FILE_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a complete file.
pub(super) fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let file = open_file(path)?;
    let mut bytes = Vec::new();
    let read = file.take(FILE_LIMIT_BYTES + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read {shown}"))?;
    anyhow::ensure!(
        bytes.len() as u64 <= FILE_LIMIT_BYTES,
        "cannot read {shown}: it is larger than {FILE_LIMIT_BYTES} bytes"
    );
    Ok(bytes)
}

/// Validates each event as every reader of the log will; an invalid one becomes a violation in its row.
pub(super) fn validated(filled: FilledSheet, register: &Register) -> FilledSheet {
    let source = filled.info.source.clone();
    let time = clock::now();
    filled.validated(|data| {
        let envelope = Envelope {
            source: source.clone(),
            id: clock::new_id(),
            time,
        };
        emitter::validate_data(envelope, data.clone(), register, time)
            .err()
            .map(|invalid| invalid.violations)
            .unwrap_or_default()
    })
}

/// Returns violations on one line, each named by its field.
pub(super) fn reasons(violations: &[Violation]) -> String {
    let describe = |violation: &Violation| {
        let field = field_of(&violation.path);
        let field = field.strip_prefix("data.").unwrap_or(&field);
        // The time of these events is now.
        let problem = violation.problem.replace("after time", "from now");
        format!("{field} {problem}")
    };
    let all: Vec<String> = violations.iter().map(describe).collect();
    all.join("; ")
}

/// Reads from the log the events of a source, and their withdrawals.
pub(super) async fn history(
    journal: &Journal,
    source: &str,
    register: &Register,
) -> anyhow::Result<SourceHistory> {
    let mut replay = journal.replay(1, None).await?;
    let bar = progress::bar(replay.to(), "reading the log");
    let mut history = SourceHistory::default();
    while let Some(messages) = replay.next().await? {
        for message in messages {
            bar.set_position(message.sequence);
            if may_name(&message, source)
                && let Ok(event) = model::decode(&message.headers, &message.payload, register)
            {
                history.insert(source, &event);
            }
        }
    }
    bar.finish_and_clear();
    Ok(history)
}

/// Returns whether a message may name the source; others need no decoding. JSON can write a source differently only with
/// a backslash.
fn may_name(message: &Message, source: &str) -> bool {
    let binary = message
        .headers
        .iter()
        .any(|(name, _)| name.to_ascii_lowercase().starts_with("ce-"));
    let text = str::from_utf8(&message.payload).unwrap_or_default();
    binary || text.contains(source) || text.contains('\\')
}

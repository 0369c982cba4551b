//! What an import reads: the file, whether its events would be valid, and what the log holds already.

use std::{fs::File, io::Read as _, path::Path, str};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget};
use journal::{Journal, Message};
use model::{Draft, Violation};
use register::Register;
use rounds::{FilledSheet, RowStatement, SheetViolation, SourceHistory};

use crate::{clock, progress::bar_style};

/// The largest file that is read as a workbook.
const FILE_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a file whole.
pub(super) fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("open {shown}"))?;
    let mut bytes = Vec::new();
    let read = file.take(FILE_LIMIT_BYTES + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("read {shown}"))?;
    anyhow::ensure!(
        bytes.len() as u64 <= FILE_LIMIT_BYTES,
        "read {shown}: it is larger than {FILE_LIMIT_BYTES} bytes"
    );
    Ok(bytes)
}

/// Judges each event as every reader of the log will; what would be invalid becomes a flaw of its row.
pub(super) fn judged(mut filled: FilledSheet, register: &Register) -> FilledSheet {
    let source = filled.info.source.clone();
    let time = clock::now();
    let faults = |said: &RowStatement| -> Vec<Violation> {
        let id = clock::new_id();
        let draft = Draft::with_derived_subject(source.clone(), id, time, said.data.clone());
        let payload = draft.map(|draft| draft.to_json()).unwrap_or_default();
        let judged = model::decode_structured(payload.as_bytes(), register);
        judged
            .err()
            .map(|invalid| invalid.violations)
            .unwrap_or_default()
    };
    let mut flaws = Vec::new();
    filled.statements.retain(|said| {
        let faults = faults(said);
        if !faults.is_empty() {
            flaws.push(SheetViolation {
                sheet: said.sheet.to_owned(),
                row: Some(said.row),
                column: None,
                problem: reasons(&faults),
                municipality: Some(said.municipality.clone()),
            });
        }
        faults.is_empty()
    });
    filled.violations.extend(flaws);
    filled
}

/// Puts reasons on one line.
pub(super) fn reasons(faults: &[Violation]) -> String {
    let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
    all.join("; ")
}

/// Reads in the log what a source said, and what was withdrawn of it.
pub(super) async fn history(
    journal: &Journal,
    source: &str,
    register: &Register,
) -> anyhow::Result<SourceHistory> {
    let mut replay = journal.replay(1, None).await?;
    let bar = ProgressBar::with_draw_target(Some(replay.to()), ProgressDrawTarget::stderr())
        .with_style(bar_style())
        .with_message("reading the log");
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

/// Spares the decoding of what cannot name the source: JSON could write it otherwise only with a backslash.
fn may_name(message: &Message, source: &str) -> bool {
    let binary = message
        .headers
        .iter()
        .any(|(name, _)| name.to_ascii_lowercase().starts_with("ce-"));
    let text = str::from_utf8(&message.payload).unwrap_or_default();
    binary || text.contains(source) || text.contains('\\')
}

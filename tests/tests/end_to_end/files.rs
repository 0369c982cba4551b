//! Tables and exports as files, read by programs that are not ours: openpyxl, pandas, `LibreOffice` and `DuckDB`.

use std::{path::Path, process::Command};

use tests::{Ended, Server, data, python};

/// What a spreadsheet would evaluate, in turn in the descriptions of the history.
const FORMULAS: [&str; 5] = [
    "=HYPERLINK(\\\"http://127.0.0.1/\\\",1)",
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "'=1",
];

/// Returns the lines of a history with formulas for descriptions.
fn with_formulas(history: &str) -> Vec<String> {
    let lines = (0..).zip(history.lines());
    let line = |(number, line): (usize, &str)| {
        let formula = FORMULAS[number % FORMULAS.len()];
        line.replacen(
            "\"observedAt\"",
            &format!("\"description\":\"{formula}\",\"observedAt\""),
            usize::from(line.contains("knelpunt-reported") && !line.contains("\"description\"")),
        )
    };
    lines.map(line).collect()
}

/// Returns `LibreOffice`, if it is here.
fn libreoffice() -> Option<&'static str> {
    let found = Command::new("soffice").arg("--version").output();
    found.is_ok().then_some("soffice")
}

#[test]
fn other_programs_read_from_files_what_the_json_has() -> anyhow::Result<()> {
    let history = with_formulas(&data("rules/history.ndjson"));
    let (_nats, _log, server) = Server::with_log(history)?;
    let folder = tempfile::tempdir()?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("files.py");
    let mut command = Command::new(python());
    command
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(program)
        .arg(server.url())
        .arg(folder.path())
        .args(libreoffice());
    let ended = Ended::run(&mut command)?.expect(0, &["LibreOffice"])?;
    eprint!("{}", ended.out);
    Ok(())
}

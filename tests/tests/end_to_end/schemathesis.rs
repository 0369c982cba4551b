//! Requests that Schemathesis derives from the `OpenAPI` document of a real server, valid and invalid ones, in all of its
//! phases: `tests/schemathesis` says what must hold of every answer.
//!
//! `KNELPUNT_SCHEMATHESIS_EXAMPLES` sets how many examples of each operation; the default takes less than a minute.

use std::{path::Path, process::Command};

use api::operations;
use tests::{Ended, Server, python};

const EXAMPLES: &str = "3";
/// Replaced by those of `hooks.py`.
const REPLACED: &str = "not_a_server_error,positive_data_acceptance,negative_data_rejection";

#[test]
fn every_answer_is_as_the_document_states() -> anyhow::Result<()> {
    let server = Server::start_in_new_folder(&["up", "--demo", "--paused"])?;
    server.reached(4_000)?;
    let folder = tempfile::tempdir()?;
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis");
    let examples = std::env::var_os("KNELPUNT_SCHEMATHESIS_EXAMPLES");
    let mut command = Command::new(python());
    command
        .args(["-m", "schemathesis.cli", "run"])
        .arg(format!("{}/v1/openapi.json", server.url()))
        .args(["--checks", "all", "--exclude-checks", REPLACED])
        .args(["--mode", "all", "--seed", "1", "--max-examples"])
        .arg(examples.unwrap_or_else(|| EXAMPLES.into()))
        .args(["--generation-database", "none", "--no-shrink"])
        .args([
            "--continue-on-failure",
            "--request-timeout",
            "20",
            "--no-color",
        ])
        .current_dir(&folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONPATH", hooks)
        .env("SCHEMATHESIS_HOOKS", "hooks");
    // A stream never ends; its own tests read it.
    for stream in operations::web()
        .iter()
        .filter(|operation| operation.is_stream())
    {
        command.args(["--exclude-path", stream.described_path()]);
    }
    let ended = Ended::run(&mut command)?.expect(0, &["API Operations"])?;
    let summary = ended.out.find("API Operations").unwrap_or(0);
    eprintln!("{}", &ended.out[summary..]);
    Ok(())
}

//! The `OpenAPI` document of a real server: valid, accepted by two generators, and what they generate works.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::ensure;
use api::{AnswerEnvelope, answers::Summary};
use tests::{Server, command::printed, python};

/// A server with its document in a folder.
struct Described {
    knelpunt: Server,
    folder: tempfile::TempDir,
    document: PathBuf,
}

impl Described {
    fn start() -> anyhow::Result<Self> {
        let (knelpunt, folder) = (Server::up()?, tempfile::tempdir()?);
        let document = folder.path().join("openapi.json");
        fs::write(&document, knelpunt.get("/v1/openapi.json")?.body)?;
        Ok(Self {
            knelpunt,
            folder,
            document,
        })
    }
}

/// The folder of the generators.
fn generators() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi")
}

/// Returns a command that runs a program of the folder's npm packages.
fn npm_program(path: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(generators().join("node_modules").join(path));
    command
}

#[test]
fn the_document_is_valid_openapi_3_1() -> anyhow::Result<()> {
    let described = Described::start()?;
    let mut validate = Command::new(python());
    validate.args(["-m", "openapi_spec_validator", "--schema", "3.1"]);
    printed(validate.arg(&described.document)).map(drop)
}

#[test]
fn the_document_keeps_the_api_design_rules_of_the_government() -> anyhow::Result<()> {
    let described = Described::start()?;
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let linter = "api-design-rules/node_modules/@stoplight/spectral-cli/dist/index.js";
    let mut lint = Command::new("node");
    lint.arg(tests.join(linter)).args(["lint", "--ruleset"]);
    lint.arg(tests.join("data/api-design-rules/linter.yaml"));
    let printed = printed(
        lint.args(["--fail-severity", "warn"])
            .arg(&described.document),
    )?;
    ensure!(printed.contains("No results"), "{printed}");
    Ok(())
}

#[test]
fn openapi_typescript_generates_types_that_compile() -> anyhow::Result<()> {
    let described = Described::start()?;
    let [client, usage] = ["client.ts", "use.ts"].map(|name| described.folder.path().join(name));
    let mut generate = npm_program("openapi-typescript/bin/cli.js");
    printed(
        generate
            .arg(&described.document)
            .arg("--output")
            .arg(&client),
    )?;
    fs::copy(generators().join("use.ts"), &usage)?;
    let mut compile = npm_program("typescript/bin/tsc");
    printed(compile.args(["--noEmit", "--strict"]).arg(&usage)).map(drop)
}

#[test]
fn openapi_python_client_generates_a_client_that_works() -> anyhow::Result<()> {
    let described = Described::start()?;
    let client = described.folder.path().join("client");
    let mut generate = Command::new(python());
    generate
        .args(["-m", "openapi_python_client", "generate", "--meta", "none"])
        .args(["--fail-on-warning", "--config"])
        .arg(generators().join("python-client.yaml"))
        .arg("--path")
        .arg(&described.document)
        .arg("--output-path")
        .arg(&client);
    printed(&mut generate)?;
    let mut usage = Command::new(python());
    usage
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(generators().join("use.py"))
        .arg(described.folder.path())
        .arg(described.knelpunt.url());
    let summary: AnswerEnvelope<Summary> = serde_json::from_str(&printed(&mut usage)?)?;
    ensure!(
        summary.answer.open == 1 && summary.position == 1,
        "{summary:?}"
    );
    Ok(())
}

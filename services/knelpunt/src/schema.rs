//! `knelpunt schema`: the contract, exactly as it is published.

mod codes;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::builder::{PossibleValue, PossibleValuesParser};
use register::Catalogue;
use serde_json::Value;

use crate::{
    file_error,
    output::{self, FormatArgs},
    settings::{self, BadUsage, CatalogueArgs},
};

const EXAMPLES: &str = "\
Without a name, all schemas of events, one after the other. A schema is necessary, not sufficient: codes, the match of \
the subject and the order of times are checked when an event is published or imported. With a catalogue, the \
schemas have its codes.

Examples:
  knelpunt schema list
  knelpunt schema knelpunt-reported.v1
  knelpunt schema asyncapi > asyncapi.json
  knelpunt schema openapi > openapi.json
  knelpunt schema --out schemas --catalogue own.toml";

/// The name that lists the others.
const LIST: &str = "list";
/// The document of the HTTP API.
const OPENAPI: &str = "openapi";

/// Options of `schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Folder to write the schemas to, one file each, such as schemas; standard output if not given
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The schema
    #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(names()))]
    name: Option<String>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Returns the names of the schemas: of the files without `.json`. An event type has an alias without its version.
fn names() -> Vec<PossibleValue> {
    let value = |name: &'static str| match name.rsplit_once(".v") {
        Some((short, _)) => PossibleValue::new(name).alias(short),
        None => PossibleValue::new(name),
    };
    model::json_schemas()
        .into_keys()
        .chain(["asyncapi", OPENAPI, LIST])
        .map(value)
        .collect()
}

/// Prints or writes schemas, or lists them.
///
/// # Errors
///
/// When the catalogue is invalid, or a schema cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut files = model::schema_files();
    if args.name.as_deref() == Some(LIST) {
        let files = files.keys().map(|file| file.trim_end_matches(".json"));
        let names: Vec<&str> = files.chain([OPENAPI]).collect();
        args.format.print(&names, || names.join("\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(name) = &args.name {
        files.retain(|file, _| has_name(file, name));
    }
    if args.name.as_deref() == Some(OPENAPI) {
        let register = settings::register(&args.catalogue)?;
        let document = api::openapi(&api::operations::all(), register);
        files.insert(format!("{OPENAPI}.json"), format!("{document:#}\n"));
    } else if args.catalogue.catalogue.is_some() {
        let register = settings::register(&args.catalogue)?;
        for text in files.values_mut() {
            *text = narrowed(text, register.catalogue())?;
        }
    }
    match &args.out {
        None => output::print_line(files.into_values().collect::<String>().trim_end())?,
        Some(folder) => {
            let written = write(folder, &files)?;
            args.format.print(&written, || written.join("\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn narrowed(schema: &str, catalogue: &Catalogue) -> anyhow::Result<String> {
    let mut schema: Value = serde_json::from_str(schema).context("cannot read a schema")?;
    codes::narrow(&mut schema, catalogue);
    Ok(format!("{schema:#}\n"))
}

fn has_name(file: &str, name: &str) -> bool {
    let rest = file.strip_prefix(name).unwrap_or_default();
    rest.strip_suffix(".json")
        .is_some_and(|version| version.is_empty() || version.starts_with(".v"))
}

/// Writes files into a folder; returns their paths.
fn write(folder: &Path, files: &BTreeMap<String, String>) -> anyhow::Result<Vec<String>> {
    fs::create_dir_all(folder).map_err(|error| {
        let folder = folder.display();
        BadUsage(format!(
            "cannot create the folder {folder}: {}; correct --out",
            file_error::cause(&error)
        ))
    })?;
    let write = |(name, text): (&String, &String)| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path.display().to_string())
    };
    files.iter().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_with_and_without_its_version() {
        assert!(has_name(
            "knelpunt-reported.v1.json",
            "knelpunt-reported.v1"
        ));
        assert!(has_name("knelpunt-reported.v1.json", "knelpunt-reported"));
        assert!(has_name("asyncapi.json", "asyncapi"));
        assert!(!has_name("knelpunt-reported.v1.json", "knelpunt"));
        assert!(!has_name("asyncapi.json", "knelpunt-reported"));
        assert_eq!(names().len(), 10);
    }

    #[test]
    fn every_file_is_written_as_it_is_published() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/schemas");
        let written = write(&out, &model::schema_files()).unwrap();
        assert_eq!(written.len(), model::schema_files().len());
        for (name, text) in model::schema_files() {
            assert_eq!(fs::read_to_string(out.join(name)).unwrap(), text);
        }
    }
}

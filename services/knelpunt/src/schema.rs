//! `knelpunt schema`: the contract as others read it, exactly as it is published.

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
    output,
    settings::{self, CatalogueArgs},
};

const EXAMPLES: &str = "\
Without a name all of them, one after the other. A schema is necessary, not sufficient: codes, the subject's match and \
the order of times are checked when an event is published or imported. With --catalogue the codes of that catalogue \
are in them, and no others.

Examples:
  knelpunt schema asyncapi > asyncapi.json
  knelpunt schema knelpunt-reported.v1
  knelpunt schema --out schemas
  knelpunt schema --out schemas --catalogue own.toml";

/// What `schema` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write files of these names into this folder, instead of printing
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A type of event, or asyncapi for the document of all of them
    #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(names()))]
    name: Option<String>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// The names of the files without their end; a type is known without its version too.
fn names() -> Vec<PossibleValue> {
    let value = |name: &'static str| match name.rsplit_once(".v") {
        Some((short, _)) => PossibleValue::new(name).alias(short),
        None => PossibleValue::new(name),
    };
    model::json_schemas()
        .into_keys()
        .chain(["asyncapi"])
        .map(value)
        .collect()
}

/// Prints or writes schemas.
///
/// # Errors
///
/// When the catalogue is not right, or they cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut files = model::schema_files();
    if let Some(name) = &args.name {
        files.retain(|file, _| is_called(file, name));
    }
    if args.catalogue.catalogue.is_some() {
        let register = settings::register(&args.catalogue)?;
        for text in files.values_mut() {
            *text = narrowed(text, register.catalogue())?;
        }
    }
    match &args.out {
        None => output::print_line(files.into_values().collect::<String>().trim_end())?,
        Some(folder) => write(folder, &files)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn narrowed(schema: &str, catalogue: &Catalogue) -> anyhow::Result<String> {
    let mut schema: Value = serde_json::from_str(schema).context("read a schema")?;
    codes::narrow(&mut schema, catalogue);
    Ok(format!("{schema:#}\n"))
}

fn is_called(file: &str, name: &str) -> bool {
    let rest = file.strip_prefix(name).unwrap_or_default();
    rest.strip_suffix(".json")
        .is_some_and(|version| version.is_empty() || version.starts_with(".v"))
}

fn write(folder: &Path, files: &BTreeMap<String, String>) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("make the folder {}", folder.display()))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("write {}", path.display()))?;
        output::print_line(&path.display().to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_with_its_version_and_without() {
        assert!(is_called(
            "knelpunt-reported.v1.json",
            "knelpunt-reported.v1"
        ));
        assert!(is_called("knelpunt-reported.v1.json", "knelpunt-reported"));
        assert!(is_called("asyncapi.json", "asyncapi"));
        assert!(!is_called("knelpunt-reported.v1.json", "knelpunt"));
        assert!(!is_called("asyncapi.json", "knelpunt-reported"));
        assert_eq!(names().len(), 7);
    }

    #[test]
    fn every_file_is_written_as_it_is_published() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/schemas");
        run(&Args {
            out: Some(out.clone()),
            name: None,
            catalogue: CatalogueArgs::default(),
        })
        .unwrap();
        for (name, text) in model::schema_files() {
            assert_eq!(fs::read_to_string(out.join(name)).unwrap(), text);
        }
    }
}

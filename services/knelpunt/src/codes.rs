//! `knelpunt codes`: the codes that options and events take.

use std::process::ExitCode;

use clap::ValueEnum;
use model::{ConsultationOutcome, Outcome, PartyKind};
use register::Register;
use serde::Serialize;

use crate::{
    output::FormatArgs,
    settings::{self, CatalogueArgs},
};

const EXAMPLES: &str = "\
Examples:
  knelpunt codes categories
  knelpunt codes municipalities | grep -i utrecht
  knelpunt codes building-blocks --catalogue own.toml --format json";

/// A list of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeList {
    Municipalities,
    Provinces,
    Categories,
    BuildingBlocks,
    Remedies,
    PartyKinds,
    Outcomes,
    ConsultationOutcomes,
}

/// Options of `codes`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The list
    #[arg(value_enum, value_name = "LIST")]
    list: CodeList,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

/// Prints a list of codes with their names.
///
/// # Errors
///
/// When the catalogue is invalid, or standard output cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let entries = args.list.entries(register);
    let codes: Vec<Code<'_>> = (entries.iter())
        .map(|(code, name)| Code { code, name })
        .collect();
    let width = codes.iter().map(|one| one.code.len()).max().unwrap_or(0);
    let line = |one: &Code<'_>| format!("{:<width$}  {}", one.code, one.name);
    args.format.print(&codes, || {
        let lines: Vec<String> = codes.iter().map(line).collect();
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        lines.join("\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

impl CodeList {
    /// Returns the list that a field of an event, or a query parameter, takes its codes from.
    pub(crate) fn of_field(field: &str) -> Option<Self> {
        match field {
            "municipality" => Some(Self::Municipalities),
            "province" => Some(Self::Provinces),
            "category" | "topics" => Some(Self::Categories),
            "buildingBlock" => Some(Self::BuildingBlocks),
            "remedy" => Some(Self::Remedies),
            "partyKind" => Some(Self::PartyKinds),
            _ => None,
        }
    }

    /// Returns the name of the list on the command line.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Municipalities => "municipalities",
            Self::Provinces => "provinces",
            Self::Categories => "categories",
            Self::BuildingBlocks => "building-blocks",
            Self::Remedies => "remedies",
            Self::PartyKinds => "party-kinds",
            Self::Outcomes => "outcomes",
            Self::ConsultationOutcomes => "consultation-outcomes",
        }
    }

    /// Returns the codes with their names, which may be empty.
    pub(crate) fn entries(self, register: &Register) -> Vec<(String, String)> {
        let catalogue = register.catalogue();
        let named = |code: &String, name: &String| (code.clone(), name.clone());
        let unnamed = |code: &str| (code.to_owned(), String::new());
        match self {
            Self::Municipalities => (register.municipalities())
                .map(|(_, one)| named(&one.code, &one.name))
                .collect(),
            Self::Provinces => provinces(register),
            Self::Categories => (catalogue.categories().iter())
                .map(|one| named(&one.code, &one.en))
                .collect(),
            Self::BuildingBlocks => (catalogue.building_blocks().iter())
                .map(|one| named(&one.code, &one.name))
                .collect(),
            Self::Remedies => (catalogue.remedies().iter())
                .map(|one| named(&one.code, &one.en))
                .collect(),
            Self::PartyKinds => PartyKind::ALL.map(PartyKind::code).map(unnamed).into(),
            Self::Outcomes => Outcome::ALL.map(Outcome::code).map(unnamed).into(),
            Self::ConsultationOutcomes => (ConsultationOutcome::ALL)
                .map(ConsultationOutcome::code)
                .map(unnamed)
                .into(),
        }
    }
}

fn provinces(register: &Register) -> Vec<(String, String)> {
    let mut provinces: Vec<(String, String)> = (register.municipalities())
        .map(|(_, municipality)| register.province(municipality.province))
        .map(|province| (province.code.clone(), province.name.clone()))
        .collect();
    provinces.sort();
    provinces.dedup();
    provinces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_codes() {
        for list in CodeList::value_variants() {
            let entries = list.entries(Register::embedded());
            assert!(entries.len() > 2, "{}", list.as_str());
            let value = list.to_possible_value().unwrap();
            assert_eq!(value.get_name(), list.as_str());
        }
        assert_eq!(CodeList::Provinces.entries(Register::embedded()).len(), 12);
    }
}

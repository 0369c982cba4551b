//! `knelpunt catalogue`: the codes that events take, with the names that people may write for them.

use std::{collections::BTreeMap, process::ExitCode};

use clap::ValueEnum;
use model::{ConsultationOutcome, Outcome, PartyKind};
use register::{CodeKind, Register};
use serde::Serialize;

use crate::{
    output::FormatArgs,
    settings::{self, CatalogueArgs},
};

const EXAMPLES: &str = "\
Examples:
  knelpunt catalogue
  knelpunt catalogue municipalities | grep -i utrecht
  knelpunt catalogue building-blocks --catalogue own.toml --format json

Options, tables and workbooks take a code or a name; events take codes only.";

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

/// The lists of the catalogue itself.
const CATALOGUE: [CodeList; 3] = [
    CodeList::Categories,
    CodeList::BuildingBlocks,
    CodeList::Remedies,
];

/// Options of `catalogue`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// One list; categories, building blocks and remedies if not given
    #[arg(value_enum, value_name = "LIST")]
    list: Option<CodeList>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// A code with its names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NamedCode {
    code: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    /// What people may write for it too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<String>,
}

/// Prints one list of codes with their names, or those of the catalogue.
///
/// # Errors
///
/// When the catalogue is invalid, or standard output cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    if let Some(list) = args.list {
        let codes = list.codes(register);
        args.format.print(&codes, || text(&codes))?;
        return Ok(ExitCode::SUCCESS);
    }
    let lists = CATALOGUE.map(|list| (list.as_str(), list.codes(register)));
    let lists = BTreeMap::from(lists);
    args.format.print(&lists, || {
        let part = |(name, codes): (&&str, &Vec<NamedCode>)| format!("{name}\n{}", text(codes));
        let parts: Vec<String> = lists.iter().map(part).collect();
        parts.join("\n\n")
    })?;
    Ok(ExitCode::SUCCESS)
}

fn text(codes: &[NamedCode]) -> String {
    let width = codes.iter().map(|one| one.code.len()).max().unwrap_or(0);
    let line = |one: &NamedCode| {
        let others = match one.other_names.join("; ") {
            others if others.is_empty() => others,
            others => format!(" [{others}]"),
        };
        let line = format!("{:<width$}  {}{others}", one.code, one.name);
        line.trim_end().to_owned()
    };
    codes.iter().map(line).collect::<Vec<_>>().join("\n")
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

    /// Returns the kind of code in the register; `None` for sets that are closed.
    pub(crate) fn kind(self) -> Option<CodeKind> {
        match self {
            Self::Municipalities => Some(CodeKind::Municipality),
            Self::Provinces => Some(CodeKind::Province),
            Self::Categories => Some(CodeKind::Category),
            Self::BuildingBlocks => Some(CodeKind::BuildingBlock),
            Self::Remedies => Some(CodeKind::Remedy),
            Self::PartyKinds | Self::Outcomes | Self::ConsultationOutcomes => None,
        }
    }

    /// Returns the codes with their names.
    fn codes(self, register: &Register) -> Vec<NamedCode> {
        let unnamed = |code: &str| NamedCode {
            code: code.to_owned(),
            name: String::new(),
            other_names: Vec::new(),
        };
        let Some(kind) = self.kind() else {
            return match self {
                Self::Outcomes => Outcome::ALL.map(Outcome::code).map(unnamed).into(),
                Self::ConsultationOutcomes => (ConsultationOutcome::ALL)
                    .map(ConsultationOutcome::code)
                    .map(unnamed)
                    .into(),
                _ => PartyKind::ALL.map(PartyKind::code).map(unnamed).into(),
            };
        };
        let named = |(code, name): (&str, &str)| NamedCode {
            name: name.to_owned(),
            other_names: register.other_names(kind, code),
            ..unnamed(code)
        };
        register.codes(kind).into_iter().map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_codes() {
        for list in CodeList::value_variants() {
            let codes = list.codes(Register::embedded());
            assert!(codes.len() > 2, "{}", list.as_str());
            let value = list.to_possible_value().unwrap();
            assert_eq!(value.get_name(), list.as_str());
        }
        assert_eq!(CodeList::Provinces.codes(Register::embedded()).len(), 12);
    }

    #[test]
    fn other_names_stand_behind_the_name() {
        let codes = CodeList::Municipalities.codes(Register::embedded());
        let shown = text(&codes);
        assert!(shown.contains("GM0518  's-Gravenhage ["), "{shown}");
        assert!(shown.contains("Den Haag"), "{shown}");
        let shown = text(&CodeList::Categories.codes(Register::embedded()));
        assert!(
            shown.contains("Leverancier levert niet [Supplier does not deliver]"),
            "{shown}"
        );
    }
}

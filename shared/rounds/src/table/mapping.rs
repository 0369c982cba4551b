//! The mapping from the columns of a table to the fields of a report, or of support if there is a column of it, as it is
//! written on the command line.

use std::collections::BTreeMap;

use crate::InputProblem;

/// A field of a report or of support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportField {
    /// The municipality, by code or name.
    Municipality,
    /// The category, by code or name.
    Category,
    /// The building block, by code or name.
    BuildingBlock,
    /// The kind of the party that it waits on.
    PartyKind,
    /// The name of that party.
    Party,
    /// Number of a ticket or a system.
    Reference,
    /// When it was observed.
    ObservedAt,
    /// The day since which it was known.
    KnownSince,
    /// The round in which it was heard.
    Round,
    /// The role of the reporter.
    ReporterRole,
    /// Free text.
    Description,
    /// The support, by code or name: with it, the table is an attendance list.
    Support,
    /// The categories that the support was about, by code or name, separated by semicolons.
    Topics,
    /// The organisation that gave the support.
    Organisation,
}

/// The source of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldSource {
    /// A column, by its heading.
    Column(String),
    /// The same value in every row.
    Constant(String),
}

/// The source of each field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping(pub(super) BTreeMap<ReportField, FieldSource>);

impl ReportField {
    /// All fields.
    pub const ALL: [Self; 14] = [
        Self::Municipality,
        Self::Category,
        Self::BuildingBlock,
        Self::PartyKind,
        Self::Party,
        Self::Reference,
        Self::ObservedAt,
        Self::KnownSince,
        Self::Round,
        Self::ReporterRole,
        Self::Description,
        Self::Support,
        Self::Topics,
        Self::Organisation,
    ];
    /// The fields that every report needs.
    const REQUIRED: [Self; 3] = [Self::Municipality, Self::Category, Self::ObservedAt];
    /// The fields of support; it needs the first three.
    const OF_SUPPORT: [Self; 6] = [
        Self::Municipality,
        Self::Support,
        Self::ObservedAt,
        Self::Round,
        Self::Topics,
        Self::Organisation,
    ];

    /// Returns the fields that every report needs, or all support.
    pub fn required(of_support: bool) -> &'static [Self] {
        if of_support {
            &Self::OF_SUPPORT[..3]
        } else {
            &Self::REQUIRED
        }
    }

    /// Whether reports, or support, have this field.
    pub(super) fn is_of(self, of_support: bool) -> bool {
        if of_support {
            Self::OF_SUPPORT.contains(&self)
        } else {
            !matches!(self, Self::Support | Self::Topics | Self::Organisation)
        }
    }

    /// Returns its name in a mapping.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Category => "category",
            Self::BuildingBlock => "buildingBlock",
            Self::PartyKind => "partyKind",
            Self::Party => "party",
            Self::Reference => "reference",
            Self::ObservedAt => "observedAt",
            Self::KnownSince => "knownSince",
            Self::Round => "round",
            Self::ReporterRole => "reporterRole",
            Self::Description => "description",
            Self::Support => "support",
            Self::Topics => "topics",
            Self::Organisation => "organisation",
        }
    }

    /// Returns the message that names it to readers of the pages.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Municipality => "import-field-municipality",
            Self::Category => "import-field-category",
            Self::BuildingBlock => "import-field-building-block",
            Self::PartyKind => "import-field-party-kind",
            Self::Party => "import-field-party",
            Self::Reference => "import-field-reference",
            Self::ObservedAt => "import-field-observed",
            Self::KnownSince => "import-field-known-since",
            Self::Round => "import-field-round",
            Self::ReporterRole => "import-field-role",
            Self::Description => "import-field-description",
            Self::Support => "import-field-support",
            Self::Topics => "import-field-topics",
            Self::Organisation => "import-field-organisation",
        }
    }

    /// Returns its path in an event, as a JSON Pointer.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Municipality => "/data/municipality",
            Self::Category => "/data/category",
            Self::BuildingBlock => "/data/buildingBlock",
            Self::PartyKind => "/data/party/kind",
            Self::Party => "/data/party/name",
            Self::Reference => "/data/reference",
            Self::ObservedAt => "/data/observedAt",
            Self::KnownSince => "/data/knownSince",
            Self::Round => "/data/round",
            Self::ReporterRole => "/data/reporter/role",
            Self::Description => "/data/description",
            Self::Support => "/data/support",
            Self::Topics => "/data/topics",
            Self::Organisation => "/data/organisation",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

impl ColumnMapping {
    /// Reads `field=Column` and `field==constant`, separated by commas. A comma that is not followed by a field belongs
    /// to the heading.
    ///
    /// # Errors
    ///
    /// All problems of the mapping.
    pub fn parse(texts: &[String]) -> Result<Self, Vec<String>> {
        let (mut mapping, mut problems) = (BTreeMap::new(), Vec::new());
        for entry in texts.iter().flat_map(|text| entries(text)) {
            match parse_entry(&entry) {
                Err(problem) => problems.push(problem),
                Ok((field, source)) => {
                    if mapping.insert(field, source).is_some() {
                        problems.push(format!("{} is mapped twice; keep one", field.name()));
                    }
                }
            }
        }
        let unfit = Self::check(&mapping).into_iter();
        problems.extend(unfit.map(|problem| problem.to_string()));
        if problems.is_empty() {
            Ok(Self(mapping))
        } else {
            Err(problems)
        }
    }

    /// Creates a mapping from the source of each field.
    ///
    /// # Errors
    ///
    /// All fields that are missing, or do not go with the others.
    pub fn from_fields(
        mapping: BTreeMap<ReportField, FieldSource>,
    ) -> Result<Self, Vec<InputProblem>> {
        let problems = Self::check(&mapping);
        if problems.is_empty() {
            Ok(Self(mapping))
        } else {
            Err(problems)
        }
    }

    fn check(mapping: &BTreeMap<ReportField, FieldSource>) -> Vec<InputProblem> {
        let has = |field: ReportField| mapping.contains_key(&field);
        let of_support = has(ReportField::Support);
        let required = ReportField::required(of_support).iter();
        let missing = required
            .filter(|field| !has(**field))
            .map(|field| InputProblem::new("sheet-field-missing").and("field", *field));
        let id = if of_support {
            "sheet-field-not-of-support"
        } else {
            "sheet-field-not-of-report"
        };
        let foreign = mapping.keys().filter(|field| !field.is_of(of_support));
        let foreign = foreign.map(|field| InputProblem::new(id).and("field", *field));
        let mut problems: Vec<InputProblem> = missing.chain(foreign).collect();
        if has(ReportField::PartyKind) != has(ReportField::Party) {
            problems.push(InputProblem::new("sheet-fields-party"));
        }
        problems
    }
}

fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for piece in text.split(',') {
        let name = piece.split_once('=').map(|(name, _)| name.trim());
        let begins = name.is_some_and(|name| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic())
        });
        match entries.last_mut() {
            Some(last) if !begins => {
                last.push(',');
                last.push_str(piece);
            }
            _ => entries.push(piece.to_owned()),
        }
    }
    entries
}

fn parse_entry(entry: &str) -> Result<(ReportField, FieldSource), String> {
    let Some((name, value)) = entry.split_once('=') else {
        return Err(format!(
            "{entry:?} is not a mapping; write field=Column or field==value"
        ));
    };
    let Some(field) = ReportField::parse(name.trim()) else {
        let known = ReportField::ALL.map(ReportField::name).join(", ");
        return Err(format!(
            "{:?} is not a field; the fields are {known}",
            name.trim()
        ));
    };
    let (constant, value) = match value.strip_prefix('=') {
        Some(value) => (true, value.trim()),
        None => (false, value.trim()),
    };
    if value.is_empty() {
        return Err(format!(
            "{} has no column or value; write {0}=Column or {0}==value",
            field.name()
        ));
    }
    let value = value.to_owned();
    let source = if constant {
        FieldSource::Constant(value)
    } else {
        FieldSource::Column(value)
    };
    Ok((field, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_constants_are_mapped_and_a_heading_may_have_a_comma() {
        let texts = [
            "municipality=Gemeente, naam,Category==funding".to_owned(),
            "observedAt = Datum = dag".to_owned(),
        ];
        let ColumnMapping(mapping) = ColumnMapping::parse(&texts).unwrap();
        let column = |heading: &str| FieldSource::Column(heading.to_owned());
        let expected = [
            (ReportField::Municipality, column("Gemeente, naam")),
            (
                ReportField::Category,
                FieldSource::Constant("funding".to_owned()),
            ),
            (ReportField::ObservedAt, column("Datum = dag")),
        ];
        assert_eq!(mapping, expected.into());
    }

    #[test]
    fn a_mapping_with_support_has_the_fields_of_support_alone() {
        let check = |text: &str, expected: &[&str]| {
            let problems = ColumnMapping::parse(&[text.to_owned()]);
            let problems = problems.err().unwrap_or_default();
            assert_eq!(problems, expected, "{text}");
        };
        let all = "municipality=a,support=b,observedAt=c,round=d,topics=e,organisation=f";
        check(all, &[]);
        check(
            "municipality=a,support=b,category=c",
            &[
                "observedAt is missing; map a column to it",
                "category is no field of support; leave it out, or correct the column of support",
            ],
        );
        check(
            "municipality=a,category=b,observedAt=c,topics=d",
            &["topics is no field of a report; leave it out, or correct the column of support"],
        );
    }

    #[test]
    fn every_problem_of_a_mapping_is_named() {
        let text = "Gemeente,category=,soort=Soort,party=Partij,round==a,round==b";
        let problems = ColumnMapping::parse(&[text.to_owned()])
            .unwrap_err()
            .join("\n");
        for part in [
            "\"Gemeente\" is not a mapping",
            "category has no column or value",
            "\"soort\" is not a field; the fields are municipality, category,",
            "round is mapped twice",
            "municipality is missing",
            "observedAt is missing",
            "partyKind and party go together",
        ] {
            assert!(problems.contains(part), "{part}: {problems}");
        }
    }
}

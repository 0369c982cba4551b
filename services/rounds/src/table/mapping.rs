//! What the columns of a table mean, as it is said on a command line.

use std::collections::BTreeMap;

/// What can be said of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The municipality, by code or name.
    Municipality,
    /// The category, by code or name.
    Category,
    /// The building block, by code or name.
    BuildingBlock,
    /// The kind of the party on whom it waits.
    PartyKind,
    /// The name of that party.
    Party,
    /// Number of a ticket or a system.
    Reference,
    /// When it was so.
    ObservedAt,
    /// Since when it was known.
    KnownSince,
    /// The round in which it was heard.
    Round,
    /// Who said so, as a role.
    ReporterRole,
    /// Free text.
    Description,
}

/// Where a field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// A column, by its heading.
    Column(String),
    /// The same in every row.
    Constant(String),
}

/// What each field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping(pub(super) BTreeMap<Field, Origin>);

impl Field {
    /// Lists them.
    pub const ALL: [Self; 11] = [
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
    ];
    /// Lists those without which there is no report.
    pub(super) const REQUIRED: [Self; 3] = [Self::Municipality, Self::Category, Self::ObservedAt];

    /// Gives the name by which it is mapped.
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
        }
    }

    /// Gives where it stands in an event, as a JSON Pointer.
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
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

impl Mapping {
    /// Reads `field=Column` and `field==constant`, with commas between; a comma belongs to a heading where no field
    /// follows it.
    ///
    /// # Errors
    ///
    /// With everything that is wrong with it.
    pub fn parse(texts: &[String]) -> Result<Self, Vec<String>> {
        let (mut mapping, mut faults) = (BTreeMap::new(), Vec::new());
        for entry in texts.iter().flat_map(|text| entries(text)) {
            match one(&entry) {
                Err(fault) => faults.push(fault),
                Ok((field, origin)) => {
                    if mapping.insert(field, origin).is_some() {
                        faults.push(format!("{} is mapped twice", field.name()));
                    }
                }
            }
        }
        let there = |field: Field| mapping.contains_key(&field);
        let required = Field::REQUIRED.into_iter().filter(|field| !there(*field));
        faults.extend(required.map(|field| format!("{} is not mapped", field.name())));
        if there(Field::PartyKind) != there(Field::Party) {
            faults
                .push("partyKind and party go together: a party has a kind and a name".to_owned());
        }
        if faults.is_empty() {
            Ok(Self(mapping))
        } else {
            Err(faults)
        }
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

fn one(entry: &str) -> Result<(Field, Origin), String> {
    let Some((name, value)) = entry.split_once('=') else {
        return Err(format!("{entry:?} is not field=Column or field==constant"));
    };
    let Some(field) = Field::parse(name.trim()) else {
        let known = Field::ALL.map(Field::name).join(", ");
        return Err(format!("{:?} is none of {known}", name.trim()));
    };
    let (constant, value) = match value.strip_prefix('=') {
        Some(value) => (true, value.trim()),
        None => (false, value.trim()),
    };
    if value.is_empty() {
        return Err(format!("{} is mapped to nothing", field.name()));
    }
    let value = value.to_owned();
    let origin = if constant {
        Origin::Constant(value)
    } else {
        Origin::Column(value)
    };
    Ok((field, origin))
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
        let Mapping(mapping) = Mapping::parse(&texts).unwrap();
        let column = |heading: &str| Origin::Column(heading.to_owned());
        let expected = [
            (Field::Municipality, column("Gemeente, naam")),
            (Field::Category, Origin::Constant("funding".to_owned())),
            (Field::ObservedAt, column("Datum = dag")),
        ];
        assert_eq!(mapping, expected.into());
    }

    #[test]
    fn everything_that_is_wrong_is_said() {
        let text = "Gemeente,category=,soort=Soort,party=Partij,round==a,round==b";
        let faults = Mapping::parse(&[text.to_owned()]).unwrap_err().join("\n");
        for part in [
            "\"Gemeente\" is not field=Column",
            "category is mapped to nothing",
            "\"soort\" is none of municipality, category,",
            "round is mapped twice",
            "municipality is not mapped",
            "observedAt is not mapped",
            "partyKind and party go together",
        ] {
            assert!(faults.contains(part), "{part}: {faults}");
        }
    }
}

//! What people write for a code: the code, its name, or another usual name of it.
//!
//! The one place where names are looked up. Events are strict: they have codes only, found with
//! [`Register::find_municipality`] and the methods of [`crate::Catalogue`].

mod key;
mod lookup;
mod nearest;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::Deserialize;

use crate::{MunicipalityId, Register, RegisterError, municipality};
pub(crate) use lookup::NameLookups;
use lookup::NameMatch;

/// A kind of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// A municipality, whether or not it still exists.
    Municipality,
    /// A province.
    Province,
    /// A category of the catalogue.
    Category,
    /// A building block of the catalogue.
    BuildingBlock,
    /// A remedy of the catalogue.
    Remedy,
}

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCode {
    /// The code.
    pub code: String,
    /// Its name in Dutch.
    pub name: String,
    /// The name of the province, of a municipality.
    pub province: Option<String>,
}

/// A text that does not name exactly one code. As text it is a message with the nearest three, each with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// What was written.
    pub text: String,
    /// The kind of code that was looked for.
    pub kind: CodeKind,
    /// How many codes it may mean; 0 if none. These are the first of the nearest.
    pub meanings: usize,
    /// The nearest three, or all that it may mean if these are more; none if nothing was written.
    pub nearest: Vec<NamedCode>,
}

/// Another name of a municipality or province.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OtherName {
    pub(crate) code: String,
    pub(crate) name: String,
}

impl Register {
    /// Finds the code that a text names: by code, name, or another usual name, whatever its case, accents, apostrophes,
    /// hyphens and spaces. Of a municipality the digits of the code are enough.
    ///
    /// # Errors
    ///
    /// If the text names no code, or more than one.
    pub fn find_code(&self, kind: CodeKind, text: &str) -> Result<&str, UnknownName> {
        match self.lookups().find(kind, text) {
            NameMatch::One(code) => Ok(code),
            NameMatch::Several(codes) => Err(self.unknown(kind, text, codes)),
            NameMatch::None => Err(self.unknown(kind, text, Vec::new())),
        }
    }

    /// Finds the municipality that a text names, as [`Register::find_code`] does.
    ///
    /// # Errors
    ///
    /// If the text names no municipality, or more than one.
    pub fn find_municipality_by_name(&self, text: &str) -> Result<MunicipalityId, UnknownName> {
        let code = self.find_code(CodeKind::Municipality, text)?;
        let found = self.find_municipality(code);
        found.ok_or_else(|| self.unknown(CodeKind::Municipality, text, Vec::new()))
    }

    /// Returns whether a text is a usual name of a municipality, also if it is that of another too: `Bergen`.
    pub fn is_named(&self, id: MunicipalityId, text: &str) -> bool {
        let code = self.municipality(id).code.as_str();
        match self.lookups().find(CodeKind::Municipality, text) {
            NameMatch::One(found) => found == code,
            NameMatch::Several(found) => found.contains(&code),
            NameMatch::None => false,
        }
    }

    /// Returns the three codes of a kind whose code or name is nearest to a text, the nearest first.
    pub fn nearest(&self, kind: CodeKind, text: &str) -> Vec<NamedCode> {
        let codes = self.lookups().nearest(kind, text, Vec::new());
        codes
            .into_iter()
            .map(|code| self.named(kind, code))
            .collect()
    }

    /// Returns other names that people may write for a code, such as `Den Haag`; in English those of the catalogue.
    pub fn other_names(&self, kind: CodeKind, code: &str) -> Vec<String> {
        let catalogue = self.catalogue();
        match kind {
            CodeKind::Municipality | CodeKind::Province => {
                let of_it = self.other_names.iter().filter(|other| other.code == code);
                of_it.map(|other| other.name.clone()).collect()
            }
            CodeKind::Category => {
                let found = catalogue.category(code);
                found.map(|one| one.en.clone()).into_iter().collect()
            }
            CodeKind::Remedy => {
                let found = catalogue.remedy(code);
                let english = found.filter(|one| one.en != one.nl);
                english.map(|one| one.en.clone()).into_iter().collect()
            }
            CodeKind::BuildingBlock => Vec::new(),
        }
    }

    /// Returns the codes of a kind with their names in Dutch, in order of code.
    pub fn codes(&self, kind: CodeKind) -> Vec<(&str, &str)> {
        let catalogue = self.catalogue();
        match kind {
            CodeKind::Municipality => (self.municipalities())
                .map(|(_, one)| (one.code.as_str(), one.name.as_str()))
                .collect(),
            CodeKind::Province => (self.provinces())
                .map(|(_, one)| (one.code.as_str(), one.name.as_str()))
                .collect(),
            CodeKind::Category => pairs(catalogue.categories(), |one| (&one.code, &one.nl)),
            CodeKind::BuildingBlock => {
                pairs(catalogue.building_blocks(), |one| (&one.code, &one.name))
            }
            CodeKind::Remedy => pairs(catalogue.remedies(), |one| (&one.code, &one.nl)),
        }
    }

    fn lookups(&self) -> &NameLookups {
        self.lookups.get_or_init(|| NameLookups::new(self))
    }

    fn unknown(&self, kind: CodeKind, text: &str, meanings: Vec<&str>) -> UnknownName {
        let count = meanings.len();
        let codes = self.lookups().nearest(kind, text, meanings);
        UnknownName {
            text: text.to_owned(),
            kind,
            meanings: count,
            nearest: codes
                .into_iter()
                .map(|code| self.named(kind, code))
                .collect(),
        }
    }

    fn named(&self, kind: CodeKind, code: &str) -> NamedCode {
        let codes = self.codes(kind);
        let name = codes.iter().find(|(other, _)| *other == code);
        let province = match kind {
            CodeKind::Municipality => self.find_municipality(code).map(|id| {
                let province = self.municipality(id).province;
                self.province(province).name.clone()
            }),
            CodeKind::Province
            | CodeKind::Category
            | CodeKind::BuildingBlock
            | CodeKind::Remedy => None,
        };
        NamedCode {
            code: code.to_owned(),
            name: name.map_or_else(String::new, |(_, name)| (*name).to_owned()),
            province,
        }
    }
}

fn pairs<T>(all: &[T], pair: impl Fn(&T) -> (&String, &String)) -> Vec<(&str, &str)> {
    let pair = |entry| {
        let (code, name) = pair(entry);
        (code.as_str(), name.as_str())
    };
    all.iter().map(pair).collect()
}

/// Reads the table of other names.
pub(crate) fn other_names(
    table: &str,
    municipalities: &[crate::Municipality],
    provinces: &[crate::Province],
) -> Result<Vec<OtherName>, RegisterError> {
    let rows = csv::Reader::from_reader(table.as_bytes()).into_deserialize();
    let rows = rows.collect::<Result<Vec<OtherName>, _>>()?;
    let is_known = |code: &str| {
        municipality::find(municipalities, code).is_some()
            || provinces.iter().any(|province| province.code == code)
    };
    match rows.iter().find(|row| !is_known(&row.code)) {
        None => Ok(rows),
        Some(row) => Err(RegisterError::UnknownCode {
            code: row.code.clone(),
            table: "names",
        }),
    }
}

impl CodeKind {
    /// Returns the noun with its article, for messages.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Municipality => "a municipality",
            Self::Province => "a province",
            Self::Category => "a category",
            Self::BuildingBlock => "a building block",
            Self::Remedy => "a remedy",
        }
    }
}

impl fmt::Display for NamedCode {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            name,
            province,
        } = self;
        match province {
            Some(province) => write!(to, "{code} ({name}, {province})"),
            None => write!(to, "{code} ({name})"),
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            text,
            kind,
            meanings,
            nearest,
        } = self;
        let noun = kind.noun();
        match meanings {
            0 => write!(to, "{text:?} is not {noun} that is known here")?,
            _ => write!(to, "{text:?} may mean more than one; write the code")?,
        }
        if nearest.is_empty() {
            return write!(to, "; write a code or a name");
        }
        let nearest: Vec<String> = nearest.iter().map(ToString::to_string).collect();
        write!(to, "; the nearest are {}", nearest.join(", "))
    }
}

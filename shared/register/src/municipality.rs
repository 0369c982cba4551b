//! Municipalities and provinces by code.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{Register, RegisterError, size::PopulationCount};

/// The index of a municipality in the register, in order of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityId(u16);

/// The index of a province in the register, in order of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvinceId(u8);

/// A Dutch municipality (gemeente), for as long as its CBS code existed.
#[derive(Debug)]
pub struct Municipality {
    /// CBS code, such as `GM0344`.
    pub code: String,
    /// Name in Dutch.
    pub name: String,
    /// Its province.
    pub province: ProvinceId,
    /// First day of existence; `None` if before 2012.
    pub valid_from: Option<Date>,
    /// Day after the last; `None` while it exists.
    pub valid_until: Option<Date>,
    pub(crate) main_successor: Option<MainSuccessor>,
    /// The municipalities that took over all or part of it, in order of date, then as in the register.
    pub successors: Vec<Successor>,
    pub(crate) counts: Vec<PopulationCount>,
}

/// The main successor of a municipality, for following chains.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MainSuccessor {
    pub(crate) into: MunicipalityId,
    pub(crate) on: Date,
    pub(crate) split: bool,
}

/// A municipality that took over another, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Successor {
    /// The municipality that took over.
    pub into: MunicipalityId,
    /// The first day on which it had taken over.
    pub on: Date,
    /// How it took over.
    pub kind: SuccessionKind,
    /// Whether knelpunten of the other count with it.
    pub is_main: bool,
    /// The share of the area (not of the people) that it took over, from 0 to 1.
    pub area_share: f64,
}

/// How a municipality took over another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuccessionKind {
    /// All of it merged into one that came into being.
    MergedIntoNew,
    /// All of it merged into one that existed.
    MergedIntoExisting,
    /// It was divided, and this one got a part.
    Split,
    /// It was renamed, and got another code.
    Renamed,
    /// A small part went to this one, while the rest went elsewhere.
    Part,
}

impl SuccessionKind {
    /// Returns the kind as the register writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MergedIntoNew => "merged-into-new",
            Self::MergedIntoExisting => "merged-into-existing",
            Self::Split => "split",
            Self::Renamed => "renamed",
            Self::Part => "part",
        }
    }
}

/// One of the twelve provinces.
#[derive(Debug, Deserialize)]
pub struct Province {
    /// CBS code, such as `PV26`.
    pub code: String,
    /// Name in Dutch.
    pub name: String,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    province: String,
    valid_from: Option<String>,
    valid_until: Option<String>,
}

/// The municipalities by the number in their code. Every event names one: a search among their codes takes a twelfth of
/// the time of its validation.
#[derive(Debug)]
pub(crate) struct NumberIndex(Vec<Option<MunicipalityId>>);

impl NumberIndex {
    pub(crate) fn new(municipalities: &[Municipality]) -> Self {
        let mut index = vec![None; 10_000];
        for (id, municipality) in (0..).map(MunicipalityId).zip(municipalities) {
            if let Some(number) = number(&municipality.code) {
                index[number] = Some(id);
            }
        }
        Self(index)
    }
}

/// Returns the number in a code: four digits after `GM`.
fn number(code: &str) -> Option<usize> {
    let digits = code.strip_prefix("GM")?;
    let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

impl Register {
    /// Finds a municipality by its CBS code, whether or not it still exists.
    pub fn find_municipality(&self, code: &str) -> Option<MunicipalityId> {
        let number = number(code)?;
        self.by_number.0.get(number).copied().flatten()
    }

    /// Returns the municipality with an id.
    pub fn municipality(&self, id: MunicipalityId) -> &Municipality {
        &self.municipalities[usize::from(id.0)]
    }

    /// Returns the municipalities in order of code.
    pub fn municipalities(&self) -> impl Iterator<Item = (MunicipalityId, &Municipality)> {
        (0..).map(MunicipalityId).zip(&self.municipalities)
    }

    /// Finds a province by its code.
    pub fn find_province(&self, code: &str) -> Option<ProvinceId> {
        find_province(&self.provinces, code)
    }

    /// Returns the province with an id.
    pub fn province(&self, id: ProvinceId) -> &Province {
        &self.provinces[usize::from(id.0)]
    }

    /// Returns the provinces in order of code.
    pub fn provinces(&self) -> impl Iterator<Item = (ProvinceId, &Province)> {
        (0..).map(ProvinceId).zip(&self.provinces)
    }
}

impl Municipality {
    /// Returns whether the municipality existed on a day.
    pub fn existed_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day < until)
    }
}

pub(crate) fn find(municipalities: &[Municipality], code: &str) -> Option<MunicipalityId> {
    let index = municipalities
        .binary_search_by(|municipality| municipality.code.as_str().cmp(code))
        .ok()?;
    u16::try_from(index).ok().map(MunicipalityId)
}

pub(crate) fn index(id: MunicipalityId) -> usize {
    usize::from(id.0)
}

pub(crate) fn provinces(table: &str) -> Result<Vec<Province>, RegisterError> {
    let mut provinces: Vec<Province> = csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()?;
    provinces.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(provinces)
}

pub(crate) fn municipalities(
    table: &str,
    provinces: &[Province],
) -> Result<Vec<Municipality>, RegisterError> {
    let mut municipalities = csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .map(|row| municipality(row?, provinces))
        .collect::<Result<Vec<_>, RegisterError>>()?;
    municipalities.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(municipalities)
}

fn municipality(row: Row, provinces: &[Province]) -> Result<Municipality, RegisterError> {
    let province = find_province(provinces, &row.province).ok_or(RegisterError::UnknownCode {
        code: row.province,
        table: "municipalities",
    })?;
    Ok(Municipality {
        code: row.code,
        name: row.name,
        province,
        valid_from: row.valid_from.map(|day| day.parse()).transpose()?,
        valid_until: row.valid_until.map(|day| day.parse()).transpose()?,
        main_successor: None,
        successors: Vec::new(),
        counts: Vec::new(),
    })
}

fn find_province(provinces: &[Province], code: &str) -> Option<ProvinceId> {
    let index = provinces
        .iter()
        .position(|province| province.code == code)?;
    u8::try_from(index).ok().map(ProvinceId)
}

//! The register of municipalities with their mergers, provinces and sizes, and the catalogue of codes for knelpunten.
//!
//! Pure and embedded: no file is read at run time and nothing depends on today's date. Not here: events, and rules
//! about knelpunten.

mod catalogue;
mod division;
mod municipality;
mod names;
mod size;

use std::sync::{LazyLock, OnceLock};

use sha2::{Digest as _, Sha256};

use municipality::NumberIndex;
use names::{NameLookups, OtherName};

pub use catalogue::{BuildingBlock, Catalogue, Category, Remedy};
pub use division::{Succession, SuccessionStep};
pub use municipality::{
    Municipality, MunicipalityId, Province, ProvinceId, SuccessionKind, Successor,
};
pub use names::{CodeKind, NamedCode, UnknownName};
pub use size::SizeClass;

/// The municipalities and the catalogue, each with a version.
#[derive(Debug)]
pub struct Register {
    provinces: Vec<Province>,
    municipalities: Vec<Municipality>,
    by_number: NumberIndex,
    other_names: Vec<OtherName>,
    /// Made when a name is first looked up: many commands never do.
    lookups: OnceLock<NameLookups>,
    catalogue: Catalogue,
    version: String,
}

/// Why a register cannot be built from its tables.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A table of comma-separated values is malformed.
    #[error("cannot read a table of the register")]
    Table(#[from] csv::Error),
    /// The catalogue is not TOML.
    #[error("cannot read the catalogue as TOML")]
    Toml(#[from] toml::de::Error),
    /// The catalogue is TOML with violations.
    #[error("cannot use the catalogue:\n  {}", .violations.join("\n  "))]
    Catalogue {
        /// All violations, each with its place in the file.
        violations: Vec<String>,
    },
    /// A date is not written as year-month-day.
    #[error("cannot read a date of the register")]
    Date(#[from] jiff::Error),
    /// A table refers to a code that another table does not have.
    #[error("cannot find code {code}, to which the table {table} refers")]
    UnknownCode {
        /// The code that is missing.
        code: String,
        /// The table that refers to it.
        table: &'static str,
    },
}

const EMBEDDED_TABLES: RegisterTables = RegisterTables {
    provinces: include_str!("../data/provinces.csv"),
    municipalities: include_str!("../data/municipalities.csv"),
    mergers: include_str!("../data/mergers.csv"),
    population: include_str!("../data/population.csv"),
    names: include_str!("../data/names.csv"),
    catalogue: include_str!("../data/catalogue.toml"),
};

static EMBEDDED: LazyLock<Register> = LazyLock::new(|| {
    let built = Register::from_tables(&EMBEDDED_TABLES);
    assert!(
        built.is_ok(),
        "the embedded register is valid: {:?}",
        built.err()
    );
    built.unwrap_or_else(|_| unreachable!("asserted above"))
});

/// The texts of the tables that make up a register.
#[derive(Debug, Clone, Copy)]
pub struct RegisterTables<'a> {
    /// `code,name`, in order of code.
    pub provinces: &'a str,
    /// `code,name,province,valid_from,valid_until`.
    pub municipalities: &'a str,
    /// `effective_date,kind,from_code,to_code,area_share,main_successor`.
    pub mergers: &'a str,
    /// `code,year,inhabitants`.
    pub population: &'a str,
    /// `code,name,source`: other usual names of municipalities and provinces.
    pub names: &'a str,
    /// TOML with `[[category]]`, `[building_blocks]` and `[remedies]`.
    pub catalogue: &'a str,
}

impl Register {
    /// Returns the register that is embedded in the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Creates a register of the embedded municipalities and a custom catalogue.
    ///
    /// The catalogue is TOML with `[[category]]`, `[building_blocks]` and `[remedies]`. It replaces the embedded one:
    /// codes that only the embedded one has are unknown.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or with all violations of the catalogue at once.
    pub fn with_catalogue(catalogue: &str) -> Result<Self, RegisterError> {
        Self::from_tables(&RegisterTables {
            catalogue,
            ..EMBEDDED_TABLES
        })
    }

    /// Creates a register from its tables.
    ///
    /// # Errors
    ///
    /// When a table is malformed, or refers to a code that another table does not have.
    pub fn from_tables(tables: &RegisterTables<'_>) -> Result<Self, RegisterError> {
        let provinces = municipality::provinces(tables.provinces)?;
        let mut municipalities = municipality::municipalities(tables.municipalities, &provinces)?;
        division::add_mergers(&mut municipalities, tables.mergers)?;
        size::add_population(&mut municipalities, tables.population)?;
        let other_names = names::other_names(tables.names, &municipalities, &provinces)?;
        // Without the other names: they decide nothing about an event, and views need no rebuild for a new one.
        let municipality_tables = [
            tables.provinces,
            tables.municipalities,
            tables.mergers,
            tables.population,
        ];
        Ok(Self {
            provinces,
            by_number: NumberIndex::new(&municipalities),
            municipalities,
            other_names,
            lookups: OnceLock::new(),
            catalogue: Catalogue::from_toml(tables.catalogue)?,
            version: version_of(&municipality_tables),
        })
    }

    /// Returns the catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Returns the version of the municipalities, a hash of their tables.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// Returns twelve hexadecimal digits of the SHA-256 of the texts: enough to distinguish versions.
fn version_of(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let start = digest
        .iter()
        .take(6)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{start:012x}")
}

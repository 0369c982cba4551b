//! What the world says: municipalities with their mergers, provinces and sizes, and the catalogue of what a
//! knelpunt can be about.
//!
//! Pure and embedded: no file is read at run time and nothing here knows what day it is. It knows nothing of
//! events either; what may never enter is a rule about knelpunten.

mod catalogue;
mod division;
mod municipality;
mod size;

use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

pub use catalogue::{BuildingBlock, Catalogue, Category, Remedy};
pub use division::Succession;
pub use municipality::{Municipality, MunicipalityId, Province, ProvinceId};
pub use size::SizeClass;

/// Everything that codes are looked up in: municipalities and catalogue, each with a version.
#[derive(Debug)]
pub struct Register {
    provinces: Vec<Province>,
    municipalities: Vec<Municipality>,
    catalogue: Catalogue,
    version: String,
}

/// Fails when a table that the register is made of does not hold together.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A table of comma-separated values is malformed.
    #[error("read a table of the register")]
    Table(#[from] csv::Error),
    /// The catalogue is not TOML.
    #[error("read the catalogue as TOML")]
    Toml(#[from] toml::de::Error),
    /// The catalogue is TOML, and something is wrong with it.
    #[error("take the catalogue as it is:\n  {}", .violations.join("\n  "))]
    Catalogue {
        /// Everything that is wrong, and where.
        violations: Vec<String>,
    },
    /// A date is not written as year-month-day.
    #[error("read a date of the register")]
    Date(#[from] jiff::Error),
    /// A code stands in one table and is missing from the other.
    #[error("find code {code}, which {table} names")]
    UnknownCode {
        /// The code that is missing.
        code: String,
        /// The table that names it.
        table: &'static str,
    },
}

const EMBEDDED_TABLES: RegisterTables = RegisterTables {
    provinces: include_str!("../data/provinces.csv"),
    municipalities: include_str!("../data/municipalities.csv"),
    mergers: include_str!("../data/mergers.csv"),
    population: include_str!("../data/population.csv"),
    catalogue: include_str!("../data/catalogue.toml"),
};

static EMBEDDED: LazyLock<Register> = LazyLock::new(|| {
    let built = Register::from_tables(&EMBEDDED_TABLES);
    assert!(
        built.is_ok(),
        "the embedded register holds together: {:?}",
        built.err()
    );
    built.unwrap_or_else(|_| unreachable!("asserted above"))
});

/// The texts that a register is made of.
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
    /// TOML with `[[category]]`, `[building_blocks]` and `[remedies]`.
    pub catalogue: &'a str,
}

impl Register {
    /// Returns the register that the program was built with.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Builds a register of the municipalities that the program was built with, and a catalogue of one's own.
    ///
    /// The catalogue is TOML with `[[category]]`, `[building_blocks]` and `[remedies]`, and takes the embedded one's
    /// place: codes that only that one has are unknown.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or with everything that is wrong with the catalogue at once.
    pub fn with_catalogue(catalogue: &str) -> Result<Self, RegisterError> {
        Self::from_tables(&RegisterTables {
            catalogue,
            ..EMBEDDED_TABLES
        })
    }

    /// Builds a register from its tables.
    ///
    /// # Errors
    ///
    /// When a table is malformed, or names a code that another does not have.
    pub fn from_tables(tables: &RegisterTables<'_>) -> Result<Self, RegisterError> {
        let provinces = municipality::provinces(tables.provinces)?;
        let mut municipalities = municipality::municipalities(tables.municipalities, &provinces)?;
        division::enter_mergers(&mut municipalities, tables.mergers)?;
        size::enter_population(&mut municipalities, tables.population)?;
        let facts = [
            tables.provinces,
            tables.municipalities,
            tables.mergers,
            tables.population,
        ];
        Ok(Self {
            provinces,
            municipalities,
            catalogue: Catalogue::from_toml(tables.catalogue)?,
            version: version_of(&facts),
        })
    }

    /// Returns the catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Names this state of the municipalities: the same text, the same version.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// Twelve hexadecimal digits of SHA-256 over the texts: enough to tell versions apart.
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

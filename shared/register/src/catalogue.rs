//! The catalogue: categories, building blocks and remedies.

mod parse;

use crate::{RegisterError, version_of};

/// The catalogue. Codes are stable; names may change.
#[derive(Debug)]
pub struct Catalogue {
    categories: Vec<Category>,
    building_blocks: Vec<BuildingBlock>,
    remedies: Vec<Remedy>,
    version: String,
}

/// A kind of knelpunt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Stable code, such as `supplier-delivery`.
    pub code: String,
    /// Name in Dutch.
    pub nl: String,
    /// Name in English.
    pub en: String,
    /// The words of the municipalities in 2013 (see `data/README.md`), if any.
    pub from_article: Option<String>,
}

/// A building block of the national programme that a knelpunt can concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildingBlock {
    /// Stable code, such as `bag`.
    pub code: String,
    /// Name in Dutch.
    pub name: String,
}

/// A measure that resolves knelpunten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// Stable code, such as `supplier-fix`.
    pub code: String,
    /// Name in Dutch.
    pub nl: String,
    /// Name in English, or in Dutch where the catalogue has only one name.
    pub en: String,
}

impl Catalogue {
    /// Parses a catalogue in TOML.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or with all violations of the catalogue at once.
    pub(crate) fn from_toml(text: &str) -> Result<Self, RegisterError> {
        let parsed = parse::parse(text)?;
        let building_blocks = parsed.building_blocks.into_iter();
        Ok(Self {
            categories: parsed.categories,
            building_blocks: building_blocks
                .map(|(code, name)| BuildingBlock { code, name })
                .collect(),
            remedies: parsed.remedies,
            version: version_of(&[text]),
        })
    }

    /// Finds a category by code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        find(&self.categories, code, |entry| &entry.code)
    }

    /// Finds a building block by code.
    pub fn building_block(&self, code: &str) -> Option<&BuildingBlock> {
        find(&self.building_blocks, code, |entry| &entry.code)
    }

    /// Finds a remedy by code.
    pub fn remedy(&self, code: &str) -> Option<&Remedy> {
        find(&self.remedies, code, |entry| &entry.code)
    }

    /// Returns the categories in order of code.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Returns the building blocks in order of code.
    pub fn building_blocks(&self) -> &[BuildingBlock] {
        &self.building_blocks
    }

    /// Returns the remedies in order of code.
    pub fn remedies(&self) -> &[Remedy] {
        &self.remedies
    }

    /// Returns the version of the catalogue, a hash of its text.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn find<'a, T>(sorted: &'a [T], code: &str, code_of: impl Fn(&T) -> &String) -> Option<&'a T> {
    let index = sorted
        .binary_search_by(|entry| code_of(entry).as_str().cmp(code))
        .ok()?;
    Some(&sorted[index])
}

#[cfg(test)]
mod tests {
    use crate::Register;

    #[test]
    fn known_codes_are_found_and_unknown_ones_are_not() {
        let catalogue = Register::embedded().catalogue();
        assert_eq!(
            catalogue.category("funding").unwrap().nl,
            "Te weinig financiële middelen"
        );
        assert_eq!(
            catalogue.building_block("bag").unwrap().name,
            "Basisregistratie Adressen en Gebouwen"
        );
        assert_eq!(
            catalogue.remedy("supplier-fix").unwrap().nl,
            "Leverancier heeft geleverd"
        );
        assert!(catalogue.category("Funding").is_none());
    }
}

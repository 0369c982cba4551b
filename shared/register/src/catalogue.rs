//! What a knelpunt can be about: categories, building blocks, remedies.

mod reading;

use crate::{RegisterError, version_of};

/// The catalogue: codes are stable, names may change.
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
    /// The words in which municipalities put it in 2013, if they did.
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

/// A way in which a knelpunt went away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// Stable code, such as `supplier-fix`.
    pub code: String,
    /// Name in Dutch.
    pub nl: String,
    /// Name in English; the one in Dutch where a catalogue has one name alone.
    pub en: String,
}

impl Catalogue {
    /// Parses a catalogue.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or with everything that is wrong with the catalogue at once.
    pub fn from_toml(text: &str) -> Result<Self, RegisterError> {
        let read = reading::read(text)?;
        let building_blocks = read.building_blocks.into_iter();
        Ok(Self {
            categories: read.categories,
            building_blocks: building_blocks
                .map(|(code, name)| BuildingBlock { code, name })
                .collect(),
            remedies: read.remedies,
            version: version_of(&[text]),
        })
    }

    /// Finds a category by code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        find(&self.categories, code, |held| &held.code)
    }

    /// Finds a building block by code.
    pub fn building_block(&self, code: &str) -> Option<&BuildingBlock> {
        find(&self.building_blocks, code, |held| &held.code)
    }

    /// Finds a remedy by code.
    pub fn remedy(&self, code: &str) -> Option<&Remedy> {
        find(&self.remedies, code, |held| &held.code)
    }

    /// Lists the categories in order of code.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Lists the building blocks in order of code.
    pub fn building_blocks(&self) -> &[BuildingBlock] {
        &self.building_blocks
    }

    /// Lists the remedies in order of code.
    pub fn remedies(&self) -> &[Remedy] {
        &self.remedies
    }

    /// Names this catalogue: the same text, the same version.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn find<'a, T>(sorted: &'a [T], code: &str, code_of: impl Fn(&T) -> &String) -> Option<&'a T> {
    let place = sorted
        .binary_search_by(|held| code_of(held).as_str().cmp(code))
        .ok()?;
    Some(&sorted[place])
}

#[cfg(test)]
mod tests {
    use crate::Register;

    #[test]
    fn codes_are_found_and_others_are_not() {
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

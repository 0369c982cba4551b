use crate::CategoryCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Table};

/// The number of open and persisting knelpunten by municipality and category; cells without an open one are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matrix {
    /// In order of municipality, then category.
    pub cells: Vec<MatrixCell>,
}

/// One category in one municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixCell {
    /// CBS code of the municipality, by the division.
    pub municipality: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// Code of the category.
    #[schemars(with = "CategoryCode")]
    pub category: String,
    /// Name of the category in Dutch.
    pub category_name: String,
    /// Knelpunten that are open.
    pub open: usize,
    /// Open knelpunten that persist.
    pub persisting: usize,
}

impl Answer for Matrix {
    fn table(&self) -> Table {
        let columns = [
            "municipality",
            "municipalityName",
            "category",
            "categoryName",
            "open",
            "persisting",
        ];
        Table::new(&columns, &self.cells)
    }
}

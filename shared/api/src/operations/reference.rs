//! The reference data: what events and links may name.

use super::{Operation, OperationGroup};
use crate::answers::{CatalogueAnswer, Municipalities};

table! {
    /// Returns the operations that list reference data.
    reference: Reference

    /// Every municipality since 2012: its names, its province, and what became of it.
    municipalities = Operation::get("/v1/municipalities", "municipalities")
        .fails_with(400)
        .replies::<Municipalities>(200, "The municipalities.")
        .or_file();

    /// The codes that events take: categories, building blocks, remedies and kinds of party, with their names.
    catalogue = Operation::get("/v1/catalogue", "catalogue")
        .fails_with(400)
        .replies::<CatalogueAnswer>(200, "The catalogue.")
        .or_file();
}

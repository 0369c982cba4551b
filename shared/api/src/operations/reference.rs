//! The reference data: what events and links may name.

use super::{JSON, Operation, OperationGroup, PathParameter, any_object};
use crate::{
    answers::{CatalogueAnswer, Municipalities, MunicipalityAnswer},
    parameters::DivisionParameters,
};

const MUNICIPALITY_CODE: PathParameter = PathParameter {
    name: "code",
    description: "The CBS code of the municipality, of today or of any day since 2012.",
    format: ("pattern", "^GM[0-9]{4}$"),
    example: "GM1921",
};

const SCHEMA_NAME: PathParameter = PathParameter {
    name: "name",
    description: "The name of the type of event, with its version.",
    format: ("pattern", "^[a-z]+-[a-z]+\\.v1$"),
    example: "knelpunt-reported.v1",
};

table! {
    /// Returns the operations that list reference data.
    reference: Reference

    /// Every municipality since 2012: its names, its province, and what became of it.
    municipalities = Operation::get("/v1/municipalities", "municipalities")
        .conditional()
        .fails_with(400)
        .replies::<Municipalities>(200, "The municipalities.")
        .or_file();

    /// One municipality: its names, its province and size by a division, and what became of it.
    municipality = Operation::get("/v1/municipalities/{code}", "municipality")
        .conditional()
        .at(MUNICIPALITY_CODE)
        .takes::<DivisionParameters>()
        .replies::<MunicipalityAnswer>(200, "The municipality.");

    /// The JSON Schema of a type of events, with their envelope.
    event_schema = Operation::get("/v1/schemas/{name}", "eventSchema")
        .conditional()
        .at(SCHEMA_NAME)
        .replies_with(200, "JSON Schema 2020-12.", any_object(JSON))
        .fails_with(400);

    /// The codes that events take: categories, building blocks, remedies and kinds of party, with their names.
    catalogue = Operation::get("/v1/catalogue", "catalogue")
        .conditional()
        .fails_with(400)
        .replies::<CatalogueAnswer>(200, "The catalogue.")
        .or_file();
}

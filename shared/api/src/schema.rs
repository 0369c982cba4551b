//! Schemas of scalars whose types are declared elsewhere; use with `#[schemars(with = "…")]`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The schema of a date, such as `2013-02-12`.
#[derive(Debug)]
pub struct DateSchema;

/// The schema of a date, or a date-time with offset.
#[derive(Debug)]
pub struct DateOrInstantSchema;

/// The schema of a position in the log, or a date, or a date-time with offset.
#[derive(Debug)]
pub struct PositionOrMomentSchema;

/// A year from 1970 on: what is earlier is invalid.
const FROM_1970: &str = "^(19[7-9][0-9]|[2-9][0-9]{3})-";

macro_rules! inline_schemas {
    ($($schema:ident: $value:tt;)*) => {$(
        impl JsonSchema for $schema {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($schema).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($value)
            }
        }
    )*};
}

inline_schemas! {
    DateSchema: {"type": "string", "format": "date", "pattern": FROM_1970};
    DateOrInstantSchema: {
        "anyOf": [
            {"type": "string", "format": "date", "pattern": FROM_1970},
            {"type": "string", "format": "date-time", "pattern": FROM_1970},
        ],
    };
    PositionOrMomentSchema: {
        "anyOf": [
            {"type": "integer", "minimum": 0},
            {"type": "string", "format": "date", "pattern": FROM_1970},
            {"type": "string", "format": "date-time", "pattern": FROM_1970},
        ],
    };
}

/// Declares the schema of a code: [`openapi`](crate::openapi()) adds the codes of the register in use as its `enum`.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $code:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub struct $code;

        impl JsonSchema for $code {
            fn schema_name() -> Cow<'static, str> {
                stringify!($code).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "description": concat!($($doc),*).trim()})
            }
        }
    )*};
}

codes! {
    /// The code of a category in the catalogue.
    CategoryCode;
    /// The code of a building block of the catalogue.
    BuildingBlockCode;
    /// The code of a remedy of the catalogue.
    RemedyCode;
    /// The code of a province.
    ProvinceCode;
    /// A size class of municipalities, from 1 (under 5 000 inhabitants) to 8 (250 000 or more).
    SizeClassCode;
}

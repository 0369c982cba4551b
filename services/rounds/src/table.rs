//! A table of reports as somebody else's program wrote it: text with a delimiter, and a mapping that says what its
//! columns mean.
//!
//! It is read row by row and never held whole: what is kept is one row, of limited length.

mod delimiter;
mod encoding;
mod mapping;
mod reports;
mod rows;

pub use encoding::{Detected, Encoding, detect};
pub use mapping::{Field, Mapping};
pub use reports::{Reports, Wrong, report_id};
pub use rows::{Row, Rows, TableError};

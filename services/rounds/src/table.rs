//! Tables of reports that other programs wrote: text with a delimiter, and a mapping of its columns.
//!
//! A table is read row by row and is never in memory as a whole: only one row is, of limited length.

mod delimiter;
mod encoding;
mod mapping;
mod reports;
mod rows;

pub use encoding::{DetectedEncoding, TextEncoding, detect_encoding};
pub use mapping::{ColumnMapping, ReportField};
pub use reports::{ReportParser, RowViolation, report_id};
pub use rows::{TableError, TableReader, TableRow};

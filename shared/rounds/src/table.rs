//! Tables of reports that other programs wrote: text with a delimiter, and a mapping of its columns.
//!
//! A table is read row by row and is never in memory as a whole: only one row is, of limited length.

mod dates;
mod delimiter;
mod encoding;
mod headings;
mod mapping;
mod quotes;
mod reports;
mod rows;
mod separator_line;
mod survey;

pub use dates::DateOrder;
pub(crate) use dates::NumericDate;
pub use encoding::{DetectedEncoding, TextEncoding, detect_encoding};
pub use headings::recognise_columns;
pub use mapping::{ColumnMapping, FieldSource, ReportField};
pub use reports::{ReportParser, RowViolation, report_envelope, report_id};
pub use rows::{TableError, TableReader, TableRow};
pub use survey::TableSurvey;

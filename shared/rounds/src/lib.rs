//! The workbook of a telephone round: written for coaches, read back, and turned into events.
//!
//! Pure: bytes in, bytes out; no clock, network or file. It knows nothing of how events travel, and nothing of the log
//! beyond the [`SourceHistory`] that it is given.
//!
//! In reading order: [`CallSheet`] (the contents of a workbook), [`write_workbook`], [`SheetInput`] (the files that come
//! back), [`read`] (their statements and violations), [`plan()`] (the events to publish so that the log agrees with the
//! sheet). Beside it, [`table`] reads tables of reports that other programs wrote, and [`AnyFile`] recognises a file by
//! its contents. What is wrong with any of them is a [`InputProblem`], a message of the catalogue.

mod any_file;
mod clean;
mod codes;
mod file_kind;
mod filled;
mod grid;
mod input;
mod labels;
mod layout;
mod plan;
mod problem;
#[cfg(test)]
mod sample;
mod sheet;
mod stamp;
pub mod table;
mod workbook;

pub use any_file::{AnyFile, AnyFileError, ReportTable};
pub use clean::one_line;
pub use filled::{FilledSheet, RowStatement, SheetViolation, read};
pub use grid::{SheetReadError, SizeLimitExceeded, WorkbookReadError};
pub use input::SheetInput;
pub use labels::parse_party_kind;
pub use plan::{Contradiction, ImportPlan, PlannedEvent, PlannedWithdrawal, SourceHistory, plan};
pub use problem::InputProblem;
pub use sheet::{CallSheet, RowKey, SheetKnelpunt, SheetMunicipality, WorkbookInfo};
pub use workbook::{WorkbookWriteError, write_workbook};
